import type { EndedWait, WaitEnd } from '../contract.ts';
import { dayOfId } from '../day.ts';
import { settlingOf, toEndedWait, waitEndRow } from '../event-row.ts';
import type { FoundEventRow } from '../rows.ts';
import { coveringHold } from './columns.ts';
import type { Database } from './database.ts';
import { voidMovements } from './uncoded-stock.ts';

/** Ends an event's wait for its settlement; its deliveries change in the same statement. Under a hold they go on resting for that hold. */
export async function endWait(
  database: Database,
  tenant: string,
  id: string,
  end: WaitEnd,
): Promise<EndedWait | undefined> {
  const day = dayOfId(id);
  if (day === undefined) return undefined;
  const { settling, settled } = waitEndRow(end);
  const reason = end.state === 'abandoned' ? end.reason : null;
  const values = [day, id, tenant, settling, settled, end.at, reason];
  if ((await database.query('end-wait', endWaitSql, values)).length === 1) {
    return { type: 'done', repeated: false };
  }
  const [row] = await database.query<Pick<FoundEventRow, 'settling' | 'settled'>>(
    'wait',
    'select settling, settled from event where day = $1 and id = $2 and tenant = $3',
    [day, id, tenant],
  );
  return row === undefined ? undefined : toEndedWait(settlingOf(row), end);
}

const endWaitSql = `with ended as (
  update event set settling = $4::text, settled = $5::text
  where day = $1 and id = $2 and tenant = $3 and settling = 'awaiting'
  returning day, id
),
work as (
  insert into ledger_work (event_id, tenant, cause) select id, $3, 'undone' from ended where $4 = 'abandoned'
),
given_back as (
  select id as event_id, $6::bigint as at, to_char(to_timestamp($6::bigint / 1000.0) at time zone 'UTC', 'YYYYMMDD')::integer as day,
    null::jsonb as lines
  from ended where $4 = 'abandoned'
),
${voidMovements('given_back')},
resting as (
  select d.day, d.id, d.institution, h.reason as hold_reason
  from ended join delivery d on d.event_id = ended.id
  ${coveringHold('d')}
  where d.hold = 'settlement'
),
freed as (
  update delivery d set
    state = case when $4 = 'abandoned' then 'cancelled' when r.hold_reason is null then 'queued' else 'held' end,
    reason = case when $4 = 'abandoned' then $7::text else r.hold_reason end,
    hold = case when $4 = 'settled' and r.hold_reason is not null then 'hold' end,
    next_at = case when $4 = 'settled' then $6::bigint end,
    due_at = case when $4 = 'settled' and r.hold_reason is null then $6::bigint end,
    updated_at = $6::bigint
  from resting r where d.day = r.day and d.id = r.id and d.institution = r.institution
  returning d.tenant, d.institution, d.document_no, d.link
),
-- What waits for the abandoned document looks again; the next claim decides.
woken as (
  update delivery w set due_at = w.next_at from freed f
  where $4 = 'abandoned' and w.tenant = f.tenant and w.after_document = f.document_no and w.link = f.link
    and w.institution = f.institution and w.lease_owner is null and w.due_at > w.next_at
)
select id from ended`;
