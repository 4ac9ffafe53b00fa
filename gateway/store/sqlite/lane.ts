import { Worker } from 'node:worker_threads';
import { StoreError } from '../contract.ts';
import { StoreMigrationError } from '../migrations.ts';
import { fullBatch, maxBatch } from '../tuning.ts';
import type { Reply } from './batch.ts';
import type { Failure } from './failure.ts';
import type { Arguments, Call, Results } from './operations/index.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './worker.ts';

/** One worker thread as seen from the main thread. `Set` is the set of operations it serves. */
export interface Lane<Set> {
  call<Name extends keyof Set & string>(name: Name, ...args: Arguments<Set, Name>): Promise<Results<Set, Name>>;
  /** Answers what is under way, then ends the thread. */
  close(): Promise<void>;
}

interface Waiting {
  readonly call: Call;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A full batch goes into the worker's mailbox while another is being committed, so that the thread never idles between them. */
const maxBatchesInFlight = 2;

/**
 * Starts a worker thread and waits until its database is open. Calls of one turn of the event loop, and those that come while the
 * thread is busy, go out together as one batch: what completes together commits together (decision 0050).
 * A thread that dies fails the calls it had and is started again by the next one.
 * @throws StoreError or StoreMigrationError when the database cannot be opened.
 */
export async function startLane<Set>(settings: WorkerSettings): Promise<Lane<Set>> {
  let queue: Waiting[] = [];
  const inFlight: Waiting[][] = [];
  let worker: Worker | undefined;
  let starting: Promise<void> | undefined;
  let flushing = false;
  let closed = false;
  let drained: (() => void) | undefined;

  function start(): Promise<Worker> {
    const fresh = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings });
    return new Promise((resolve, reject) => {
      fresh.on('message', (message: FromWorker) => {
        if (message.type === 'ready') return resolve(fresh);
        if (message.type === 'replies') return answer(message.replies);
        fresh.terminate().catch(reject);
        return reject(message.migration ? new StoreMigrationError(message.failure.message) : toError(message.failure));
      });
      fresh.on('error', (error) => {
        const failure = new StoreError('unavailable', `the store's thread died: ${error.message}`, { cause: error });
        reject(failure);
        lose(fresh, failure);
      });
      fresh.on('exit', () => lose(fresh, new StoreError('unavailable', "the store's thread ended")));
    });
  }

  function lose(lost: Worker, error: StoreError): void {
    if (lost !== worker) return;
    worker = undefined;
    for (const waiting of inFlight.splice(0).flat()) waiting.reject(error);
    flushSoon();
    drained?.();
  }

  function answer(replies: readonly Reply[]): void {
    const batch = inFlight.shift() ?? [];
    flushSoon();
    batch.forEach((waiting, index) => {
      const reply = replies[index];
      if (reply?.ok) waiting.resolve(reply.value);
      else waiting.reject(reply === undefined ? new StoreError('unavailable', 'no answer') : toError(reply.failure));
    });
    if (inFlight.length === 0) drained?.();
  }

  function flushSoon(): void {
    if (flushing) return;
    flushing = true;
    setImmediate(() => {
      flushing = false;
      flush();
    });
  }

  function flush(): void {
    if (queue.length === 0) return;
    if (worker === undefined) {
      restart();
      return;
    }
    while (inFlight.length < maxBatchesInFlight && queue.length >= (inFlight.length === 0 ? 1 : fullBatch)) {
      const batch = queue.slice(0, maxBatch);
      queue = queue.slice(maxBatch);
      inFlight.push(batch);
      worker.postMessage({ type: 'calls', calls: batch.map((waiting) => waiting.call) } satisfies ToWorker);
    }
  }

  function restart(): void {
    if (closed) {
      for (const waiting of queue.splice(0)) waiting.reject(new StoreError('unavailable', 'the store is closed'));
      return;
    }
    starting ??= start()
      .then((fresh) => {
        worker = fresh;
        flushSoon();
      })
      .catch((error: unknown) => {
        for (const waiting of queue.splice(0)) waiting.reject(error);
      })
      .finally(() => {
        starting = undefined;
      });
  }

  worker = await start();
  return {
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new StoreError('unavailable', 'the store is closed'));
        queue.push({ call: { name, args }, resolve: (value) => resolve(value as Results<Set, typeof name>), reject });
        flushSoon();
      }),
    async close() {
      closed = true;
      await starting;
      flush();
      while (inFlight.length > 0 || (queue.length > 0 && worker !== undefined)) {
        await new Promise<void>((resolve) => {
          drained = resolve;
        });
        flush();
      }
      const ending = worker;
      if (ending === undefined) return;
      const exited = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage({ type: 'close' } satisfies ToWorker);
      await exited;
    },
  };
}

function toError(failure: Failure): Error {
  if (failure.kind === 'mistake') return new RangeError(failure.message);
  return new StoreError(failure.kind, failure.message);
}
