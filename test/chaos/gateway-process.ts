import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';

/** The gateway as its users run it: a process of its own, started by the command, killed without warning. */
export class GatewayProcess {
  readonly #config: string;
  readonly #opsPort: number;
  readonly #logFile: string;
  readonly #log: number;
  #child: ChildProcess | undefined;

  constructor(config: string, opsPort: number, logFile: string) {
    this.#config = config;
    this.#opsPort = opsPort;
    this.#logFile = logFile;
    this.#log = openSync(logFile, 'a');
  }

  /** Starts it and waits until /readyz says 200. @returns milliseconds from spawn to ready. @throws after `limitMs`. */
  async start(limitMs = 60_000): Promise<number> {
    const startedAt = performance.now();
    const child = spawn(
      process.execPath,
      ['gateway/cli/tracehub.ts', 'start', '--config', this.#config, '--simulators', 'off'],
      {
        stdio: ['ignore', this.#log, this.#log],
      },
    );
    this.#child = child;
    while (performance.now() - startedAt < limitMs) {
      if (child.exitCode !== null)
        throw new Error(`the gateway ended with code ${child.exitCode}:\n${this.#logTail()}`);
      const reply = await fetch(`http://127.0.0.1:${this.#opsPort}/readyz`).catch(() => undefined);
      if (reply?.status === 200) return performance.now() - startedAt;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the gateway was not ready within ${limitMs} ms`);
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM; resolves with the exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  #logTail(): string {
    return readFileSync(this.#logFile, 'utf8').slice(-2000);
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null;
    child.kill(signal);
    await once(child, 'exit');
    return child.exitCode;
  }
}
