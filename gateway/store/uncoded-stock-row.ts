import type {
  Adjustment,
  NewStock,
  StockClaim,
  StockMovement,
  StockPage,
  StockQuery,
  StockRow,
  StockTotal,
} from '../policy/contract.ts';
import { movementKinds } from '../policy/contract.ts';
import type { StockMove } from './allocate-stock.ts';
import { storable } from './code-rows.ts';
import type { StockWish } from './contract.ts';
import { CursorError } from './cursor.ts';
import { dayOf, requireDay } from './day.ts';
import type { EventRow } from './rows.ts';

/** Rows of the 无码库 as both databases hold them. */
export interface NewStockRow {
  readonly id: string;
  readonly day: number;
  readonly tenant: string;
  readonly institution: string;
  readonly local_code: string;
  readonly lot: string;
  readonly purchase_document: string;
  readonly nhsa_code: string | null;
  readonly product: string;
  readonly quantity: number;
  readonly unit: string | null;
  readonly expires_on: string | null;
  readonly purchased_on: string | null;
  readonly registered_at: number;
  readonly registered_by: string;
}

export interface StoredStockRow extends NewStockRow {
  readonly adjusted: number;
  readonly taken: number;
}

export interface MovementRow {
  readonly stock_id: string;
  /** What moved it, unique per row: `event <id> <line>`, `void <id> <line>`, `adjust <documentNo>`. */
  readonly source: string;
  readonly institution: string;
  readonly day: number;
  readonly at: number;
  readonly kind: string;
  readonly change: number;
  readonly document_no: string;
  readonly event_id: string | null;
  readonly line: number | null;
  readonly reason: string | null;
  readonly actor: string | null;
}

export interface TotalRow {
  readonly product: string;
  readonly lot: string;
  readonly unit: string;
  readonly quantity: number;
  readonly adjusted: number;
  readonly taken: number;
  readonly purchases: number;
}

export const stockColumns = [
  'id',
  'day',
  'tenant',
  'institution',
  'local_code',
  'lot',
  'purchase_document',
  'nhsa_code',
  'product',
  'quantity',
  'unit',
  'expires_on',
  'purchased_on',
  'registered_at',
  'registered_by',
] as const satisfies ReadonlyArray<keyof NewStockRow>;

export const movementColumns = [
  'stock_id',
  'source',
  'institution',
  'day',
  'at',
  'kind',
  'change',
  'document_no',
  'event_id',
  'line',
  'reason',
  'actor',
] as const satisfies ReadonlyArray<keyof MovementRow>;

/** @throws RangeError when the id is no UUIDv7. */
export function toStockRow(stock: NewStock): NewStockRow {
  return {
    id: stock.id,
    day: requireDay(stock.id),
    tenant: stock.tenant,
    institution: stock.institution,
    local_code: storable(stock.product.localCode),
    lot: storable(stock.lot),
    purchase_document: stock.purchaseDocument,
    nhsa_code: text(stock.product.nhsaCode),
    product: JSON.stringify(stock.product),
    quantity: stock.quantity,
    unit: text(stock.unit),
    expires_on: stock.expiresOn ?? null,
    purchased_on: stock.purchasedOn ?? null,
    registered_at: stock.registeredAt,
    registered_by: stock.registeredBy,
  };
}

export function fromStockRow(row: StoredStockRow): StockRow {
  return {
    id: row.id,
    tenant: row.tenant,
    institution: row.institution,
    purchaseDocument: row.purchase_document,
    product: JSON.parse(row.product),
    lot: row.lot,
    quantity: row.quantity,
    adjusted: row.adjusted,
    taken: row.taken,
    ...(row.unit === null ? {} : { unit: row.unit }),
    ...(row.expires_on === null ? {} : { expiresOn: row.expires_on }),
    ...(row.purchased_on === null ? {} : { purchasedOn: row.purchased_on }),
    registeredAt: row.registered_at,
    registeredBy: row.registered_by,
  };
}

