import type { Clock } from '../link/clock.ts';
import type { Delivery, DeliveryState, Store } from '../store/contract.ts';

/** Callers that wait for a delivery to be settled in this process (Prefer: wait). */
export interface Waiters {
  wait(deliveryId: string, timeoutMs: number): Promise<Delivery | undefined>;
  settled(deliveryId: string, state: DeliveryState): void;
}

const unsettled: ReadonlySet<DeliveryState> = new Set(['queued', 'sending']);

export function createWaiters(store: Pick<Store, 'getDelivery'>, clock: Clock): Waiters {
  const listeners = new Map<string, Set<() => void>>();

  function listen(id: string, listener: () => void): () => void {
    const set = listeners.get(id) ?? new Set();
    listeners.set(id, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) listeners.delete(id);
    };
  }

  async function read(id: string): Promise<Delivery | undefined> {
    const delivery = await store.getDelivery(undefined, id);
    return delivery === undefined || unsettled.has(delivery.state) ? undefined : delivery;
  }

  return {
    async wait(deliveryId, timeoutMs) {
      let release = () => {};
      // Listen before looking: what is settled in between is not missed.
      const change = new Promise<'settled' | 'late'>((resolve) => {
        const ignore = listen(deliveryId, () => resolve('settled'));
        const cancel = clock.setTimer(() => resolve('late'), timeoutMs);
        release = () => {
          ignore();
          cancel();
        };
      });
      try {
        const now = await read(deliveryId);
        if (now !== undefined) return now;
        return (await change) === 'settled' ? await read(deliveryId) : undefined;
      } finally {
        release();
      }
    },
    settled(deliveryId, state) {
      if (unsettled.has(state)) return;
      for (const listener of listeners.get(deliveryId) ?? []) listener();
    },
  };
}
