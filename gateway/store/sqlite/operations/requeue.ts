import type { RequeuedState } from '../../contract.ts';
import type { Db } from '../database.ts';
import { coveringHold } from './hold-rules.ts';
import { insertUndone } from './ledger.ts';

const allowed: ReadonlySet<string> = new Set(['parked', 'rejected', 'held', 'unknown']);

export interface RequeueRow {
  readonly id: string;
  readonly now: number;
  readonly actor: string;
  readonly to: RequeuedState;
}

/**
 * A person takes a delivery up again. A lease on an unknown one ends: its owner only enquires, and can no longer settle or send.
 * Under a hold the delivery waits for its end.
 */
export function requeue(db: Db, request: RequeueRow): boolean {
  const row = db.get<{
    seq: number;
    event_id: string;
    state: string;
    link: string;
    tenant: string;
    institution: string;
    hold: string | null;
    withdrawn_by: string | null;
  }>('select seq, event_id, state, link, tenant, institution, hold, withdrawn_by from delivery where id = :id', {
    id: request.id,
  });
  if (row === undefined || !allowed.has(row.state) || row.hold === 'settlement') return false;
  if (row.state === 'rejected' && row.withdrawn_by !== null) return false;
  const hold = coveringHold(db, row.link, row);
  if (hold !== undefined && row.state === 'held') return false;
  const state = request.to === 'queued' && hold !== undefined ? 'held' : request.to;
  const changed = db.run(
    `update delivery set state = :state, next_at = :now, due_at = :due_at, lease_owner = null, hold = :hold, reason = :reason,
       unknown_since = case when :unknown then coalesce(unknown_since, :now) end, updated_at = :now
     where seq = :seq`,
    {
      seq: row.seq,
      state,
      now: request.now,
      due_at: hold === undefined ? request.now : null,
      hold: hold === undefined ? null : 'hold',
      reason: `requeued by ${request.actor}`,
      unknown: request.to === 'unknown' ? 1 : 0,
    },
  );
  if (row.state === 'rejected') db.run(insertUndone, { event_id: row.event_id, tenant: row.tenant });
  return changed === 1;
}
