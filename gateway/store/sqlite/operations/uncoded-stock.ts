import type { StockClaim, StockCover, VirtualCode } from '../../../policy/contract.ts';
import { allocateStock, type StockLevel, type StockMove } from '../../allocate-stock.ts';
import type { EventRow } from '../../rows.ts';
import {
  eventMovements,
  type MovementMark,
  type MovementRow,
  movementColumns,
  type NewStockRow,
  type StoredStockRow,
  stockColumns,
  type TotalRow,
} from '../../uncoded-stock-row.ts';
import type { Db } from '../database.ts';

export function registerStock(
  db: Db,
  rows: readonly NewStockRow[],
): Array<{ readonly created: boolean; readonly row: StoredStockRow }> {
  return rows.map((row) => {
    const { tenant, institution, local_code, lot, purchase_document } = row;
    const created = db.run(
      insertStock,
      stockColumns.map((column) => row[column]),
    );
    if (created === 0 && row.purchased_on !== null) {
      db.run(addDay, [
        row.purchased_on,
        tenant,
        institution,
        local_code,
        lot,
        purchase_document,
        row.quantity,
        row.unit,
      ]);
    }
    const stored = db.get<StoredStockRow>(stockByIdentity, [tenant, institution, local_code, lot, purchase_document]);
    if (stored === undefined) throw new Error('a row of stock was neither stored nor there before');
    return { created: created === 1, row: stored };
  });
}

export function getStock(db: Db, tenant: string | undefined, id: string): StoredStockRow | undefined {
  const row = db.get<StoredStockRow>('select * from uncoded_stock where id = ?', [id]);
  return tenant === undefined || row?.tenant === tenant ? row : undefined;
}

/** Newest first. @param before the id that ended the page before */
export function findStock(
  db: Db,
  filter: {
    readonly conditions: ReadonlyArray<readonly [condition: string, value: string]>;
    readonly open: boolean;
    readonly before: string | undefined;
    readonly limit: number;
  },
): StoredStockRow[] {
  const { conditions, open, before, limit } = filter;
  const where = [
    ...conditions.map(([condition]) => condition),
    ...(open ? ['quantity + adjusted - taken > 0'] : []),
    ...(before === undefined ? [] : ['id < ?']),
  ];
  const values = [...conditions.map(([, value]) => value), ...(before === undefined ? [] : [before]), limit];
  const filtered = where.length === 0 ? '' : `where ${where.join(' and ')}`;
  return db.all(`select * from uncoded_stock ${filtered} order by id desc limit ?`, values);
}

export function stockMovements(db: Db, id: string, after: MovementMark | undefined, limit: number): MovementRow[] {
  if (after === undefined) {
    return db.all('select * from uncoded_movement where stock_id = ? order by at desc, source desc limit ?', [
      id,
      limit,
    ]);
  }
  return db.all(
    `select * from uncoded_movement where stock_id = ? and (at, source) < (?, ?) order by at desc, source desc limit ?`,
    [id, after.at, after.source, limit],
  );
}

export function stockTotals(db: Db, tenant: string | undefined, institution: string, limit: number): TotalRow[] {
  return db.all(
    `select product, lot, coalesce(unit, '') as unit, sum(quantity) as quantity, sum(adjusted) as adjusted,
       sum(taken) as taken, count(*) as purchases
     from uncoded_stock where institution = ?1 and tenant = coalesce(?2, tenant)
     group by local_code, lot, coalesce(unit, '') order by local_code, lot, 3 limit ?3`,
    [institution, tenant ?? null, limit],
  );
}

/** @returns undefined when there is no such row. */
export function adjustStock(
  db: Db,
  tenant: string | undefined,
  movement: Omit<MovementRow, 'institution'>,
): 'adjusted' | 'repeated' | 'conflict' | 'below-zero' | undefined {
  const stock = getStock(db, tenant, movement.stock_id);
  if (stock === undefined) return undefined;
  const known = db.get<{ change: number }>('select change from uncoded_movement where stock_id = ? and source = ?', [
    movement.stock_id,
    movement.source,
  ]);
  if (known !== undefined) return known.change === movement.change ? 'repeated' : 'conflict';
  const remaining = stock.quantity + stock.adjusted - stock.taken;
  if (movement.change < 0 && remaining + movement.change < 0) return 'below-zero';
  insert(db, { ...movement, institution: stock.institution });
  db.run('update uncoded_stock set adjusted = adjusted + ? where id = ?', [movement.change, movement.stock_id]);
  return 'adjusted';
}

