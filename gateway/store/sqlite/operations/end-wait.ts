import { dayOf } from '../../day.ts';
import type { Db } from '../database.ts';
import { coveringHold } from './hold-rules.ts';
import { insertUndone } from './ledger.ts';
import { wakeWaiting } from './settle.ts';
import { voidMovements } from './uncoded-stock.ts';

export interface WaitEndRow {
  readonly tenant: string;
  readonly id: string;
  readonly now: number;
  /** 'settled' or 'abandoned'. */
  readonly settling: string;
  readonly settled: string;
  /** Of a cancelled delivery. */
  readonly reason: string | null;
}

/** `before`: how the wait stood; undefined when there is no such event. Only an awaiting one has been changed. */
export interface WaitRow {
  readonly settling: string | null;
  readonly settled: string | null;
}

interface HeldRow {
  readonly seq: number;
  readonly tenant: string;
  readonly institution: string;
  readonly document_no: string;
  readonly link: string;
}

export function endWait(db: Db, end: WaitEndRow): WaitRow | undefined {
  const event = db.get<WaitRow & { seq: number }>(
    'select seq, settling, settled from event where tenant = :tenant and id = :id',
    { tenant: end.tenant, id: end.id },
  );
  if (event === undefined) return undefined;
  const { seq, ...before } = event;
  if (before.settling !== 'awaiting') return before;
  db.run('update event set settling = :settling, settled = :settled where seq = :seq', {
    seq,
    settling: end.settling,
    settled: end.settled,
  });
  if (end.settling === 'abandoned') db.run(insertUndone, { event_id: end.id, tenant: end.tenant });
  const held = db.all<HeldRow>(
    `select seq, tenant, institution, document_no, link from delivery where event_seq = :seq and hold = 'settlement'`,
    { seq },
  );
  for (const delivery of held) {
    if (end.settling === 'settled') free(db, delivery, end.now);
    else cancel(db, delivery, end);
  }
  if (end.settling === 'abandoned') voidMovements(db, end.id, undefined, { at: end.now, day: dayOf(end.now) });
  return before;
}

/** Under a hold the delivery goes on resting, now for that hold's reason. */
function free(db: Db, delivery: HeldRow, now: number): void {
  const { seq, link } = delivery;
  const hold = coveringHold(db, link, delivery);
  db.run(
    `update delivery set state = :state, reason = :reason, hold = :hold, next_at = :now, due_at = :due_at, updated_at = :now
     where seq = :seq`,
    {
      seq,
      now,
      state: hold === undefined ? 'queued' : 'held',
      reason: hold?.reason ?? null,
      hold: hold === undefined ? null : 'hold',
      due_at: hold === undefined ? now : null,
    },
  );
}

function cancel(db: Db, delivery: HeldRow, { reason, now }: WaitEndRow): void {
  db.run(
    `update delivery set state = 'cancelled', reason = :reason, hold = null, next_at = null, due_at = null, updated_at = :now
     where seq = :seq`,
    { seq: delivery.seq, reason, now },
  );
  wakeWaiting(db, delivery);
}
