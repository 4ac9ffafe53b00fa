import type { BusinessIds, DeliveryInput, IdContext } from '../contract/index.ts';
import { RequestError } from '../contract/index.ts';
import { nameUuid } from '../kit/name-uuid.ts';
import { draftsOf } from './drafts.ts';
import { whyOf } from './why.ts';

/** Namespace of the event ids (RFC 9562 §5.5): a random UUID of our own, never to be changed. */
const NAMESPACE = '5d7f31c8-9b0e-4c56-8a4e-2f6f0e9a7b13';

/** An id that no event has (RFC 9562 §5.9). */
export const NIL_EVENT = 'urn:uuid:00000000-0000-0000-0000-000000000000';

/**
 * The eventID of each EPCIS event of a delivery, a UUID made of what identifies the document for ever: every try and every replay
 * carries the same ones, whatever becomes of settings and tables in between (decision 0105).
 * @throws RequestError when nothing can be reported.
 */
export function eventIds(operation: string, input: DeliveryInput, context: IdContext): BusinessIds {
  const { event, part } = input;
  const drafts = draftsOf(input, whyOf(operation, input, context).type, context);
  const items = drafts.map(({ name }, index) => {
    const parts = [context.institution.code, event.kind, event.documentNo, part.index, part.count, name];
    return { key: `event-${index + 1}`, ids: { eventId: `urn:uuid:${nameUuid(NAMESPACE, JSON.stringify(parts))}` } };
  });
  return { record: {}, items };
}

export interface StoredEvent {
  readonly key: string;
  readonly eventId: string;
}

/** @returns the stored ids in order. @throws RequestError when the delivery has none: dispatch must store them before it sends. */
export function storedEvents({ ids }: DeliveryInput): readonly StoredEvent[] {
  const events = ids.items.flatMap(({ key, ids: { eventId } }) => (eventId ? [{ key, eventId }] : []));
  if (events.length > 0 && events.length === ids.items.length) return events;
  throw new RequestError('BUSINESS_ID_MISSING', 'the delivery has no event ids');
}
