import type { StoredEvent } from '../../store/contract.ts';
import type { Event } from '../openapi.generated.ts';
import { deliveryView, type Reader } from './delivery-view.ts';
import { instant } from './given.ts';

/** Intake's first note; the links themselves are read from the deliveries. */
const routesNote = /^routes: /;

/** @returns what became of the event. The payload is not echoed: it may hold personal data, and the tenant has it. */
export function eventView(event: StoredEvent, reader: Reader): Event {
  const links = [...new Set(event.deliveries.map(({ link }) => link))];
  return {
    id: event.id,
    institution: event.institution,
    kind: event.kind,
    documentNo: event.documentNo,
    occurredAt: instant(event.occurredAt),
    acceptedAt: instant(event.acceptedAt),
    routes: links.length === 0 ? 'none' : links,
    deliveries: event.deliveries.map((delivery) => deliveryView(delivery, reader)),
    warnings: event.notes.filter((note) => !routesNote.test(note)),
  };
}
