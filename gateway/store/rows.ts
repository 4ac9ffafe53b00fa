import type { NewDelivery, NewEvent, StoredEvent } from './contract.ts';
import { requireDay } from './day.ts';

/**
 * Rows as both databases hold them (migrations/0001): structures are JSON text, booleans 0 or 1, times epoch ms.
 * The names are the column names.
 */
export interface EventRow {
  readonly id: string;
  readonly day: number;
  readonly tenant: string;
  readonly institution: string;
  readonly kind: string;
  readonly document_no: string;
  readonly fingerprint: string;
  readonly occurred_at: number;
  readonly accepted_at: number;
  readonly notes: string;
  readonly payload: string;
}

/** What of a delivery never changes. */
export interface DeliveryPlanRow {
  readonly id: string;
  readonly day: number;
  readonly link: string;
  readonly operation: string;
  readonly is_primary: number;
  readonly part_index: number;
  readonly part_count: number;
  readonly lines: string;
  readonly after_kind: string | null;
  readonly after_document: string | null;
}

export interface NewDeliveryRow extends DeliveryPlanRow {
  readonly state: 'queued' | 'held';
  readonly reason: string | null;
  readonly next_at: number;
}

export interface DeliveryRow extends DeliveryPlanRow {
  readonly event_id: string;
  readonly tenant: string;
  readonly institution: string;
  readonly kind: string;
  readonly document_no: string;
  readonly state: string;
  readonly reason: string | null;
  readonly next_at: number | null;
  readonly attempts: number;
  readonly enquiries: number;
  readonly ids: string | null;
  readonly receipt: string | null;
  readonly duplicate: number;
  readonly partial: number;
  readonly items: string | null;
  readonly codes: string | null;
  readonly fault: string | null;
  readonly step: string | null;
  readonly first_sent_at: number | null;
  readonly unknown_since: number | null;
  readonly created_at: number;
  readonly updated_at: number;
}

/** The columns of DeliveryRow, for select lists. */
export const deliveryColumns = [
  'id',
  'day',
  'link',
  'operation',
  'is_primary',
  'part_index',
  'part_count',
  'lines',
  'after_kind',
  'after_document',
  'event_id',
  'tenant',
  'institution',
  'kind',
  'document_no',
  'state',
  'reason',
  'next_at',
  'attempts',
  'enquiries',
  'ids',
  'receipt',
  'duplicate',
  'partial',
  'items',
  'codes',
  'fault',
  'step',
  'first_sent_at',
  'unknown_since',
  'created_at',
  'updated_at',
] as const satisfies ReadonlyArray<keyof DeliveryRow>;

/** The columns of EventRow, for select lists. */
export const eventColumns = [
  'id',
  'day',
  'tenant',
  'institution',
  'kind',
  'document_no',
  'fingerprint',
  'occurred_at',
  'accepted_at',
  'notes',
  'payload',
] as const satisfies ReadonlyArray<keyof EventRow>;

/** @throws RangeError when the id is no UUIDv7. */
export function toEventRow(event: NewEvent['event']): EventRow {
  return {
    id: event.id,
    day: requireDay(event.id),
    tenant: event.tenant,
    institution: event.institution,
    kind: event.kind,
    document_no: event.documentNo,
    fingerprint: event.fingerprint,
    occurred_at: event.occurredAt,
    accepted_at: event.acceptedAt,
    notes: JSON.stringify(event.notes),
    payload: JSON.stringify(event.event),
  };
}

/** @throws RangeError when the id is no UUIDv7. */
export function toDeliveryRow(delivery: NewDelivery): NewDeliveryRow {
  return {
    id: delivery.id,
    day: requireDay(delivery.id),
    link: delivery.link,
    operation: delivery.operation,
    is_primary: delivery.primary ? 1 : 0,
    part_index: delivery.part.index,
    part_count: delivery.part.count,
    lines: JSON.stringify(delivery.lines),
    after_kind: delivery.after?.kind ?? null,
    after_document: delivery.after?.documentNo ?? null,
    state: delivery.state,
    reason: delivery.reason ?? null,
    next_at: delivery.nextAt,
  };
}

/** @returns the event as the contract shows it. The row is our own: its JSON and kind were written from typed values. */
export function fromEventRow(row: EventRow, deliveries: StoredEvent['deliveries']): StoredEvent {
  const event: StoredEvent['event'] = JSON.parse(row.payload);
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
    notes: JSON.parse(row.notes),
    deliveries,
  };
}
