import type { Claim } from '../contract.ts';
import type { ClaimedRow } from '../delivery-row.ts';
import { dependencyRecheckMs, maxExaminedPerClaim } from '../tuning.ts';
import { coveringHold, deliveryList } from './columns.ts';
import type { Database } from './database.ts';

type ExaminedRow = ClaimedRow & { readonly passed_over: boolean };

/**
 * Leases due deliveries of a link, oldest due first; rows that another node is looking at are skipped. Rows met on the way that
 * may not go yet leave the head of the queue: those under a hold come to rest, those that wait for another document are looked at
 * again later (or as soon as it is finished), so that a thousand of them cost no later claim anything.
 */
export async function claim(database: Database, request: Claim): Promise<ClaimedRow[]> {
  const { link, now, owner, leaseUntil, limit } = request;
  const claimed: ClaimedRow[] = [];
  let examined = 0;
  while (claimed.length < limit && examined < maxExaminedPerClaim) {
    const wanted = limit - claimed.length;
    const values = [link, now, wanted, owner, leaseUntil, now + dependencyRecheckMs];
    const rows = await database.query<ExaminedRow>('claim', claimSql, values);
    examined += rows.length;
    for (const { passed_over, ...row } of rows) if (!passed_over) claimed.push(row);
    if (rows.length < wanted) break;
  }
  return claimed.sort((a, b) => (a.next_at ?? 0) - (b.next_at ?? 0));
}

const selectDueSql = `select d.day, d.id, d.institution, d.tenant, d.event_id, d.link, d.after_kind, d.after_document,
    d.state, d.lease_owner, d.sending
  from delivery d where d.link = $1 and d.due_at <= $2 order by d.due_at limit $3 for update skip locked`;

/** @internal exported for the query plan test */
export const claimSql = `with due as materialized (${selectDueSql}),
judged as materialized (
  select due.*, h.reason as hold_reason, h.reason is not null as resting,
    h.reason is null and due.after_document is not null and exists (
      select 1 from event_identity i join delivery p on p.event_id = i.event_id
      where i.tenant = due.tenant and i.document_no = due.after_document and i.institution = due.institution
        and i.kind = due.after_kind and i.event_id <> due.event_id and p.link = due.link
        and p.state not in ('delivered', 'rejected', 'cancelled')) as waiting
  from due ${coveringHold('due')}
),
moved as (
  update delivery d set
    lease_owner = case when j.resting or j.waiting then null else $4::text end,
    due_at = case when j.resting then null when j.waiting then $6::bigint else $5::bigint end,
    hold = case when j.resting then 'hold' else d.hold end,
    state = case when j.resting and d.state = 'queued' then 'held' else d.state end,
    reason = case when j.resting and d.state = 'queued' then j.hold_reason else d.reason end,
    attempts = d.attempts + case when j.resting or j.waiting or d.sending is null then 0 else 1 end,
    sending = case when j.resting or j.waiting then d.sending end
  from judged j where d.day = j.day and d.id = j.id and d.institution = j.institution
  returning ${deliveryList('d')}, d.event_day, j.resting or j.waiting as passed_over, j.sending as interrupted,
    case when j.lease_owner is not null or j.state = 'sending' then 1 else 0 end as expired
),
-- The send was recorded and its gateway went away: what is known of that try is kept as an attempt.
interrupted as (
  insert into attempt (day, delivery_id, no, institution, body)
  select day, id, attempts + enquiries, institution, interrupted from moved
  where interrupted is not null and not passed_over
)
select moved.*, event.payload, event.settling, event.settled from moved
join event on event.day = moved.event_day and event.id = moved.event_id and event.institution = moved.institution`;
