import { sameCover } from '../../allocate-stock.ts';
import { type CodeRow, packsOf } from '../../code-rows.ts';
import type { AcceptResult, StockWish } from '../../contract.ts';
import { type EventRow, eventColumns, type NewDeliveryRow } from '../../rows.ts';
import type { Db } from '../database.ts';
import { anyHold, coveringHold } from './hold-rules.ts';
import { insertWork } from './ledger.ts';
import { allocate, moveStock } from './uncoded-stock.ts';

export interface AcceptRows {
  readonly event: EventRow;
  readonly codes: readonly CodeRow[];
  readonly deliveries: readonly NewDeliveryRow[];
  readonly stock: StockWish | undefined;
}

/** `existing`: the identity is taken; `stock-differs`: the stock covers other lines than decided on. Nothing was written. */
export type Accepted =
  | { readonly type: 'created' }
  | { readonly type: 'existing'; readonly eventId: string; readonly fingerprint: string }
  | Extract<AcceptResult, { readonly type: 'stock-differs' }>;

/** Identity check and all rows of one event. Values go by position, in the order of the statements below. */
export function accept(db: Db, { event, codes, deliveries, stock }: AcceptRows): Accepted {
  const { id, day, tenant, institution, kind, document_no, fingerprint, accepted_at } = event;
  const existing = db.get<{ event_id: string; fingerprint: string }>(selectIdentity, [
    tenant,
    document_no,
    institution,
    kind,
  ]);
  if (existing !== undefined) {
    return { type: 'existing', eventId: existing.event_id, fingerprint: existing.fingerprint };
  }
  if (stock !== undefined) {
    const { moves, cover } = allocate(db, tenant, institution, stock.claims);
    if (!sameCover(cover, stock.cover)) return { type: 'stock-differs', cover };
    moveStock(db, event, moves);
  }
  const inserted = db.get<{ seq: number }>(
    insertEvent,
    eventColumns.map((column) => event[column]),
  );
  if (inserted === undefined) throw new Error('insert returned no row');
  const { seq } = inserted;
  db.run(insertIdentity, [tenant, document_no, institution, kind, day, seq, id, fingerprint]);
  for (const { value, line, raw, kind, tenant, movement, region, occurred_at, facts } of codes) {
    db.run(insertCode, [value, seq, line, raw, kind, institution, day, tenant, movement, region, occurred_at, facts]);
  }
  const packs = packsOf(codes);
  if (packs.length > 0) db.run(insertWork, [id, tenant, JSON.stringify(packs)]);
  const holdsOn = deliveries.length > 0 && anyHold(db);
  for (const delivery of deliveries) {
    const cover = holdsOn ? coveringHold(db, delivery.link, { tenant, institution }) : undefined;
    const held = cover !== undefined || delivery.state === 'held';
    db.run(insertDelivery, [
      ...planColumns.map((column) => delivery[column]),
      seq,
      id,
      tenant,
      institution,
      kind,
      document_no,
      held ? 'held' : 'queued',
      delivery.reason ?? cover?.reason ?? null,
      held ? null : delivery.next_at,
      delivery.rests ?? (held ? 'hold' : null),
      accepted_at,
      accepted_at,
    ]);
  }
  return { type: 'created' };
}

const selectIdentity = `select event_id, fingerprint from event_identity
  where tenant = ? and document_no = ? and institution = ? and kind = ?`;

const insertEvent = `${insertInto('event', eventColumns)} returning seq`;

const insertIdentity = insertInto('event_identity', [
  'tenant',
  'document_no',
  'institution',
  'kind',
  'day',
  'event_seq',
  'event_id',
  'fingerprint',
]);

const insertCode = insertInto('code', [
  'value',
  'event_seq',
  'line',
  'raw',
  'kind',
  'institution',
  'day',
  'tenant',
  'movement',
  'region',
  'occurred_at',
  'facts',
]);

/** What a delivery row takes from its plan as it is. */
const planColumns = [
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
  'next_at',
] as const satisfies ReadonlyArray<keyof NewDeliveryRow>;

const insertDelivery = insertInto('delivery', [
  ...planColumns,
  'event_seq',
  'event_id',
  'tenant',
  'institution',
  'kind',
  'document_no',
  'state',
  'reason',
  'due_at',
  'hold',
  'created_at',
  'updated_at',
]);

/** @returns an insert that takes one value per column, by position. */
function insertInto(table: string, columns: readonly string[]): string {
  return `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
}
