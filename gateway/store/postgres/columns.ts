import { type DeliveryRow, deliveryColumns, type EventRow, type NewDeliveryRow } from '../rows.ts';
import type { SettlementRow } from '../settlement-row.ts';

/** SQL types of the rows' columns, as json_to_recordset needs them. */
export const eventTypes: Readonly<Record<keyof EventRow, string>> = {
  id: 'uuid',
  day: 'integer',
  tenant: 'text',
  institution: 'text',
  kind: 'text',
  document_no: 'text',
  fingerprint: 'text',
  occurred_at: 'bigint',
  accepted_at: 'bigint',
  notes: 'text',
  payload: 'text',
  settling: 'text',
};

export const planTypes = {
  id: 'uuid',
  day: 'integer',
  event_id: 'uuid',
  link: 'text',
  operation: 'text',
  is_primary: 'smallint',
  part_index: 'integer',
  part_count: 'integer',
  lines: 'text',
  slices: 'text',
  after_kind: 'text',
  after_document: 'text',
  state: 'text',
  reason: 'text',
  next_at: 'bigint',
  rests: 'text',
} as const satisfies Partial<Record<keyof DeliveryRow | keyof NewDeliveryRow, string>>;

export const codeTypes = {
  value: 'text',
  day: 'integer',
  event_id: 'uuid',
  line: 'integer',
  raw: 'smallint',
  kind: 'text',
  institution: 'text',
  tenant: 'text',
  movement: 'text',
  region: 'text',
  occurred_at: 'bigint',
  facts: 'text',
} as const;

export const workTypes = { event_id: 'uuid', tenant: 'text', codes: 'text' } as const;

export const settlementTypes: Readonly<Record<keyof SettlementRow | 'day', string>> = {
  id: 'uuid',
  day: 'integer',
  owner: 'text',
  now: 'bigint',
  state: 'text',
  next_at: 'bigint',
  reason: 'text',
  fault: 'text',
  receipt: 'text',
  duplicate: 'smallint',
  partial: 'smallint',
  items: 'text',
  codes: 'text',
  step: 'text',
  ids: 'text',
  unknown_since: 'bigint',
  attempt: 'text',
  writes: 'integer',
  reads: 'integer',
};

/** @returns the columns of a delivery as a select list, with the table's alias. */
export function deliveryList(alias: string): string {
  return deliveryColumns.map((column) => `${alias}.${column}`).join(', ');
}

/**
 * The hold that keeps an institution's work on a link at rest, the link's own first, as a lateral join `h` (h.reason is null when
 * there is none).
 * @param alias of the rows that may rest: their tenant and institution, and their link unless it stands elsewhere
 */
export function coveringHold(alias: string, link = `${alias}.link`): string {
  return `left join lateral (
    select reason from hold where link = ${link} and tenant in ('', ${alias}.tenant)
      and institution in ('', ${alias}.institution) and ending = 0
    order by institution limit 1) h on true`;
}
