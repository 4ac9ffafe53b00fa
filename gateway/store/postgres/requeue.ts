import type { RequeuedState } from '../contract.ts';
import { dayOfId } from '../day.ts';
import { coveringHold } from './columns.ts';
import type { Database } from './database.ts';

/**
 * A person takes a delivery up again. A lease on an unknown one ends: its owner only enquires, and can no longer settle or send.
 * Under a hold the delivery waits for its end.
 */
export async function requeue(
  database: Database,
  id: string,
  now: number,
  options: { readonly actor: string; readonly to: RequeuedState },
): Promise<boolean> {
  const day = dayOfId(id);
  if (day === undefined) return false;
  const values = [day, id, now, options.to, `requeued by ${options.actor}`];
  return (await database.query('requeue', requeueSql, values)).length === 1;
}

const requeueSql = `with chosen as (
  select d.day, d.id, d.institution, d.event_id, d.tenant, d.state as before, h.reason is not null as resting
  from delivery d ${coveringHold('d')}
  where d.day = $1 and d.id = $2 and d.state in ('parked', 'rejected', 'held', 'unknown')
    and not (d.state = 'held' and h.reason is not null) and d.hold is distinct from 'settlement'
    and not (d.state = 'rejected' and d.withdrawn_by is not null)
  for update of d
),
-- What was refused did not count: its event may count again.
work as (
  insert into ledger_work (event_id, tenant, cause) select event_id, tenant, 'undone' from chosen where before = 'rejected'
)
update delivery d set
  state = case when $4::text = 'queued' and c.resting then 'held' else $4::text end,
  next_at = $3::bigint, due_at = case when c.resting then null else $3::bigint end, lease_owner = null,
  hold = case when c.resting then 'hold' end, reason = $5::text,
  unknown_since = case when $4::text = 'unknown' then coalesce(d.unknown_since, $3::bigint) end, updated_at = $3::bigint
from chosen c where d.day = c.day and d.id = c.id and d.institution = c.institution
returning d.id`;
