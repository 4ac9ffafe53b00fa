import type { RecognisedEvent, Settlement } from '../../mappings/model/index.ts';
import type { EndedWait, ReportedSettlement, Settling, StoredEvent, WaitEnd } from './contract.ts';
import type { FoundEventRow } from './rows.ts';

/** @returns the event as the contract shows it. The row is our own: its JSON and kind were written from typed values. */
export function fromEventRow(row: FoundEventRow, deliveries: StoredEvent['deliveries']): StoredEvent {
  const settling = settlingOf(row);
  const event = settledPayload(row);
  return {
    id: row.id,
    tenant: row.tenant,
    institution: row.institution,
    kind: event.kind,
    documentNo: row.document_no,
    fingerprint: row.fingerprint,
    occurredAt: row.occurred_at,
    acceptedAt: row.accepted_at,
    event,
    ...(settling === undefined ? {} : { settling }),
    notes: JSON.parse(row.notes),
    deliveries,
  };
}

/** @returns the payload with the settlement reported later in it: what every profile sees. */
export function settledPayload(row: Pick<FoundEventRow, 'payload' | 'settling' | 'settled'>): RecognisedEvent {
  const event: RecognisedEvent = JSON.parse(row.payload);
  const settling = settlingOf(row);
  return settling?.state === 'settled' ? withSettlement(event, settling.settlement) : event;
}

/** @returns the event as it is once this settlement has been reported. */
export function withSettlement(event: RecognisedEvent, reported: ReportedSettlement): RecognisedEvent {
  const { awaiting: _, ...sent }: Settlement = event.settlement ?? { type: 'insured' };
  return { ...event, settlement: { ...sent, ...reported } };
}

/** @returns how the event's wait for its settlement stands; undefined when it never waited. */
export function settlingOf({ settling, settled }: Pick<FoundEventRow, 'settling' | 'settled'>): Settling | undefined {
  if (settling === null) return undefined;
  if (settled === null) return { state: 'awaiting' };
  const end: WaitEnd = JSON.parse(settled);
  return end;
}

/** @returns the two columns that end a wait. */
export function waitEndRow(end: WaitEnd): { readonly settling: string; readonly settled: string } {
  return { settling: end.state, settled: JSON.stringify(end) };
}

/** @param before how the wait stood when `end` came */
export function toEndedWait(before: Settling | undefined, end: WaitEnd): EndedWait {
  if (before?.state === 'awaiting') return { type: 'done', repeated: false };
  return sameEnd(before, end) ? { type: 'done', repeated: true } : { type: 'refused', settling: before };
}

/** Two ends of a wait say the same, whoever said it and when. */
function sameEnd(stored: Settling | undefined, end: WaitEnd): boolean {
  if (stored?.state === 'settled' && end.state === 'settled') {
    return settlementText(stored.settlement) === settlementText(end.settlement);
  }
  return stored?.state === 'abandoned' && end.state === 'abandoned';
}

function settlementText({ id, visitNo, type, person }: Extract<WaitEnd, { state: 'settled' }>['settlement']): string {
  return JSON.stringify([
    id,
    visitNo,
    type,
    person?.no,
    person?.certType,
    person?.certNo,
    person?.name,
    person?.region,
  ]);
}
