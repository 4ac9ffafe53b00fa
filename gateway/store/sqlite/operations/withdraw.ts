import type { WithdrawalRow } from '../../withdrawal-row.ts';
import type { Db } from '../database.ts';
import { coveringHold } from './hold-rules.ts';

/** Adds the delivery that takes another one back. @returns false when that one may not be taken back (any more). */
export function withdraw(db: Db, row: WithdrawalRow): boolean {
  const original = db.get<{ seq: number; link: string; tenant: string; institution: string }>(
    `update delivery set withdrawn_by = :id, updated_at = :now
     where id = :original and state = :state and withdrawal is null and withdrawn_by is null
     returning seq, link, tenant, institution`,
    { original: row.original, state: row.state, id: row.id, now: row.now },
  );
  if (original === undefined) return false;
  const hold = coveringHold(db, original.link, original);
  db.run(insertWithdrawal, {
    seq: original.seq,
    id: row.id,
    day: row.day,
    operation: row.operation,
    now: row.now,
    ids: row.ids,
    items: row.items,
    withdrawal: row.withdrawal,
    state: hold === undefined ? 'queued' : 'held',
    reason: hold?.reason ?? null,
    hold: hold === undefined ? null : 'hold',
    due_at: hold === undefined ? row.now : null,
  });
  return true;
}

const insertWithdrawal = `insert into delivery (id, day, event_seq, event_id, tenant, institution, kind, document_no, link, operation,
    is_primary, part_index, part_count, lines, slices, state, reason, next_at, due_at, hold, ids, items, withdrawal,
    created_at, updated_at)
  select :id, :day, event_seq, event_id, tenant, institution, kind, document_no, link, :operation,
    0, part_index, part_count, lines, slices, :state, :reason, :now, :due_at, :hold, :ids, :items, :withdrawal, :now, :now
  from delivery where seq = :seq`;
