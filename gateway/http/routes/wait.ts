import type { Delivery, StoredEvent } from '../../store/contract.ts';
import type { HttpServices } from '../services.ts';

/**
 * Waits until the primary deliveries of the events have settled or the time is up; other links never delay the reply.
 * @param waitS seconds; undefined or 0: no waiting
 * @returns the events as they stand then.
 */
export async function waitForPrimaries(
  events: readonly StoredEvent[],
  waitS: number | undefined,
  { dispatcher, store }: Pick<HttpServices, 'dispatcher' | 'store'>,
): Promise<StoredEvent[]> {
  if (waitS === undefined || waitS === 0) return [...events];
  return Promise.all(
    events.map(async (event) => {
      const open = event.deliveries.filter(isOpenPrimary);
      if (open.length === 0) return event;
      await Promise.all(open.map(({ id }) => dispatcher.waitSettled(id, waitS * 1_000)));
      return (await store.getEvent(event.tenant, event.id)) ?? event;
    }),
  );
}

function isOpenPrimary({ primary, state }: Delivery): boolean {
  return primary && (state === 'queued' || state === 'sending');
}
