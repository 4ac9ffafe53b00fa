import { dayOf } from '../../day.ts';
import type { SettlementRow } from '../../settlement-row.ts';
import type { Db } from '../database.ts';
import { insertAttempt } from './attempts.ts';
import { coveringHold } from './hold-rules.ts';
import { insertUndone } from './ledger.ts';
import { voidMovements } from './uncoded-stock.ts';

interface LeasedRow {
  readonly seq: number;
  readonly event_id: string;
  readonly tenant: string;
  readonly institution: string;
  readonly document_no: string;
  readonly link: string;
  readonly takes_back: number;
}

/** Records an outcome and ends the lease. @returns the state taken; undefined when the lease was lost. */
export function settle(db: Db, row: SettlementRow): string | undefined {
  const leased = db.get<LeasedRow>(selectLeased, { id: row.id, owner: row.owner });
  if (leased === undefined) return undefined;
  const hold = coveringHold(db, leased.link, leased);
  const final = row.state === 'delivered' || row.state === 'rejected';
  const resting = row.state === 'held' || (hold !== undefined && !final && row.state !== 'parked');
  const state = resting && row.state === 'queued' ? 'held' : row.state;
  if (row.attempt !== null) insertAttempt(db, leased.seq, row.attempt);
  db.run(update, {
    seq: leased.seq,
    now: row.now,
    state,
    next_at: row.next_at,
    due_at: resting ? null : row.next_at,
    hold: resting ? (hold === undefined ? 'settings' : 'hold') : null,
    reason: row.reason ?? (state === 'held' ? (hold?.reason ?? null) : null),
    fault: row.fault,
    receipt: row.receipt,
    duplicate: row.duplicate,
    partial: row.partial,
    items: row.items,
    codes: row.codes,
    step: row.step,
    ids: row.ids,
    unknown_since: row.unknown_since,
    writes: row.writes,
    reads: row.reads,
  });
  const takenBack = leased.takes_back === 1 && state === 'delivered';
  const refused = leased.takes_back === 0 && state === 'rejected';
  if (takenBack || refused) db.run(insertUndone, { event_id: leased.event_id, tenant: leased.tenant });
  if (takenBack) giveBack(db, leased.event_id, row);
  if (final) wakeWaiting(db, leased);
  return state;
}

/**
 * A withdrawal has succeeded: the 无码库 has back what the lines of the record took, when it was the primary link's; the others tell of
 * the same goods. Where no link is primary the first one to be taken back counts.
 */
function giveBack(db: Db, eventId: string, { id, now }: Pick<SettlementRow, 'id' | 'now'>): void {
  const original = db.get<{ lines: string }>(selectWithdrawn, { id });
  if (original === undefined) return;
  voidMovements(db, eventId, JSON.parse(original.lines), { at: now, day: dayOf(now) });
}

/** Deliveries that wait for this document look again now; the next claim decides. */
export function wakeWaiting(
  db: Db,
  finished: Pick<LeasedRow, 'tenant' | 'institution' | 'document_no' | 'link'>,
): void {
  const { tenant, institution, document_no, link } = finished;
  db.run(wake, { tenant, institution, document_no, link });
}

const selectLeased = `select seq, event_id, tenant, institution, document_no, link, withdrawal is not null as takes_back
  from delivery where id = :id and lease_owner = :owner`;

const selectWithdrawn = `select o.lines from delivery w join delivery o on o.event_seq = w.event_seq and o.withdrawn_by = w.id
  where w.id = :id and (o.is_primary = 1
    or not exists (select 1 from delivery p where p.event_seq = o.event_seq and p.is_primary = 1))`;

const update = `update delivery set
    state = :state, next_at = :next_at, due_at = :due_at, lease_owner = null, hold = :hold, reason = :reason,
    attempts = attempts + :writes, enquiries = enquiries + :reads,
    fault = :fault,
    receipt = coalesce(:receipt, receipt), duplicate = coalesce(:duplicate, duplicate), partial = coalesce(:partial, partial),
    items = coalesce(:items, items), codes = coalesce(:codes, codes), ids = coalesce(:ids, ids), step = :step,
    unknown_since = coalesce(:unknown_since, unknown_since),
    sending = null, updated_at = :now
  where seq = :seq`;

const wake = `update delivery set due_at = next_at
  where tenant = :tenant and after_document = :document_no and link = :link and institution = :institution
    and lease_owner is null and due_at > next_at`;
