import type { Hold } from '../contract.ts';
import { holdChunk } from '../tuning.ts';
import { coveringHold } from './columns.ts';
import type { Database } from './database.ts';

/** From here on nothing of the link (or institution) is claimed; then the queue comes to rest. A hold that is on stays as it is. */
export async function hold(database: Database, { link, institution = '', reason, since, actor }: Hold): Promise<void> {
  await database.query('hold', beginSql, [link, institution, reason, since, actor]);
  while ((await database.query('hold-sweep', sweepSql, [link, institution, since, holdChunk])).length === holdChunk);
}

/** The hold ends, or never was: then only what the directory lacked is freed. */
export async function unhold(database: Database, link: string, institution = ''): Promise<void> {
  await database.query('unhold', endingSql, [link, institution]);
  if (institution !== '') await database.query('unhold-settings', settingsSql, [link, institution]);
  await finishUnhold(database, link, institution);
}

/** Completes ends of holds that were begun but not finished, e.g. by a crash. */
export async function finishUnholds(database: Database): Promise<void> {
  const rows = await database.query<{ link: string; institution: string }>(
    'unhold-unfinished',
    'select link, institution from hold where ending = 1',
  );
  for (const row of rows) await finishUnhold(database, row.link, row.institution);
}

export async function holds(database: Database): Promise<Hold[]> {
  const rows = await database.query<Hold & { institution: string }>(
    'holds',
    'select link, institution, reason, since, actor from hold where ending = 0 order by link, institution',
  );
  return rows.map(({ institution, ...row }) => (institution === '' ? row : { ...row, institution }));
}

async function finishUnhold(database: Database, link: string, institution: string): Promise<void> {
  while ((await database.query('unhold-sweep', freeSql, [link, institution, holdChunk])).length === holdChunk);
  await database.query('unhold-end', 'delete from hold where link = $1 and institution = $2 and ending = 1', [
    link,
    institution,
  ]);
}

const beginSql = `insert into hold (link, institution, reason, since, actor) values ($1, $2, $3, $4, $5)
  on conflict (link, institution) do update
    set reason = excluded.reason, since = excluded.since, actor = excluded.actor, ending = 0
    where hold.ending = 1`;

const sweepSql = `with chunk as (
  select d.day, d.id, d.institution, h.reason as hold_reason
  from delivery d ${coveringHold('d.link', 'd.institution')}
  where d.link = $1 and d.due_at is not null and d.lease_owner is null and ($2 = '' or d.institution = $2)
    and h.reason is not null
  limit $4 for update of d skip locked
)
update delivery d set
  reason = case d.state when 'queued' then c.hold_reason else d.reason end,
  state = case d.state when 'queued' then 'held' else d.state end,
  hold = 'hold', due_at = null, updated_at = $3
from chunk c where d.day = c.day and d.id = c.id and d.institution = c.institution
returning d.id`;

const endingSql = `insert into hold (link, institution, reason, since, actor, ending) values ($1, $2, '', 0, '', 1)
  on conflict (link, institution) do update set ending = 1`;

const settingsSql = "update delivery set hold = 'hold' where link = $1 and institution = $2 and hold = 'settings'";

const freeSql = `with chunk as (
  select d.day, d.id, d.institution from delivery d
  where d.link = $1 and d.hold = 'hold' and ($2 = '' or d.institution = $2)
    and not exists (select 1 from hold h where h.link = d.link and h.institution in ('', d.institution) and h.ending = 0)
  limit $3 for update of d
)
update delivery d set
  state = case d.state when 'held' then 'queued' else d.state end,
  reason = case d.state when 'held' then null else d.reason end,
  next_at = case d.state when 'held' then d.created_at else d.next_at end,
  due_at = case d.state when 'held' then d.created_at else coalesce(d.next_at, d.created_at) end,
  hold = null
from chunk c where d.day = c.day and d.id = c.id and d.institution = c.institution
returning d.id`;
