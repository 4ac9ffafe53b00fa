import { requireDay } from '../day.ts';
import type { SettlementRow } from '../settlement-row.ts';
import { coveringHold, settlementTypes } from './columns.ts';
import { type Database, recordset } from './database.ts';
import { voidMovements } from './uncoded-stock.ts';

/** Records a batch of outcomes and ends their leases. @returns per row the state taken, null where the lease was lost. */
export async function settleBatch(database: Database, batch: readonly SettlementRow[]): Promise<Array<string | null>> {
  const input = JSON.stringify(batch.map((row) => ({ ...row, day: requireDay(row.id) })));
  const rows = await database.query<{ id: string; state: string }>('settle', settleSql, [input]);
  const states = new Map(rows.map((row) => [row.id, row.state]));
  return batch.map((row) => states.get(row.id) ?? null);
}

const settleSql = `with settlement as materialized (
  select input.*, d.institution, h.reason as hold_reason,
    input.state = 'held' or (h.reason is not null and input.state in ('queued', 'pending', 'unknown')) as resting
  from ${recordset(1, settlementTypes)}
  join delivery d on d.day = input.day and d.id = input.id and d.lease_owner = input.owner
  ${coveringHold('d')}
),
settled as (
  update delivery d set
    state = case when s.resting and s.state = 'queued' then 'held' else s.state end,
    next_at = s.next_at,
    due_at = case when s.resting then null else s.next_at end,
    lease_owner = null,
    hold = case when s.resting then case when s.hold_reason is null then 'settings' else 'hold' end end,
    reason = coalesce(s.reason, case when s.resting and s.state in ('queued', 'held') then s.hold_reason end),
    attempts = d.attempts + s.writes, enquiries = d.enquiries + s.reads,
    fault = s.fault, step = s.step,
    receipt = coalesce(s.receipt, d.receipt), duplicate = coalesce(s.duplicate, d.duplicate),
    partial = coalesce(s.partial, d.partial), items = coalesce(s.items, d.items), codes = coalesce(s.codes, d.codes),
    ids = coalesce(s.ids, d.ids), unknown_since = coalesce(s.unknown_since, d.unknown_since),
    sending = null, updated_at = s.now
  from settlement s where d.day = s.day and d.id = s.id and d.institution = s.institution and d.lease_owner = s.owner
  returning d.day, d.id, d.institution, d.tenant, d.document_no, d.link, d.state, d.attempts + d.enquiries as no, s.attempt,
    d.event_id, d.withdrawal, d.updated_at
),
attempt_rows as (
  insert into attempt (day, delivery_id, no, institution, body)
  select day, id, no, institution, attempt from settled where attempt is not null
),
-- A record taken back or refused: its event may count no longer.
work as (
  insert into ledger_work (event_id, tenant, cause)
  select event_id, tenant, 'undone' from settled
  where (state = 'delivered' and withdrawal is not null) or (state = 'rejected' and withdrawal is null)
),
-- The 无码库 has back what the record's lines took, when it was the primary link's; the others tell of the same goods. Where no link is
-- primary the first one to be taken back counts.
given_back as (
  select s.event_id, s.updated_at as at, to_char(to_timestamp(s.updated_at / 1000.0) at time zone 'UTC', 'YYYYMMDD')::integer as day,
    o.lines::jsonb as lines
  from settled s join delivery o on o.event_id = s.event_id and o.withdrawn_by = s.id
  where s.state = 'delivered' and s.withdrawal is not null and (o.is_primary = 1
    or not exists (select 1 from delivery p where p.event_id = o.event_id and p.is_primary = 1))
),
${voidMovements('given_back')},
-- Deliveries that wait for a document finished now look again; the next claim decides.
woken as (
  update delivery w set due_at = w.next_at from settled s
  where s.state in ('delivered', 'rejected') and w.tenant = s.tenant and w.after_document = s.document_no and w.link = s.link
    and w.institution = s.institution and w.lease_owner is null and w.due_at > w.next_at
)
select id, state from settled`;
