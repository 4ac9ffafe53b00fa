import {
  gtin14,
  planStatements,
  rowKey,
  type StatementOutcome,
  type StoredStatement,
} from '../../../../mappings/catalogue/index.ts';
import type { ProductKeys, ProductQuery } from '../../../catalogue/contract.ts';
import {
  afterPrefix,
  fromProductRow,
  type ImportRow,
  type ProductRow,
  productColumns,
  toProductRow,
} from '../../product-row.ts';
import type { Db } from '../database.ts';

export interface PutOptions {
  readonly now: number;
  readonly dryRun?: boolean;
  readonly confirm?: boolean;
}

export function putProducts(
  db: Db,
  given: readonly StoredStatement[],
  options: PutOptions,
): readonly StatementOutcome[] {
  const keys = [...new Set(given.map(rowKey))];
  const known = keys.flatMap((key) => db.all<ProductRow>(currentByKey, [key]));
  const plan = planStatements(known.map(fromProductRow), given);
  if (options.dryRun) return plan.outcomes;
  for (const id of plan.supersede) db.run(supersedeSql, [options.now, id]);
  for (const id of plan.dispute) db.run('update product set disputed = 1 where id = ?', [id]);
  for (const id of plan.settle) db.run('update product set disputed = 0 where id = ?', [id]);
  for (const statement of plan.insert) {
    const row = toProductRow(statement);
    db.run(
      insertSql,
      productColumns.map((column) => row[column]),
    );
  }
  const importId = given[0]?.importId;
  if (options.confirm && importId !== undefined) {
    for (const id of plan.confirmed) db.run('update product set import_id = ? where id = ?', [importId, id]);
  }
  if (plan.insert.length + plan.supersede.length > 0) raiseRevision(db);
  return plan.outcomes;
}

export function retireProducts(db: Db, origin: string, importId: string, now: number): number {
  const retired = db.run(
    'update product set superseded_at = ? where origin = ? and import_id <> ? and superseded_at is null',
    [now, origin, importId],
  );
  if (retired > 0) raiseRevision(db);
  return retired;
}

export function productsByKeys(db: Db, keys: ProductKeys): ProductRow[] {
  const found = new Map<string, ProductRow>();
  const add = (column: string, values: readonly string[] = []) => {
    const sql = `select ${columns} from product where ${column} = ? and superseded_at is null`;
    for (const value of values) for (const row of db.all<ProductRow>(sql, [value])) found.set(row.id, row);
  };
  add('prefix', keys.prefixes);
  add('gtin14', keys.gtins);
  add('nhsa_code', keys.nhsaCodes);
  add('standard_code', keys.standardCodes);
  add('approval_no', keys.approvalNos);
  return [...found.values()];
}

/** By id, at most `limit`. */
export function findProducts(db: Db, query: Omit<ProductQuery, 'cursor'> & { readonly after?: string }): ProductRow[] {
  const where = ['superseded_at is null'];
  const params: Record<string, string | number> = { limit: query.limit };
  const add = (condition: string, name: string, value: string | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    params[name] = value;
  };
  add('prefix = :prefix', 'prefix', query.prefix);
  add('gtin14 = :gtin', 'gtin', query.gtin === undefined ? undefined : gtin14(query.gtin));
  add('nhsa_code = :nhsaCode', 'nhsaCode', query.nhsaCode);
  add('standard_code = :standardCode', 'standardCode', query.standardCode);
  add('approval_no = :approvalNo', 'approvalNo', query.approvalNo);
  add('name >= :name and name < :nameEnd', 'name', query.name);
  if (query.name !== undefined) params.nameEnd = afterPrefix(query.name);
  add('origin = :origin', 'origin', query.origin);
  // A few found by their own index are sorted; `+` keeps the walk along all ids for the queries that have nothing better.
  const id = where.length > 1 && query.origin === undefined ? '+id' : 'id';
  add(`${id} > :after`, 'after', query.after);
  if (query.disputed) where.push('disputed = 1');
  return db.all(`select ${columns} from product where ${where.join(' and ')} order by ${id} limit :limit`, params);
}

export function productHistory(db: Db, key: string): ProductRow[] {
  return db.all(`select ${columns} from product where key = ? order by recorded_at, id`, [key]);
}

export function catalogueRevision(db: Db): number {
  return db.get<{ revision: number }>('select revision from catalogue_revision where id = 1')?.revision ?? 0;
}

export function putImport(db: Db, row: ImportRow): void {
  db.run('insert or replace into catalogue_import (id, origin, started_at, body) values (?, ?, ?, ?)', [
    row.id,
    row.origin,
    row.started_at,
    row.body,
  ]);
}

export function imports(db: Db, origin: string | null, limit: number): ImportRow[] {
  return db.all(
    'select * from catalogue_import where (:origin is null or origin = :origin) order by started_at desc, id desc limit :limit',
    { origin, limit },
  );
}

const columns = productColumns.join(', ');
const currentByKey = `select ${columns} from product where key = ? and superseded_at is null`;
const supersedeSql = 'update product set superseded_at = ? where id = ?';
const insertSql = `insert into product (${columns}) values (${productColumns.map(() => '?').join(', ')})`;

function raiseRevision(db: Db): void {
  db.run('update catalogue_revision set revision = revision + 1 where id = 1');
}
