import { createHash } from 'node:crypto';
import type {
  Adjusted,
  Adjustment,
  StockClaim,
  StockPage,
  StockQuery,
  StockRow,
  UncodedStockStore,
  VirtualCode,
} from '../../policy/contract.ts';
import { allocateStock, type StockLevel, type StockMove } from '../allocate-stock.ts';
import { readCursor, toPage } from '../cursor.ts';
import { dayOfId } from '../day.ts';
import type { EventRow } from '../rows.ts';
import {
  adjustmentMovement,
  eventMovements,
  fromStockRow,
  fromTotalRow,
  type MovementRow,
  movementColumns,
  type NewStockRow,
  readMovementCursor,
  type StoredStockRow,
  stockColumns,
  stockConditions,
  storableClaims,
  type TotalRow,
  toMovementPage,
  toStockRow,
} from '../uncoded-stock-row.ts';
import { conditions } from './conditions.ts';
import { type Database, recordset } from './database.ts';

type Query = Database['query'];

/** The 无码库's part of the store of many nodes. Whatever changes the stock of an institution holds the institution's lock. */
export function uncodedStockOf(database: Database): UncodedStockStore {
  return {
    register: (rows) => register(database, rows.map(toStockRow)),
    async get(tenant, id) {
      const row = await getStock(database.query, tenant, id);
      return row === undefined ? undefined : fromStockRow(row);
    },
    find: (query) => find(database, query),
    async movements(tenant, id, { limit, cursor }) {
      const after = readMovementCursor(cursor);
      if ((await getStock(database.query, tenant, id)) === undefined) return { items: [] };
      const rows = await database.query<MovementRow>('stock-movements', movementsSql, [
        id,
        after?.at ?? null,
        after?.source ?? null,
        limit + 1,
      ]);
      return toMovementPage(rows, limit);
    },
    adjust: (adjustment) => adjust(database, adjustment),
    totals: async (tenant, institution, limit) =>
      (await database.query<TotalRow>('stock-totals', totalsSql, [tenant ?? null, institution, limit])).map(
        fromTotalRow,
      ),
    cover: async (tenant, institution, claims) =>
      (await allocate(database.query, tenant, institution, storableClaims(claims))).cover,
    async keepCode({ id, institution }, code) {
      const values = [id, code.reference, institution, code.code, code.link, code.at, code.actor];
      await database.query('keep-virtual-code', keepCodeSql, values);
      const kept = (await codes(database, id)).find(({ reference }) => reference === code.reference);
      if (kept === undefined) throw new Error('a virtual code was not kept');
      return kept;
    },
    codes: (id) => codes(database, id),
  };
}

/** @returns an advisory lock's number for an institution's stock; two institutions that share one only wait for each other. */
export function stockLock(tenant: string, institution: string): number {
  return createHash('sha256').update(`stock\n${tenant}\n${institution}`).digest().readUIntBE(0, 6);
}

/** @returns how the stock would serve the claims, as it stands. */
export async function allocate(
  query: Query,
  tenant: string,
  institution: string,
  claims: readonly StockClaim[],
): Promise<ReturnType<typeof allocateStock>> {
  const codes = [...new Set(claims.map(({ localCode }) => localCode))];
  return allocateStock(await query<StockLevel>('stock-levels', levelsSql, [tenant, institution, codes]), claims);
}

/** Books what an accepted event takes and gives. */
export async function moveStock(query: Query, event: EventRow, moves: readonly StockMove[]): Promise<void> {
  await query('move-stock', moveSql, [JSON.stringify(eventMovements(event, moves))]);
}

async function register(
  database: Database,
  rows: readonly NewStockRow[],
): Promise<Array<{ readonly created: boolean; readonly row: StockRow }>> {
  const input = JSON.stringify(rows);
  const created = await database.query<{ id: string }>('register-stock', registerSql, [input]);
  if (created.length < rows.length) await database.query('add-purchase-day', addDaySql, [input]);
  const stored = await database.query<StoredStockRow>('registered-stock', registeredSql, [input]);
  const ids = new Set(created.map(({ id }) => id));
  const byIdentity = new Map(stored.map((row) => [identity(row), row]));
  return rows.map((row) => {
    const found = byIdentity.get(identity(row));
    if (found === undefined) throw new Error('a row of stock was neither stored nor there before');
    return { created: ids.has(row.id), row: fromStockRow(found) };
  });
}

function identity({ tenant, institution, local_code, lot, purchase_document }: NewStockRow): string {
  return JSON.stringify([tenant, institution, local_code, lot, purchase_document]);
}

async function getStock(query: Query, tenant: string | undefined, id: string): Promise<StoredStockRow | undefined> {
  if (dayOfId(id) === undefined) return undefined;
  const sql = `select ${stored} from uncoded_stock where id = $1 and tenant = coalesce($2::text, tenant)`;
  return (await query<StoredStockRow>('get-stock', sql, [id, tenant ?? null]))[0];
}

async function find(database: Database, query: StockQuery): Promise<StockPage<StockRow>> {
  const where = conditions();
  for (const [condition, value] of stockConditions(query)) where.add(condition, value);
  where.add('quantity + adjusted - taken > ?', query.open ? 0 : undefined);
  where.add('id < ?', readCursor(query.cursor));
  const limit = where.value(query.limit + 1);
  const sql = `select ${stored} from uncoded_stock ${where.where()} order by id desc limit ${limit}`;
  // Unnamed: every set of conditions is a statement of its own.
  const rows = await database.query<StoredStockRow>('', sql, where.values);
  return toPage(rows.map(fromStockRow), query.limit);
}

