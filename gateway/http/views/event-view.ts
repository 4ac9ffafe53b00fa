import { readDecisionNote } from '../../intake/index.ts';
import type { Settling, StoredEvent } from '../../store/contract.ts';
import type { Event } from '../openapi.generated.ts';
import { decisionView } from './decision-view.ts';
import { deliveryView, type Reader } from './delivery-view.ts';
import { given, instant } from './given.ts';

/** Intake's first note; the links themselves are read from the deliveries. */
const routesNote = /^routes: /;

/** @returns what became of the event. The payload is not echoed: it may hold personal data, and the tenant has it. */
export function eventView(event: StoredEvent, reader: Reader): Event {
  const links = [...new Set(event.deliveries.map(({ link }) => link))];
  const overdue = event.settling?.state === 'awaiting' && event.acceptedAt < reader.overdueBefore;
  const warnings: string[] = overdue ? ['/settlement: SETTLEMENT_OVERDUE'] : [];
  const decisions: Event['decisions'] = [];
  for (const note of event.notes) {
    if (routesNote.test(note)) continue;
    const decision = readDecisionNote(note, event.event.lines.length);
    if (decision === undefined) warnings.push(note);
    else decisions.push(decisionView(decision, event.event.institution.region, reader));
  }
  return {
    id: event.id,
    institution: event.institution,
    kind: event.kind,
    documentNo: event.documentNo,
    occurredAt: instant(event.occurredAt),
    acceptedAt: instant(event.acceptedAt),
    routes: links.length === 0 ? 'none' : links,
    deliveries: event.deliveries.map((delivery) => deliveryView(delivery, reader)),
    ...given({ settlement: event.settling && settlementView(event.settling, overdue) }),
    decisions,
    warnings,
  };
}

/** Ids and persons are not echoed: the till reported them itself. */
function settlementView(settling: Settling, overdue: boolean): NonNullable<Event['settlement']> {
  if (settling.state === 'awaiting') return { state: 'awaiting', overdue };
  const reason = settling.state === 'abandoned' ? settling.reason : undefined;
  return { state: settling.state, at: instant(settling.at), ...given({ reason }) };
}
