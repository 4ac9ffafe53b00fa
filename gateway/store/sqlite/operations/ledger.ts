import type { EventPacks } from '../../../ledger/contract.ts';
import { type FindingRow, type FoundRow, findingColumns, type MovementRow, type WorkRow } from '../../finding-row.ts';
import type { Db } from '../database.ts';

/** Of each code the movements in force, by time. The id of an event whose day was dropped is empty. */
export function movements(db: Db, codes: readonly string[], kinds: readonly string[] | null): MovementRow[] {
  const wanted = kinds === null ? '' : `and c.movement in (${kinds.map(() => '?').join(', ')})`;
  const sql = `select c.value, coalesce(e.id, '') as event_id, c.tenant, c.institution, c.region, c.movement, c.occurred_at, c.facts,
      exists (select 1 from directory d where d.tenant = c.tenant and d.institution = c.institution) as listed
    from json_each(?) j cross join code c on c.value = j.value left join event e on e.seq = c.event_seq
    where c.movement is not null and c.undone = 0 ${wanted} order by j.key, c.occurred_at, c.event_seq`;
  return db.all<MovementRow>(sql, [JSON.stringify(codes), ...(kinds ?? [])]);
}

/** More than one event, a return, a split sale (of more than the pack holds), or expired: nothing else can be a finding by itself. */
export function suspects(db: Db, codes: readonly string[]): string[] {
  const rows = db.all<{ value: string }>(
    `select j.value from json_each(?) j where exists (
      select 1 from code c where c.value = j.value and c.movement is not null
      and (c.movement in ('retail-return', 'dispense-return') or c.facts like '%"split":true%' or c.facts like '%"expired":true%'
        or exists (select 1 from code o where o.value = c.value and o.movement is not null and o.event_seq > c.event_seq)))`,
    [JSON.stringify(codes)],
  );
  return rows.map(({ value }) => value);
}

export function lead(db: Db, owner: string, now: number, until: number): boolean {
  const changed = db.run(
    `insert into ledger_lead (id, owner, lead_until) values (1, :owner, :until)
     on conflict (id) do update set owner = :owner, lead_until = :until where owner = :owner or lead_until < :now`,
    { owner, now, until },
  );
  return changed === 1;
}

export function ledgerWork(db: Db, limit: number): WorkRow[] {
  return db.all('select seq, event_id, tenant, cause, codes from ledger_work order by seq limit ?', [limit]);
}

export interface AssessmentRows {
  readonly owner: string;
  readonly now: number;
  readonly seqs: readonly number[];
  readonly undone: readonly EventPacks[];
  readonly restored: readonly EventPacks[];
  readonly codes: readonly string[];
  readonly found: readonly FoundRow[];
}

/** @returns the ids given to what is new; undefined, nothing changed, when `owner` leads no longer. */
export function assess(
  db: Db,
  { owner, now, seqs, undone, restored, codes, found }: AssessmentRows,
): readonly string[] | undefined {
  if (db.get('select 1 from ledger_lead where owner = ?', [owner]) === undefined) return undefined;
  for (const seq of seqs) db.run('delete from ledger_work where seq = ?', [seq]);
  for (const { eventId, tenant, codes: packs } of undone) {
    for (const code of packs) db.run(undo, [code, tenant, eventId]);
  }
  for (const { eventId, tenant, codes: packs } of restored) {
    const again = packs.filter((code) => db.run(restore, [code, tenant, eventId]) > 0);
    if (again.length > 0) db.run(insertWork, [eventId, tenant, JSON.stringify(again)]);
  }
  const classes = new Set(found.map((one) => `${one.code}\n${one.class}`));
  const open = new Set<string>();
  for (const code of codes) {
    const before = db.all<{ class: string }>('select class from finding where code = ? and cleared_at is null', [code]);
    for (const old of before) {
      open.add(`${code}\n${old.class}`);
      if (!classes.has(`${code}\n${old.class}`)) db.run(clear, [now, now, code, old.class]);
    }
  }
  for (const one of found) {
    const kept = db.get<{ id: string }>(upsert, [one.id, one.class, one.code, one.severity, one.evidence, now, now]);
    for (const tenant of one.tenants) {
      db.run('insert or ignore into finding_party (tenant, finding_id) values (?, ?)', [tenant, kept?.id ?? one.id]);
    }
  }
  return found.filter((one) => !open.has(`${one.code}\n${one.class}`)).map(({ id }) => id);
}

const undo = `update code set undone = 1
  where value = ? and event_seq = (select seq from event where tenant = ? and id = ?) and movement is not null`;
const restore = `update code set undone = 0
  where value = ? and event_seq = (select seq from event where tenant = ? and id = ?) and undone = 1`;
const clear = 'update finding set cleared_at = ?, updated_at = ? where code = ? and class = ?';
/** Found again with the same evidence, it stays as it is. */
const upsert = `insert into finding (id, class, code, severity, evidence, found_at, updated_at) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (code, class) do update set severity = excluded.severity, evidence = excluded.evidence, cleared_at = null,
    updated_at = case when evidence = excluded.evidence and cleared_at is null then updated_at else excluded.updated_at end
  returning id`;

/** The event's packs are to be assessed. */
export const insertWork = "insert into ledger_work (event_id, tenant, cause, codes) values (?, ?, 'accepted', ?)";

/** The event may count no longer, or again: the assessment looks at it. */
export const insertUndone = "insert into ledger_work (event_id, tenant, cause) values (:event_id, :tenant, 'undone')";

/** FindingQuery with its cursor opened. */
export interface FindingFilter {
  readonly tenant?: string;
  readonly class?: string;
  readonly severity?: string;
  readonly code?: string;
  readonly open?: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly before?: string;
  readonly limit: number;
}

/** Newest first, at most `limit`. */
export function findings(db: Db, filter: FindingFilter): FindingRow[] {
  const where: string[] = [];
  const values: Array<string | number> = [];
  const add = (condition: string, value: string | number | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    values.push(value);
  };
  add('f.id in (select finding_id from finding_party where tenant = ?)', filter.tenant);
  add('f.class = ?', filter.class);
  add('f.severity = ?', filter.severity);
  add('f.code = ?', filter.code);
  if (filter.open !== undefined) where.push(`f.cleared_at is ${filter.open ? '' : 'not '}null`);
  add('f.found_at >= ?', filter.from);
  add('f.found_at < ?', filter.to);
  add('f.id < ?', filter.before);
  const columns = findingColumns.map((column) => `f.${column}`).join(', ');
  const condition = where.length === 0 ? '' : `where ${where.join(' and ')}`;
  return db.all(`select ${columns} from finding f ${condition} order by f.id desc limit ?`, [...values, filter.limit]);
}
