import type { DeliveryInput } from '../contract/index.ts';

/** Longer than any document number may be (40, event.schema.json), and short enough for the usual field of 50. */
const LENGTH = 45;

/**
 * The number under which a platform that takes one document per number hears of a delivery: the event's own; for the parts of a large
 * event, the same with `_` and the part, filled up with zeros to a length that no document number has. So no part can be taken for a
 * document that is really called so, nor for a part of another one.
 */
export function partNumber({ event, part }: Pick<DeliveryInput, 'event' | 'part'>): string {
  const { documentNo } = event;
  if (part.count === 1) return documentNo;
  return `${documentNo}_${String(part.index + 1).padStart(LENGTH - 1 - documentNo.length, '0')}`;
}
