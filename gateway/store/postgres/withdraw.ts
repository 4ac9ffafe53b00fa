import { dayOfId } from '../day.ts';
import type { WithdrawalRow } from '../withdrawal-row.ts';
import { coveringHold } from './columns.ts';
import type { Database } from './database.ts';

/** Adds the delivery that takes another one back. @returns false when that one may not be taken back (any more). */
export async function withdraw(database: Database, row: WithdrawalRow): Promise<boolean> {
  const { original, state, id, day, operation, now, ids, items, withdrawal } = row;
  const originalDay = dayOfId(original);
  if (originalDay === undefined) return false;
  const values = [originalDay, original, id, day, operation, now, ids, items, withdrawal, state];
  return (await database.query('withdraw', withdrawSql, values)).length === 1;
}

const withdrawSql = `with original as (
  update delivery set withdrawn_by = $3::uuid, updated_at = $6::bigint
  where day = $1 and id = $2 and state = $10::text and withdrawal is null and withdrawn_by is null
  returning *
)
insert into delivery (id, day, event_day, event_id, tenant, institution, kind, document_no, link, operation, is_primary,
  part_index, part_count, lines, slices, state, reason, next_at, due_at, hold, ids, items, withdrawal, created_at, updated_at)
select $3::uuid, $4::integer, o.event_day, o.event_id, o.tenant, o.institution, o.kind, o.document_no, o.link, $5::text, 0,
  o.part_index, o.part_count, o.lines, o.slices, case when h.reason is null then 'queued' else 'held' end, h.reason,
  $6::bigint, case when h.reason is null then $6::bigint end, case when h.reason is not null then 'hold' end,
  $7::text, $8::text, $9::text, $6::bigint, $6::bigint
from original o ${coveringHold('o')}
returning id`;