export function fromTotalRow({ product, unit, ...row }: TotalRow): StockTotal {
  return { ...row, product: JSON.parse(product), ...(unit === '' ? {} : { unit }) };
}

/** @returns the claims as their columns hold the values. */
export function storableClaims(claims: readonly StockClaim[]): StockClaim[] {
  return claims.map(({ localCode, lot, unit, ...claim }) => ({
    ...claim,
    localCode: storable(localCode),
    ...(lot === undefined ? {} : { lot: storable(lot) }),
    ...(unit === undefined ? {} : { unit: storable(unit) }),
  }));
}

/** @returns the wish of an event as its columns hold the values; undefined when it has none. */
export function toStockWish(wish: StockWish | undefined): StockWish | undefined {
  return wish === undefined ? undefined : { ...wish, claims: storableClaims(wish.claims) };
}

/** @returns the movements of an event's lines. */
export function eventMovements(
  { id, institution, accepted_at: at, document_no }: EventRow,
  moves: readonly StockMove[],
): MovementRow[] {
  return moves.map(({ stockId, line, change }) => ({
    stock_id: stockId,
    source: `event ${id} ${line}`,
    institution,
    day: dayOf(at),
    at,
    kind: change < 0 ? 'sold' : 'returned',
    change,
    document_no,
    event_id: id,
    line,
    reason: null,
    actor: null,
  }));
}

export function adjustmentMovement({
  id,
  documentNo,
  change,
  reason,
  actor,
  at,
}: Adjustment): Omit<MovementRow, 'institution'> {
  return {
    stock_id: id,
    source: `adjust ${documentNo}`,
    day: dayOf(at),
    at,
    kind: 'adjusted',
    change,
    document_no: documentNo,
    event_id: null,
    line: null,
    reason: storable(reason),
    actor,
  };
}

export function fromMovementRow(row: MovementRow): StockMovement {
  const kind = movementKinds.find((known) => known === row.kind);
  if (kind === undefined) throw new Error(`no such movement: ${row.kind}`);
  return {
    kind,
    change: row.change,
    at: row.at,
    documentNo: row.document_no,
    ...(row.event_id === null ? {} : { event: { id: row.event_id, line: row.line ?? 0 } }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.actor === null ? {} : { actor: row.actor }),
  };
}

/** The conditions of a query on stock; `?` is replaced by each store's own placeholder. */
export function stockConditions(query: StockQuery): ReadonlyArray<readonly [condition: string, value: string]> {
  const { tenant, institution, localCode, nhsaCode, lot, purchaseDocument } = query;
  const wanted: ReadonlyArray<readonly [string, string | undefined]> = [
    ['tenant = ?', tenant],
    ['institution = ?', institution],
    ['local_code = ?', localCode],
    ['nhsa_code = ?', nhsaCode],
    ['lot = ?', lot],
    ['purchase_document = ?', purchaseDocument],
  ];
  return wanted.flatMap(([condition, value]) => (value === undefined ? [] : [[condition, value] as const]));
}

/** Where a page of movements begins: after this one. */
export interface MovementMark {
  readonly at: number;
  readonly source: string;
}

/** @throws CursorError */
export function readMovementCursor(cursor: string | undefined): MovementMark | undefined {
  if (cursor === undefined) return undefined;
  const [, at, source] = /^(\d{1,15}) ([ -~]+)$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (at === undefined || source === undefined) throw new CursorError('cursor: not one of ours');
  return { at: Number(at), source };
}

export function toMovementPage(rows: readonly MovementRow[], limit: number): StockPage<StockMovement> {
  const shown = rows.slice(0, limit);
  const items = shown.map(fromMovementRow);
  const last = shown.at(-1);
  if (rows.length <= limit || last === undefined) return { items };
  return { items, cursor: Buffer.from(`${last.at} ${last.source}`, 'latin1').toString('base64url') };
}

const text = (value: string | undefined): string | null => (value === undefined ? null : storable(value));
