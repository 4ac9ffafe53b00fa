import type { Claim } from '../../contract.ts';
import type { ClaimedRow } from '../../delivery-row.ts';
import { type DeliveryRow, deliveryColumns } from '../../rows.ts';
import { dependencyRecheckMs, maxExaminedPerClaim } from '../../tuning.ts';
import type { Db } from '../database.ts';
import { recordInterrupted } from './attempts.ts';
import { coveringHold, hasHolds, linkOnHold, rest } from './hold-rules.ts';

const deliveryList = deliveryColumns.map((column) => `d.${column}`).join(', ');

interface DueRow extends DeliveryRow {
  readonly seq: number;
  readonly event_seq: number;
  readonly lease_owner: string | null;
  readonly sending: string | null;
  readonly payload: string;
  readonly settling: string | null;
  readonly settled: string | null;
}

/**
 * Leases due deliveries of a link, oldest due first. Rows met on the way that may not go yet leave the head of the queue: those
 * under a hold come to rest, those that wait for another document are looked at again later (or as soon as it is finished), so
 * that a thousand of them cost no later claim anything.
 */
export function claim(db: Db, request: Claim): ClaimedRow[] {
  if (linkOnHold(db, request.link)) return [];
  const { link, now, owner, leaseUntil } = request;
  const holds = hasHolds(db, link);
  const claimed: ClaimedRow[] = [];
  let examined = 0;
  while (claimed.length < request.limit && examined < maxExaminedPerClaim) {
    const due = db.all<DueRow>(selectDue, { link, now, limit: request.limit - claimed.length });
    if (due.length === 0) break;
    examined += due.length;
    for (const row of due) {
      const hold = holds ? coveringHold(db, link, row) : undefined;
      if (hold !== undefined) {
        rest(db, row.seq, hold.reason, now);
      } else if (isWaiting(db, row)) {
        db.run(postpone, { seq: row.seq, due_at: now + dependencyRecheckMs });
      } else {
        claimed.push(lease(db, row, owner, leaseUntil));
      }
    }
  }
  return claimed;
}

function lease(db: Db, row: DueRow, owner: string, leaseUntil: number): ClaimedRow {
  db.run(takeLease, { seq: row.seq, owner, due_at: leaseUntil });
  const interrupted = row.sending === null ? 0 : recordInterrupted(db, row.seq, row.sending);
  const expired = row.lease_owner !== null || row.state === 'sending' ? 1 : 0;
  return { ...row, attempts: row.attempts + interrupted, expired };
}

function isWaiting(db: Db, row: DueRow): boolean {
  if (row.after_kind === null || row.after_document === null) return false;
  const unfinished = db.get(selectUnfinished, {
    tenant: row.tenant,
    institution: row.institution,
    after_kind: row.after_kind,
    after_document: row.after_document,
    link: row.link,
    event_seq: row.event_seq,
  });
  return unfinished !== undefined;
}

/** @internal exported for the query plan test */
export const selectDue = `select d.seq, d.event_seq, d.lease_owner, d.sending, ${deliveryList}, e.payload, e.settling, e.settled
  from delivery d indexed by delivery_due cross join event e on e.seq = d.event_seq
  where d.link = :link and d.due_at <= :now order by d.due_at limit :limit`;

const takeLease = 'update delivery set lease_owner = :owner, due_at = :due_at where seq = :seq';

const postpone = 'update delivery set due_at = :due_at, lease_owner = null where seq = :seq';

const selectUnfinished = `select 1 from event_identity i join delivery d on d.event_seq = i.event_seq
  where i.tenant = :tenant and i.document_no = :after_document and i.institution = :institution and i.kind = :after_kind
    and d.link = :link and d.event_seq <> :event_seq and d.state not in ('delivered', 'rejected', 'cancelled')
  limit 1`;
