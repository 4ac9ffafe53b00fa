import type { ClaimedDelivery, Delivery, DeliveryState } from './contract.ts';
import { settledPayload } from './event-row.ts';
import type { DeliveryRow } from './rows.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A claimed row together with its event's payload and settlement. `expired` is 0 or 1. */
export interface ClaimedRow extends DeliveryRow {
  readonly payload: string;
  readonly settling: string | null;
  readonly settled: string | null;
  readonly expired: number;
}

/** @returns the delivery as the contract shows it: absent fields are absent, not null. */
export function fromDeliveryRow(row: DeliveryRow): Delivery {
  const delivery: Writable<Delivery> = {
    id: row.id,
    link: row.link,
    operation: row.operation,
    primary: row.is_primary === 1,
    part: { index: row.part_index, count: row.part_count },
    lines: JSON.parse(row.lines),
    eventId: row.event_id,
    tenant: row.tenant,
    institution: row.institution,
    kind: asKind(row.kind),
    documentNo: row.document_no,
    state: asState(row.state),
    attempts: row.attempts,
    enquiries: row.enquiries,
    duplicate: row.duplicate === 1,
    partial: row.partial === 1,
    items: row.items === null ? [] : JSON.parse(row.items),
    codes: row.codes === null ? [] : JSON.parse(row.codes),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
  if (row.slices !== null) delivery.slices = JSON.parse(row.slices);
  if (row.reason !== null) delivery.reason = row.reason;
  if (row.after_kind !== null && row.after_document !== null) {
    delivery.after = { kind: asKind(row.after_kind), documentNo: row.after_document };
  }
  if (row.next_at !== null) delivery.nextAt = row.next_at;
  if (row.ids !== null) delivery.ids = JSON.parse(row.ids);
  if (row.receipt !== null) delivery.receipt = row.receipt;
  if (row.fault !== null) delivery.fault = JSON.parse(row.fault);
  if (row.step !== null) delivery.step = JSON.parse(row.step);
  if (row.first_sent_at !== null) delivery.firstSentAt = row.first_sent_at;
  if (row.withdrawal !== null) delivery.withdrawal = JSON.parse(row.withdrawal);
  if (row.withdrawn_by !== null) delivery.withdrawnBy = row.withdrawn_by;
  if (row.unknown_since !== null) delivery.unknownSince = row.unknown_since;
  return delivery;
}

export function fromClaimedRow(row: ClaimedRow): ClaimedDelivery {
  return { ...fromDeliveryRow(row), event: settledPayload(row), expired: row.expired === 1 };
}

// Both columns are written only from values of these types, and read back from our own database.
const asKind = (text: string) => text as Delivery['kind'];
export const asState = (text: string) => text as DeliveryState;
