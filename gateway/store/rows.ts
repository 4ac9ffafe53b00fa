import type { NewDelivery, NewEvent } from './contract.ts';
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
  readonly settling: string | null;
}

/** An event as it is read: `settled` is written when its wait ends. */
export interface FoundEventRow extends EventRow {
  readonly settled: string | null;
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
  readonly slices: string | null;
  readonly after_kind: string | null;
  readonly after_document: string | null;
}

export interface NewDeliveryRow extends DeliveryPlanRow {
  readonly state: 'queued' | 'held';
  readonly reason: string | null;
  readonly next_at: number;
  /** Why it rests from the start: 'settings' or 'settlement'. */
  readonly rests: string | null;
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
  readonly withdrawal: string | null;
  readonly withdrawn_by: string | null;
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
  'slices',
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
  'withdrawal',
  'withdrawn_by',
  'unknown_since',
  'created_at',
  'updated_at',
] as const satisfies ReadonlyArray<keyof DeliveryRow>;

/** The columns of EventRow. */
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
  'settling',
] as const satisfies ReadonlyArray<keyof EventRow>;

/** The columns of FoundEventRow, for select lists. */
export const foundEventColumns = [...eventColumns, 'settled'] as const satisfies ReadonlyArray<keyof FoundEventRow>;

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
    settling: event.settling?.state ?? null,
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
    slices: delivery.slices === undefined ? null : JSON.stringify(delivery.slices),
    after_kind: delivery.after?.kind ?? null,
    after_document: delivery.after?.documentNo ?? null,
    state: delivery.state,
    reason: delivery.reason ?? null,
    next_at: delivery.nextAt,
    rests: delivery.state === 'queued' ? null : (delivery.awaits ?? 'settings'),
  };
}
