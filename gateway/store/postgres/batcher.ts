import { StoreError } from '../contract.ts';
import { fullBatch, maxBatch } from '../tuning.ts';
import { isTransient } from './failure.ts';

export interface BatcherSettings<In, Out> {
  /** Runs one batch in one statement. @returns one result per item, in order. */
  run(items: readonly In[]): Promise<readonly Out[]>;
  /** Two items with one key never share a batch. */
  key(item: In): string;
}

interface Waiting<In, Out> {
  readonly item: In;
  resolve(result: Out): void;
  reject(error: unknown): void;
}

/** Two to three statements in flight gave twice the rate of one (measured); more only contend. */
const maxBatchesInFlight = 2;
const maxTries = 3;

/**
 * Group commit over a pool: calls of one turn, and those that come while a statement is under way, leave together as the next one; a
 * second statement beside it only when it is full. An item that makes its
 * statement fail is found by running the batch's items one by one, so that it fails alone.
 */
export function createBatcher<In, Out>(settings: BatcherSettings<In, Out>): (item: In) => Promise<Out> {
  let queue: Waiting<In, Out>[] = [];
  let inFlight = 0;
  let flushing = false;

  /** What comes in one turn of the event loop leaves together (decision 0050). */
  function flushSoon(): void {
    if (flushing) return;
    flushing = true;
    setImmediate(flush);
  }

  function flush(): void {
    flushing = false;
    while (inFlight < maxBatchesInFlight && queue.length >= (inFlight === 0 ? 1 : fullBatch)) {
      const batch = takeBatch();
      inFlight += 1;
      void send(batch).finally(() => {
        inFlight -= 1;
        flushSoon();
      });
    }
  }

  function takeBatch(): Waiting<In, Out>[] {
    const batch = new Map<string, Waiting<In, Out>>();
    const later: Waiting<In, Out>[] = [];
    for (const waiting of queue) {
      const key = settings.key(waiting.item);
      if (batch.size < maxBatch && !batch.has(key)) batch.set(key, waiting);
      else later.push(waiting);
    }
    queue = later;
    return [...batch.values()];
  }

  async function send(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const results = await runAgain(batch.map((waiting) => waiting.item));
      batch.forEach((waiting, index) => {
        const result = results[index];
        if (result === undefined) waiting.reject(new StoreError('unavailable', 'no result'));
        else waiting.resolve(result);
      });
    } catch (error) {
      if (batch.length === 1 || error instanceof StoreError) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      for (const waiting of batch) await send([waiting]);
    }
  }

  async function runAgain(items: readonly In[]): Promise<readonly Out[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await settings.run(items);
      } catch (error) {
        if (tries === maxTries || !isTransient(error)) throw error;
      }
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      flushSoon();
    });
}
