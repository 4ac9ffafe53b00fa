import { planRelations, type RelationPlan, type StoredRelation } from '../../../../mappings/catalogue/relation.ts';
import { fromRelationRow, type RelationRow, relationColumns, toRelationRow } from '../../product-row.ts';
import type { Db } from '../database.ts';

export function putRelations(
  db: Db,
  given: readonly StoredRelation[],
  { now, dryRun }: { readonly now: number; readonly dryRun?: boolean },
): RelationPlan['outcomes'] {
  const codes = [...new Set(given.map(({ code }) => code))];
  const known = codes.flatMap((code) => db.all<RelationRow>(currentByCode, [code]));
  const plan = planRelations(known.map(fromRelationRow), given);
  if (dryRun) return plan.outcomes;
  for (const { code, tenant, origin, recordedAt } of plan.end) db.run(endSql, [now, code, tenant, origin, recordedAt]);
  for (const { code, tenant, origin, recordedAt, disputed } of plan.mark) {
    db.run(markSql, [disputed ? 1 : 0, code, tenant, origin, recordedAt]);
  }
  // In key order: neighbours in the tree are written together.
  const rows = plan.insert.map(toRelationRow).sort((left, right) => (left.code < right.code ? -1 : 1));
  for (const row of rows) {
    db.run(
      insertSql,
      relationColumns.map((column) => row[column]),
    );
  }
  return plan.outcomes;
}

export function relationsOf(db: Db, codes: readonly string[]): RelationRow[] {
  const found = new Map<string, RelationRow>();
  const add = (row: RelationRow) => found.set([row.code, row.tenant, row.origin, row.recorded_at].join('\n'), row);
  for (const code of codes) {
    for (const row of db.all<RelationRow>(currentByCode, [code])) add(row);
    for (const row of db.all<RelationRow>(currentByParent, [code])) add(row);
  }
  return [...found.values()];
}

export function relationHistory(db: Db, code: string): RelationRow[] {
  return db.all(`select ${columns} from pack_relation where code = ? order by recorded_at`, [code]);
}

/** All of the first `limit` codes after the given one. */
export function disputedRelations(db: Db, after: string, limit: number): RelationRow[] {
  const sql = `select ${columns} from pack_relation where disputed = 1 and ended_at is null and code in (
    select distinct code from pack_relation where disputed = 1 and ended_at is null and code > ? order by code limit ?
  ) order by code`;
  return db.all(sql, [after, limit]);
}

const columns = relationColumns.join(', ');
const currentByCode = `select ${columns} from pack_relation where code = ? and ended_at is null`;
const currentByParent = `select ${columns} from pack_relation where parent = ? and ended_at is null order by code`;
const ofOne = 'where code = ? and tenant = ? and origin = ? and recorded_at = ?';
const endSql = `update pack_relation set ended_at = ? ${ofOne}`;
const markSql = `update pack_relation set disputed = ? ${ofOne}`;
const insertSql = `insert into pack_relation (${columns}) values (${relationColumns.map(() => '?').join(', ')})`;
