import type { HeldInstitution, Hold } from '../contract.ts';
import { holdChunk } from '../tuning.ts';
import { coveringHold } from './columns.ts';
import type { Database } from './database.ts';

/** From here on nothing of the link (or institution) is claimed; then the queue comes to rest. A hold that is on stays as it is. */
export async function hold(database: Database, hold: Hold): Promise<void> {
  const { link, tenant = '', institution = '', reason, since, actor } = hold;
  await database.query('hold', beginSql, [link, tenant, institution, reason, since, actor]);
  const values = [link, tenant, institution, since, holdChunk];
  while ((await database.query('hold-sweep', sweepSql, values)).length === holdChunk);
}

/** The hold ends, or never was: then only what the directory lacked is freed. */
export async function unhold(database: Database, link: string, whose: HeldInstitution = wholeLink): Promise<void> {
  const values = [link, whose.tenant, whose.institution];
  await database.query('unhold', endingSql, values);
  if (whose.institution !== '') await database.query('unhold-settings', settingsSql, values);
  await finishUnhold(database, link, whose);
}

/** Completes ends of holds that were begun but not finished, e.g. by a crash. */
export async function finishUnholds(database: Database): Promise<void> {
  const rows = await database.query<HeldInstitution & { link: string }>(
    'unhold-unfinished',
    'select link, tenant, institution from hold where ending = 1',
  );
  for (const row of rows) await finishUnhold(database, row.link, row);
}

export async function holds(database: Database): Promise<Hold[]> {
  const rows = await database.query<Hold & HeldInstitution>(
    'holds',
    'select link, tenant, institution, reason, since, actor from hold where ending = 0 order by link, institution, tenant',
  );
  return rows.map(({ tenant, institution, ...row }) => (institution === '' ? row : { ...row, tenant, institution }));
}

/** As the table says it. */
const wholeLink: HeldInstitution = { tenant: '', institution: '' };

async function finishUnhold(database: Database, link: string, whose: HeldInstitution): Promise<void> {
  const values = [link, whose.tenant, whose.institution];
  while ((await database.query('unhold-sweep', freeSql, [...values, holdChunk])).length === holdChunk);
  await database.query('unhold-end', endSql, values);
}

const endSql = 'delete from hold where link = $1 and tenant = $2 and institution = $3 and ending = 1';

const beginSql = `insert into hold (link, tenant, institution, reason, since, actor) values ($1, $2, $3, $4, $5, $6)
  on conflict (link, tenant, institution) do update
    set reason = excluded.reason, since = excluded.since, actor = excluded.actor, ending = 0
    where hold.ending = 1`;

const sweepSql = `with chunk as (
  select d.day, d.id, d.institution, h.reason as hold_reason
  from delivery d ${coveringHold('d')}
  where d.link = $1 and d.due_at is not null and d.lease_owner is null
    and ($3 = '' or d.tenant = $2 and d.institution = $3) and h.reason is not null
  limit $5 for update of d skip locked
)
update delivery d set
  reason = case d.state when 'queued' then c.hold_reason else d.reason end,
  state = case d.state when 'queued' then 'held' else d.state end,
  hold = 'hold', due_at = null, updated_at = $4
from chunk c where d.day = c.day and d.id = c.id and d.institution = c.institution
returning d.id`;

const endingSql = `insert into hold (link, tenant, institution, reason, since, actor, ending) values ($1, $2, $3, '', 0, '', 1)
  on conflict (link, tenant, institution) do update set ending = 1`;

const settingsSql = `update delivery set hold = 'hold'
  where link = $1 and tenant = $2 and institution = $3 and hold = 'settings'`;

const freeSql = `with chunk as (
  select d.day, d.id, d.institution from delivery d
  where d.link = $1 and d.hold = 'hold' and ($3 = '' or d.tenant = $2 and d.institution = $3)
    and not exists (select 1 from hold h where h.link = d.link and h.tenant in ('', d.tenant)
      and h.institution in ('', d.institution) and h.ending = 0)
  limit $4 for update of d
)
update delivery d set
  state = case d.state when 'held' then 'queued' else d.state end,
  reason = case d.state when 'held' then null else d.reason end,
  next_at = case d.state when 'held' then d.created_at else d.next_at end,
  due_at = case d.state when 'held' then d.created_at else coalesce(d.next_at, d.created_at) end,
  hold = null
from chunk c where d.day = c.day and d.id = c.id and d.institution = c.institution
returning d.id`;
