import type { CodeRow } from '../../code-rows.ts';
import type { EventRow, NewDeliveryRow } from '../../rows.ts';
import type { Db } from '../database.ts';
import { coveringHold } from './hold-rules.ts';

export interface AcceptRows {
  readonly event: EventRow;
  readonly codes: readonly CodeRow[];
  readonly deliveries: readonly NewDeliveryRow[];
}

/** `existing`: the identity is taken; nothing was written. */
export type Accepted =
  | { readonly type: 'created' }
  | { readonly type: 'existing'; readonly eventId: string; readonly fingerprint: string };

/** Identity check and all rows of one event. */
export function accept(db: Db, rows: AcceptRows): Accepted {
  const { event } = rows;
  const existing = db.get<{ event_id: string; fingerprint: string }>(selectIdentity, {
    tenant: event.tenant,
    document_no: event.document_no,
    institution: event.institution,
    kind: event.kind,
  });
  if (existing !== undefined) {
    return { type: 'existing', eventId: existing.event_id, fingerprint: existing.fingerprint };
  }
  const inserted = db.get<{ seq: number }>(insertEvent, { ...event });
  if (inserted === undefined) throw new Error('insert returned no row');
  const event_seq = inserted.seq;
  const { tenant, institution, kind, document_no, day } = event;
  db.run(insertIdentity, {
    tenant,
    document_no,
    institution,
    kind,
    day,
    event_seq,
    event_id: event.id,
    fingerprint: event.fingerprint,
  });
  for (const code of rows.codes) db.run(insertCode, { ...code, event_seq, institution, day });
  for (const delivery of rows.deliveries) {
    const cover = coveringHold(db, delivery.link, institution);
    const held = cover !== undefined || delivery.state === 'held';
    db.run(insertDelivery, {
      ...delivery,
      event_seq,
      event_id: event.id,
      tenant,
      institution,
      kind,
      document_no,
      state: held ? 'held' : 'queued',
      reason: delivery.reason ?? cover?.reason ?? null,
      due_at: held ? null : delivery.next_at,
      hold: delivery.state === 'held' ? 'settings' : held ? 'hold' : null,
      created_at: event.accepted_at,
    });
  }
  return { type: 'created' };
}

const selectIdentity = `select event_id, fingerprint from event_identity
  where tenant = :tenant and document_no = :document_no and institution = :institution and kind = :kind`;

const insertEvent = `insert into event
    (id, day, tenant, institution, kind, document_no, fingerprint, occurred_at, accepted_at, notes, payload)
  values (:id, :day, :tenant, :institution, :kind, :document_no, :fingerprint, :occurred_at, :accepted_at, :notes, :payload)
  returning seq`;

const insertIdentity = `insert into event_identity (tenant, document_no, institution, kind, day, event_seq, event_id, fingerprint)
  values (:tenant, :document_no, :institution, :kind, :day, :event_seq, :event_id, :fingerprint)`;

const insertCode = `insert into code (value, event_seq, line, raw, kind, institution, day)
  values (:value, :event_seq, :line, :raw, :kind, :institution, :day)`;

const insertDelivery = `insert into delivery
    (id, day, event_seq, event_id, tenant, institution, kind, document_no, link, operation, is_primary, part_index, part_count,
     lines, after_kind, after_document, state, reason, next_at, due_at, hold, created_at, updated_at)
  values (:id, :day, :event_seq, :event_id, :tenant, :institution, :kind, :document_no, :link, :operation, :is_primary,
     :part_index, :part_count, :lines, :after_kind, :after_document, :state, :reason, :next_at, :due_at, :hold, :created_at,
     :created_at)`;
