import type { Assessment, EventPacks, LedgerStore } from '../../ledger/contract.ts';
import { storable, storablePacks } from '../code-rows.ts';
import { readCursor, toPage } from '../cursor.ts';
import {
  draftsOf,
  type FindingRow,
  findingColumns,
  fromFindingRow,
  fromMovementRow,
  fromWorkRow,
  type MovementRow,
  toFoundRows,
  type WorkRow,
} from '../finding-row.ts';
import { conditions } from './conditions.ts';
import { type Database, recordset } from './database.ts';
import { packRecords, relationsAround } from './pack-records.ts';

export function ledgerOf(database: Database): LedgerStore {
  return {
    async movements(codes, kinds) {
      if (codes.length === 0) return [];
      const values = [codes.map(storable), kinds === undefined ? null : [...kinds]];
      return (await database.query<MovementRow>('movements', movementsSql, values)).map(fromMovementRow);
    },
    packs: (codes) => packRecords(database, codes),
    relationsAround: (codes) => relationsAround(database, codes),
    async suspects(codes) {
      const rows = await database.query<{ value: string }>('suspects', suspectsSql, [codes.map(storable)]);
      return rows.map(({ value }) => value);
    },
    lead: async (owner, now, until) => (await database.query('lead', leadSql, [owner, now, until])).length === 1,
    work: async (limit) => (await database.query<WorkRow>('ledger-work', workSql, [limit])).map(fromWorkRow),
    assess: (assessment) => assess(database, assessment),
    async findings({ cursor, limit, ...query }) {
      const where = conditions();
      where.add('f.id in (select finding_id from finding_party where tenant = ?)', query.tenant);
      where.add('f.class = ?', query.class);
      where.add('f.severity = ?', query.severity);
      where.add('f.code = ?', query.code === undefined ? undefined : storable(query.code));
      where.add('(f.cleared_at is null) = ?', query.open);
      where.add('f.found_at >= ?', query.from);
      where.add('f.found_at < ?', query.to);
      where.add('f.id < ?', readCursor(cursor));
      const columns = findingColumns.map((column) => `f.${column}`).join(', ');
      const last = where.value(limit + 1);
      const sql = `select ${columns} from finding f ${where.where()} order by f.id desc limit ${last}`;
      return toPage((await database.query<FindingRow>('', sql, where.values)).map(fromFindingRow), limit);
    },
  };
}

/** One statement: the lead is looked at, and everything written, as of one moment. */
async function assess(database: Database, assessment: Assessment): ReturnType<LedgerStore['assess']> {
  const { owner, now, seqs, undone, restored, packs } = assessment;
  const rows = await database.query<{ opened: readonly string[] }>('assess', assessSql, [
    owner,
    now,
    [...seqs],
    JSON.stringify(undone.flatMap(packRows)),
    packs.map(({ code }) => code),
    JSON.stringify(toFoundRows({ packs })),
    JSON.stringify(restored.flatMap(packRows)),
  ]);
  return rows[0] && draftsOf(assessment, rows[0].opened);
}

function packRows(event: EventPacks) {
  const { eventId, codes } = storablePacks(event);
  return codes.map((code) => ({ code, event_id: eventId }));
}

const movementsSql = `select c.value, c.event_id, c.tenant, c.institution, c.region, c.movement, c.occurred_at, c.facts,
    case when exists (select 1 from directory d where d.tenant = c.tenant and d.institution = c.institution) then 1 else 0 end as listed
  from unnest($1::text[]) with ordinality as wanted (value, place) join code c on c.value = wanted.value
  where c.movement is not null and c.undone = 0 and ($2::text[] is null or c.movement = any($2::text[]))
  order by wanted.place, c.occurred_at, c.event_id`;

const suspectsSql = `select wanted.value from unnest($1::text[]) as wanted (value) where exists (
  select 1 from code c where c.value = wanted.value and c.movement is not null
  and (c.movement in ('retail-return', 'dispense-return') or c.facts like '%"split":true%' or c.facts like '%"expired":true%'
    or exists (select 1 from code o where o.value = c.value and o.movement is not null and o.event_id <> c.event_id)))`;

const leadSql = `insert into ledger_lead as l (id, owner, lead_until) values (1, $1, $3)
  on conflict (id) do update set owner = excluded.owner, lead_until = excluded.lead_until
  where l.owner = excluded.owner or l.lead_until < $2::bigint
  returning id`;

const workSql = 'select seq, event_id, tenant, cause, codes from ledger_work order by seq limit $1';

const packTypes = { code: 'text', event_id: 'uuid' } as const;

const foundTypes = {
  id: 'uuid',
  class: 'text',
  code: 'text',
  severity: 'text',
  evidence: 'text',
  tenants: 'json',
} as const;

const assessSql = `with leader as materialized (select id from ledger_lead where owner = $1 for update),
done as (delete from ledger_work w using leader where w.seq = any($3::bigint[])),
undone as (
  update code c set undone = 1 from leader, ${recordset(4, packTypes)}
  where c.value = input.code and c.event_id = input.event_id and c.movement is not null
),
restored as (
  update code c set undone = 0 from leader, ${recordset(7, packTypes)}
  where c.value = input.code and c.event_id = input.event_id and c.undone = 1
  returning c.event_id, c.tenant, c.value
),
again as (
  insert into ledger_work (event_id, tenant, cause, codes)
  select event_id, tenant, 'accepted', json_agg(distinct value)::text from restored group by event_id, tenant
),
found as materialized (select input.* from ${recordset(6, foundTypes)}, leader),
cleared as (
  update finding f set cleared_at = $2::bigint, updated_at = $2::bigint from leader
  where f.code = any($5::text[]) and f.cleared_at is null
    and not exists (select 1 from found where found.code = f.code and found.class = f.class)
),
kept as (
  insert into finding as f (id, class, code, severity, evidence, found_at, updated_at)
  select id, class, code, severity, evidence, $2::bigint, $2::bigint from found
  on conflict (code, class) do update set severity = excluded.severity, evidence = excluded.evidence, cleared_at = null,
    updated_at = case when f.evidence = excluded.evidence and f.cleared_at is null then f.updated_at
      else excluded.updated_at end
  returning id, code, class
),
parties as (
  insert into finding_party (tenant, finding_id)
  select distinct party.tenant, kept.id from kept join found on found.code = kept.code and found.class = kept.class,
    json_array_elements_text(found.tenants) as party (tenant)
  on conflict do nothing
)
select coalesce((
  select json_agg(found.id) from found where not exists (
    select 1 from finding f where f.code = found.code and f.class = found.class and f.cleared_at is null)
), '[]') as opened from leader`;