/** @returns how the stock would serve the claims, as it stands. */
export function allocate(
  db: Db,
  tenant: string,
  institution: string,
  claims: readonly StockClaim[],
): ReturnType<typeof allocateStock> {
  const codes = [...new Set(claims.map(({ localCode }) => localCode))];
  return allocateStock(
    codes.flatMap((code) => db.all<StockLevel>(selectLevels, [tenant, institution, code])),
    claims,
  );
}

export function stockCover(db: Db, tenant: string, institution: string, claims: readonly StockClaim[]): StockCover {
  return allocate(db, tenant, institution, claims).cover;
}

/** Books what an accepted event takes and gives. */
export function moveStock(db: Db, event: EventRow, moves: readonly StockMove[]): void {
  for (const movement of eventMovements(event, moves)) {
    insert(db, movement);
    db.run(take, [-movement.change, movement.stock_id]);
  }
}

/**
 * Undoes what an event moved, once.
 * @param lines undefined: all of them
 */
export function voidMovements(
  db: Db,
  eventId: string,
  lines: readonly number[] | undefined,
  { at, day }: Pick<MovementRow, 'at' | 'day'>,
): void {
  const moved = db.all<MovementRow>(
    `select * from uncoded_movement where event_id = ? and kind in ('sold', 'returned')`,
    [eventId],
  );
  for (const movement of moved) {
    const { line, stock_id, change } = movement;
    if (line === null || lines?.includes(line) === false) continue;
    const source = `void ${eventId} ${line}`;
    const voided = insert(db, { ...movement, source, kind: 'voided', change: -change, at, day });
    if (voided === 1) db.run(take, [change, stock_id]);
  }
}

interface CodeRow {
  readonly reference: string;
  readonly code: string;
  readonly link: string;
  readonly at: number;
  readonly actor: string;
}

export function keepVirtualCode(db: Db, stockId: string, institution: string, code: VirtualCode): CodeRow {
  db.run(
    `insert into uncoded_code (stock_id, reference, institution, code, link, at, actor) values (?, ?, ?, ?, ?, ?, ?)
     on conflict do nothing`,
    [stockId, code.reference, institution, code.code, code.link, code.at, code.actor],
  );
  const kept = db.get<CodeRow>(
    'select reference, code, link, at, actor from uncoded_code where stock_id = ? and reference = ?',
    [stockId, code.reference],
  );
  if (kept === undefined) throw new Error('a virtual code was not kept');
  return kept;
}

export function virtualCodes(db: Db, stockId: string): CodeRow[] {
  return db.all('select reference, code, link, at, actor from uncoded_code where stock_id = ? order by at, reference', [
    stockId,
  ]);
}

function insert(db: Db, movement: MovementRow): number {
  return db.run(
    insertMovement,
    movementColumns.map((column) => movement[column]),
  );
}

const list = (columns: readonly string[]) => `(${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`;
const insertStock = `insert into uncoded_stock ${list(stockColumns)} on conflict do nothing`;
const insertMovement = `insert into uncoded_movement ${list(movementColumns)} on conflict do nothing`;
const addDay = `update uncoded_stock set purchased_on = ?
  where tenant = ? and institution = ? and local_code = ? and lot = ? and purchase_document = ? and purchased_on is null
    and quantity = ? and unit is ?`;
const stockByIdentity = `select * from uncoded_stock
  where tenant = ? and institution = ? and local_code = ? and lot = ? and purchase_document = ?`;
const selectLevels = `select id, local_code, lot, unit, quantity + adjusted - taken as remaining, taken, purchased_on from uncoded_stock
  where tenant = ? and institution = ? and local_code = ? order by registered_at, id`;
const take = 'update uncoded_stock set taken = taken + ? where id = ?';