async function adjust(database: Database, adjustment: Adjustment): Promise<Adjusted | undefined> {
  const { tenant, id } = adjustment;
  const found = await getStock(database.query, tenant, id);
  if (found === undefined) return undefined;
  const movement = { ...adjustmentMovement(adjustment), institution: found.institution };
  return database.transaction(stockLock(found.tenant, found.institution), async (query) => {
    const sql = 'select change from uncoded_movement where stock_id = $1 and source = $2';
    const [known] = await query<{ change: number }>('stock-adjustment', sql, [id, movement.source]);
    if (known !== undefined) return known.change === movement.change ? 'repeated' : 'conflict';
    const stock = await getStock(query, tenant, id);
    if (stock === undefined) return undefined;
    const remaining = stock.quantity + stock.adjusted - stock.taken;
    if (movement.change < 0 && remaining + movement.change < 0) return 'below-zero';
    await query('adjust-stock', adjustSql, [JSON.stringify([movement])]);
    return 'adjusted';
  });
}

function codes(database: Database, id: string): Promise<VirtualCode[]> {
  const sql = 'select reference, code, link, at, actor from uncoded_code where stock_id = $1 order by at, reference';
  return database.query('virtual-codes', sql, [id]);
}

const stockTypes: Readonly<Record<keyof NewStockRow, string>> = {
  id: 'uuid',
  day: 'integer',
  tenant: 'text',
  institution: 'text',
  local_code: 'text',
  lot: 'text',
  purchase_document: 'text',
  nhsa_code: 'text',
  product: 'text',
  quantity: 'bigint',
  unit: 'text',
  expires_on: 'text',
  purchased_on: 'text',
  registered_at: 'bigint',
  registered_by: 'text',
};

const movementTypes: Readonly<Record<keyof MovementRow, string>> = {
  stock_id: 'uuid',
  source: 'text',
  institution: 'text',
  day: 'integer',
  at: 'bigint',
  kind: 'text',
  change: 'bigint',
  document_no: 'text',
  event_id: 'uuid',
  line: 'integer',
  reason: 'text',
  actor: 'text',
};

const stored = [...stockColumns, 'adjusted', 'taken'].join(', ');
const movementList = movementColumns.join(', ');

const registerSql = `insert into uncoded_stock (${stockColumns.join(', ')})
  select ${stockColumns.join(', ')} from ${recordset(1, stockTypes)}
  order by tenant, institution, local_code, lot, purchase_document
  on conflict do nothing returning id`;

const addDaySql = `update uncoded_stock s set purchased_on = input.purchased_on from ${recordset(1, stockTypes)}
  where s.tenant = input.tenant and s.institution = input.institution and s.local_code = input.local_code
    and s.lot = input.lot and s.purchase_document = input.purchase_document
    and s.purchased_on is null and input.purchased_on is not null
    and s.quantity = input.quantity and s.unit is not distinct from input.unit`;

const registeredSql = `select ${[...stockColumns, 'adjusted', 'taken'].map((column) => `s.${column}`).join(', ')}
  from ${recordset(1, stockTypes)} join uncoded_stock s on s.tenant = input.tenant and s.institution = input.institution
    and s.local_code = input.local_code and s.lot = input.lot and s.purchase_document = input.purchase_document`;

const levelsSql = `select id, local_code, lot, unit, quantity + adjusted - taken as remaining, taken, purchased_on from uncoded_stock
  where tenant = $1 and institution = $2 and local_code = any($3::text[]) order by registered_at, id`;

const movementsSql = `select ${movementList} from uncoded_movement
  where stock_id = $1 and ($2::bigint is null or (at, source) < ($2::bigint, $3::text))
  order by at desc, source desc limit $4`;

const totalsSql = `select min(product) as product, lot, coalesce(unit, '') as unit, sum(quantity)::bigint as quantity,
    sum(adjusted)::bigint as adjusted, sum(taken)::bigint as taken, count(*) as purchases
  from uncoded_stock where institution = $2 and tenant = coalesce($1::text, tenant)
  group by local_code, lot, coalesce(unit, '') order by local_code, lot, 3 limit $3`;

const keepCodeSql = `insert into uncoded_code (stock_id, reference, institution, code, link, at, actor)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`;

const moved = `insert into uncoded_movement (${movementList}) select ${movementList} from ${recordset(1, movementTypes)}
  returning stock_id, change`;

const moveSql = `with moved as (${moved})
update uncoded_stock s set taken = s.taken - m.change
from (select stock_id, sum(change)::bigint as change from moved group by stock_id) m where s.id = m.stock_id`;

const adjustSql = `with moved as (${moved})
update uncoded_stock s set adjusted = s.adjusted + m.change from moved m where s.id = m.stock_id`;

/**
 * Common table expressions that undo what events moved, once: `voided`, then the rows of stock.
 * @param events name of an earlier one with event_id uuid, at bigint, day integer, and lines jsonb (null: all lines)
 */
export function voidMovements(events: string): string {
  return `voided as (
  insert into uncoded_movement (${movementList})
  select m.stock_id, 'void ' || m.event_id || ' ' || m.line, m.institution, v.day, v.at, 'voided', -m.change, m.document_no,
    m.event_id, m.line, null, null
  from ${events} v join uncoded_movement m on m.event_id = v.event_id and m.kind in ('sold', 'returned')
  where v.lines is null or v.lines @> to_jsonb(m.line)
  on conflict do nothing
  returning stock_id, change
),
restocked as (
  update uncoded_stock s set taken = s.taken - r.change
  from (select stock_id, sum(change)::bigint as change from voided group by stock_id) r where s.id = r.stock_id
)`;
}
