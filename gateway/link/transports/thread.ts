import { Worker } from 'node:worker_threads';
import type { Answered, Ordered } from './thread-port.ts';

/** A thread of its own for work that would hold up all others; it starts with the first order. */
export interface Thread<Order, Answer> {
  /** @returns undefined when the work cannot be done, the thread failed or is closed. Never rejects. */
  ask(order: Order): Promise<Answer | undefined>;
  close(): Promise<void>;
}

/** @param script a worker that answers with `serveOrders` of the same types */
export function createThread<Order, Answer>(script: URL): Thread<Order, Answer> {
  const waiting = new Map<number, (answer: Answer | undefined) => void>();
  let worker: Worker | undefined;
  let closed = false;
  let lastId = 0;

  function start(): Worker {
    const fresh = new Worker(script);
    // Work under way is part of a request under way, which keeps the process alive by itself.
    fresh.unref();
    fresh.on('message', ({ id, answer }: Answered<Answer>) => settle(id, answer));
    fresh.on('error', () => lose(fresh));
    fresh.on('exit', () => lose(fresh));
    return fresh;
  }

  function settle(id: number, answer: Answer | undefined): void {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  }

  /** The next order starts another thread. */
  function lose(lost: Worker): void {
    if (lost !== worker) return;
    worker = undefined;
    for (const id of [...waiting.keys()]) settle(id, undefined);
  }

  return {
    ask(order) {
      if (closed) return Promise.resolve(undefined);
      worker ??= start();
      lastId += 1;
      const ordered: Ordered<Order> = { id: lastId, order };
      return new Promise((resolve) => {
        waiting.set(ordered.id, resolve);
        worker?.postMessage(ordered);
      });
    },
    async close() {
      closed = true;
      const ending = worker;
      if (ending === undefined) return;
      lose(ending);
      await ending.terminate();
    },
  };
}
