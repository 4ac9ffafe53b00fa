import { gtin14, planRelations, planStatements, rowKey } from '../../../mappings/catalogue/index.ts';
import type { CatalogueStore } from '../../catalogue/contract.ts';
import { readCursor } from '../cursor.ts';
import { readKeyCursor, toKeyPage } from '../key-page.ts';
import {
  afterPrefix,
  fromImportRow,
  fromProductRow,
  fromRelationRow,
  type ImportRow,
  type ProductRow,
  type RelationRow,
  toImportRow,
  toProductRow,
  toRelationRow,
} from '../product-row.ts';
import { conditions } from './conditions.ts';
import { type Database, recordset } from './database.ts';

/** Advisory locks, arbitrary numbers of ours: one import's batch at a time, so that what it compared still stands when it writes. */
const productLock = 7_341_903;
const relationLock = 7_341_904;

const productTypes = {
  id: 'uuid',
  key: 'text',
  origin: 'text',
  import_id: 'uuid',
  recorded_at: 'bigint',
  superseded_at: 'bigint',
  disputed: 'smallint',
  prefix: 'text',
  gtin14: 'text',
  nhsa_code: 'text',
  standard_code: 'text',
  approval_no: 'text',
  name: 'text',
  body: 'text',
} as const satisfies Readonly<Record<keyof ProductRow, string>>;

const relationTypes = {
  code: 'text',
  tenant: 'text',
  origin: 'text',
  recorded_at: 'bigint',
  ended_at: 'bigint',
  parent: 'text',
  level: 'integer',
  pack_ratio: 'text',
  lot: 'text',
  box_status: 'integer',
  disputed: 'smallint',
  import_id: 'uuid',
} as const satisfies Readonly<Record<keyof RelationRow, string>>;

const columns = Object.keys(productTypes).join(', ');
const relationColumns = Object.keys(relationTypes).join(', ');

