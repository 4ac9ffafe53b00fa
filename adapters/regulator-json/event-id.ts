import { type BusinessIds, type DeliveryInput, type IdContext, RequestError } from '../contract/index.ts';
import { nameUuid } from '../kit/name-uuid.ts';

/** Namespace of the event ids (RFC 9562 §5.5): a random UUID of our own, never to be changed. */
const NAMESPACE = '8c0e3d6a-52b7-4a83-9a0f-6d1f7be2c945';

/** An id that no event has (RFC 9562 §5.9). */
export const NIL_EVENT = '00000000-0000-0000-0000-000000000000';

/**
 * The GUID of a report, made of what identifies the document for ever, so that every try and every replay carries the same one.
 * @throws RequestError when no line carries a code.
 */
export function eventIds({ event, part }: DeliveryInput, { institution }: IdContext): BusinessIds {
  if (event.lines.every((line) => line.codes.length === 0))
    throw new RequestError('NO_CODE_FOR_PLATFORM', 'no line carries a trace code');
  const { uscId = '', orgCode = '' } = institution.identity;
  const name = JSON.stringify([uscId, orgCode, institution.code, event.kind, event.documentNo, part.index, part.count]);
  return { record: { eventId: nameUuid(NAMESPACE, name) }, items: [] };
}

/** @returns the stored event id. @throws RequestError when the delivery has none: dispatch must store it before it sends. */
export function storedEventId({ ids }: DeliveryInput): string {
  const { eventId } = ids.record;
  if (eventId !== undefined && eventId !== '') return eventId;
  throw new RequestError('BUSINESS_ID_MISSING', 'the delivery has no event id');
}
