import { Worker } from 'node:worker_threads';
import type { Signed, SignOrder } from './sm2-worker.ts';

/** Signs in a thread of its own, which starts with the first signature asked for. */
export interface Signer {
  /** @returns r‖s; undefined when the key cannot sign, the thread failed or the signer is closed. Never rejects. */
  sign(text: string, privateKey: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

export function createSigner(): Signer {
  const waiting = new Map<number, (signature: Uint8Array | undefined) => void>();
  let worker: Worker | undefined;
  let closed = false;
  let lastId = 0;

  function start(): Worker {
    const fresh = new Worker(new URL('./sm2-worker.ts', import.meta.url));
    // A signature under way is part of a request under way, which keeps the process alive by itself.
    fresh.unref();
    fresh.on('message', ({ id, signature }: Signed) => settle(id, signature));
    fresh.on('error', () => lose(fresh));
    fresh.on('exit', () => lose(fresh));
    return fresh;
  }

  function settle(id: number, signature: Uint8Array | undefined): void {
    waiting.get(id)?.(signature);
    waiting.delete(id);
  }

  /** The next order starts another thread. */
  function lose(lost: Worker): void {
    if (lost !== worker) return;
    worker = undefined;
    for (const id of [...waiting.keys()]) settle(id, undefined);
  }

  return {
    sign(text, privateKey) {
      if (closed) return Promise.resolve(undefined);
      worker ??= start();
      lastId += 1;
      const order: SignOrder = { id: lastId, text, privateKey };
      return new Promise((resolve) => {
        waiting.set(order.id, resolve);
        worker?.postMessage(order);
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