/** The catalogue's part of the store of many nodes. */
export function catalogueOf(database: Database): CatalogueStore {
  return {
    putProducts: (given, { now, dryRun, confirm }) =>
      database.transaction(productLock, async (query) => {
        const keys = [...new Set(given.map(rowKey))];
        const known = await query<ProductRow>('products-of-keys', currentByKeySql, [keys]);
        const plan = planStatements(known.map(fromProductRow), given);
        if (dryRun) return plan.outcomes;
        await query('supersede-products', 'update product set superseded_at = $2 where id = any($1::uuid[])', [
          plan.supersede,
          now,
        ]);
        const mark = 'update product set disputed = $2 where id = any($1::uuid[])';
        if (plan.dispute.length > 0) await query('mark-products', mark, [plan.dispute, 1]);
        if (plan.settle.length > 0) await query('mark-products', mark, [plan.settle, 0]);
        await query('insert-products', insertProductsSql, [JSON.stringify(plan.insert.map(toProductRow))]);
        const importId = given[0]?.importId;
        if (confirm && importId !== undefined) {
          const sql = 'update product set import_id = $2 where id = any($1::uuid[])';
          await query('confirm-products', sql, [plan.confirmed, importId]);
        }
        if (plan.insert.length + plan.supersede.length > 0) await query('raise-revision', raiseRevisionSql);
        return plan.outcomes;
      }),
    retireProducts: (origin, importId, now) =>
      database.transaction(productLock, async (query) => {
        const sql = `update product set superseded_at = $3 where origin = $1 and import_id <> $2 and superseded_at is null
          returning id`;
        const retired = await query('retire-products', sql, [origin, importId, now]);
        if (retired.length > 0) await query('raise-revision', raiseRevisionSql);
        return retired.length;
      }),
    async productsByKeys({ prefixes = [], gtins = [], nhsaCodes = [], standardCodes = [], approvalNos = [] }) {
      const values = [prefixes, gtins, nhsaCodes, standardCodes, approvalNos];
      return (await database.query<ProductRow>('products-by-keys', byKeysSql, values)).map(fromProductRow);
    },
    async findProducts(query) {
      const where = conditions();
      where.add('prefix = ?', query.prefix);
      where.add('gtin14 = ?', query.gtin === undefined ? undefined : gtin14(query.gtin));
      where.add('nhsa_code = ?', query.nhsaCode);
      where.add('standard_code = ?', query.standardCode);
      where.add('approval_no = ?', query.approvalNo);
      where.add('name collate "C" >= ?', query.name);
      where.add('name collate "C" < ?', query.name === undefined ? undefined : afterPrefix(query.name));
      where.add('origin = ?', query.origin);
      where.add('disputed = ?', query.disputed ? 1 : undefined);
      where.add('id > ?', readCursor(query.cursor));
      const current = where.where() === '' ? 'where' : `${where.where()} and`;
      const limit = where.value(query.limit + 1);
      const sql = `select ${columns} from product ${current} superseded_at is null order by id limit ${limit}`;
      const rows = await database.query<ProductRow>('', sql, where.values);
      return toKeyPage(rows.map(fromProductRow), query.limit, ({ id }) => id);
    },
    async productHistory(key) {
      const sql = `select ${columns} from product where key = $1 order by recorded_at, id`;
      return (await database.query<ProductRow>('product-history', sql, [key])).map(fromProductRow);
    },
    async catalogueRevision() {
      const sql = 'select revision from catalogue_revision where id = 1';
      return (await database.query<{ revision: number }>('catalogue-revision', sql))[0]?.revision ?? 0;
    },

    putRelations: (given, { now, dryRun }) =>
      database.transaction(relationLock, async (query) => {
        const codes = [...new Set(given.map(({ code }) => code))];
        const known = await query<RelationRow>('relations-of-codes', currentByCodeSql, [codes]);
        const plan = planRelations(known.map(fromRelationRow), given);
        if (dryRun) return plan.outcomes;
        const [ended, marked, inserted] = [plan.end, plan.mark, plan.insert].map((list) =>
          JSON.stringify(list.map(toRelationRow)),
        );
        if (plan.end.length > 0) await query('end-relations', endRelationsSql, [ended, now]);
        if (plan.mark.length > 0) await query('mark-relations', markRelationsSql, [marked]);
        await query('insert-relations', insertRelationsSql, [inserted]);
        return plan.outcomes;
      }),
    async relationsOf(codes) {
      return (await database.query<RelationRow>('relations-of', relationsOfSql, [codes])).map(fromRelationRow);
    },
    async relationHistory(code) {
      const sql = `select ${relationColumns} from pack_relation where code = $1 order by recorded_at`;
      return (await database.query<RelationRow>('relation-history', sql, [code])).map(fromRelationRow);
    },
    async disputedRelations({ cursor, limit }) {
      const values = [readKeyCursor(cursor) ?? '', limit + 1];
      const rows = await database.query<RelationRow>('disputed-relations', disputedRelationsSql, values);
      return toKeyPage(rows.map(fromRelationRow), limit, ({ code }) => code);
    },

    async putImport(record) {
      const { id, origin, started_at, body } = toImportRow(record);
      const sql = `insert into catalogue_import (id, origin, started_at, body) values ($1, $2, $3, $4)
        on conflict (id) do update set started_at = excluded.started_at, body = excluded.body`;
      await database.query('put-import', sql, [id, origin, started_at, body]);
    },
    async imports({ origin, limit }) {
      const sql = `select id, origin, started_at, body from catalogue_import
        where $1::text is null or origin = $1 order by started_at desc, id desc limit $2`;
      return (await database.query<ImportRow>('imports', sql, [origin ?? null, limit])).map(fromImportRow);
    },
  };
}

const current = 'superseded_at is null';
const currentByKeySql = `select ${columns} from product where key = any($1::text[]) and ${current}`;
const byKeysSql = `select ${columns} from product where prefix = any($1::text[]) and ${current}
  union select ${columns} from product where gtin14 = any($2::text[]) and ${current}
  union select ${columns} from product where nhsa_code = any($3::text[]) and ${current}
  union select ${columns} from product where standard_code = any($4::text[]) and ${current}
  union select ${columns} from product where approval_no = any($5::text[]) and ${current}`;
const insertProductsSql = `insert into product (${columns}) select ${columns} from ${recordset(1, productTypes)}`;
const raiseRevisionSql = 'update catalogue_revision set revision = revision + 1 where id = 1';

const currentByCodeSql = `select ${relationColumns} from pack_relation where code = any($1::text[]) and ended_at is null`;
const relationsOfSql = `${currentByCodeSql}
  union select ${relationColumns} from pack_relation where parent = any($1::text[]) and ended_at is null order by code`;
const ofInput = `from ${recordset(1, relationTypes)} where r.code = input.code and r.tenant = input.tenant
  and r.origin = input.origin and r.recorded_at = input.recorded_at`;
const endRelationsSql = `update pack_relation r set ended_at = $2 ${ofInput}`;
const markRelationsSql = `update pack_relation r set disputed = input.disputed ${ofInput}`;
const insertRelationsSql = `insert into pack_relation (${relationColumns})
  select ${relationColumns} from ${recordset(1, relationTypes)} order by code`;
const disputedRelationsSql = `select ${relationColumns} from pack_relation where disputed = 1 and ended_at is null and code in (
  select distinct code collate "C" as code from pack_relation where disputed = 1 and ended_at is null and code collate "C" > $1
  order by code collate "C" limit $2
) order by code collate "C"`;
