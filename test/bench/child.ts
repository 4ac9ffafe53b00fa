import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A measured program in a process of its own; talks over IPC. */
export interface Child<Ready> {
  readonly ready: Ready;
  /** CPU seconds (user + system, all threads) used since its start. */
  cpu(): Promise<number>;
  /** Resident memory in bytes. */
  rss(): Promise<number>;
  /** Sends a command to the program and waits for its answer. */
  ask<T>(command: string, argument?: unknown): Promise<T>;
  stop(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly value: unknown;
}

/**
 * Starts `file` with `argument` and waits until it reports ready.
 * @throws when the program ends before that.
 */
export async function startChild<Ready>(file: URL, argument: unknown, execArgv: string[] = []): Promise<Child<Ready>> {
  const child = fork(file, {
    execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv],
    env: { ...process.env, BENCH_ARGUMENT: JSON.stringify(argument) },
  });
  const ready = await answer<Ready>(child, 0);
  let last = 0;
  const ask = <T>(command: string, value?: unknown): Promise<T> => {
    last += 1;
    const reply = answer<T>(child, last);
    child.send({ id: last, command, value });
    return reply;
  };
  return {
    ready,
    ask,
    cpu: () => ask<number>('cpu'),
    rss: () => ask<number>('rss'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

function answer<T>(child: ChildProcess, id: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: Answer) => {
      if (message.id !== id) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(message.value as T);
    };
    const onExit = (code: number | null) => reject(new Error(`measured program ended early (${code})`));
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}
