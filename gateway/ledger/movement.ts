import type { EventKind, MovementReason } from '../../mappings/model/index.ts';
import { type Movement, patientKinds } from './contract.ts';

type Told = Pick<Movement, 'kind' | 'facts'>;

const sales: ReadonlySet<EventKind> = new Set(['retail-sale', 'dispense']);
const receipts: ReadonlySet<EventKind> = new Set(['purchase-in', 'transfer-in', 'sale-return']);
const shipments: ReadonlySet<EventKind> = new Set(['sale-out', 'transfer-out', 'purchase-return']);
const inwardReasons: ReadonlySet<MovementReason | undefined> = new Set<MovementReason>(['surplus', 'other-in']);
const outwardReasons: ReadonlySet<MovementReason | undefined> = new Set<MovementReason>([
  'loss',
  'damage',
  'scrap',
  'other-out',
  'inspection',
]);
/** Bought, but not to be sold. */
const notForSale: ReadonlySet<MovementReason | undefined> = new Set<MovementReason>([
  'recall',
  'scrap-in',
  'inspection',
]);

export function isSale({ kind }: Pick<Movement, 'kind'>): boolean {
  return sales.has(kind);
}

/** 零售退货, 发药退回 */
export function isReturn({ kind }: Pick<Movement, 'kind'>): boolean {
  return patientKinds.has(kind) && !sales.has(kind);
}

/** The pack came into the institution's stock: bought, sent by another one, sent back by a customer, or found (盘盈, 其他入库). */
export function isReceipt({ kind, facts }: Told): boolean {
  return receipts.has(kind) || (kind === 'stock-adjust' && inwardReasons.has(facts.reason));
}

/** 采购入库 of what is to be sold. */
export function isPurchase({ kind, facts }: Told): boolean {
  return kind === 'purchase-in' && !notForSale.has(facts.reason);
}

/** On its way to another institution. */
export function isShipment({ kind }: Pick<Movement, 'kind'>): boolean {
  return shipments.has(kind);
}

/** 销毁 or 报废: the pack is no more. */
export function isDestruction({ kind, facts }: Told): boolean {
  return kind === 'destroy' || facts.reason === 'scrap';
}

/** The pack left the institution, or its stock. */
export function isDispatch(movement: Told): boolean {
  const { kind, facts } = movement;
  return (
    isShipment(movement) || isDestruction(movement) || (kind === 'stock-adjust' && outwardReasons.has(facts.reason))
  );
}

/** @returns sales of the whole pack that no return undid; each return undoes the latest sale before it. */
export function standingSales(movements: readonly Movement[]): Movement[] {
  const standing: Movement[] = [];
  for (const movement of movements) {
    if (movement.facts.split) continue;
    if (isSale(movement)) standing.push(movement);
    else if (isReturn(movement)) standing.pop();
  }
  return standing;
}

/** First two digits of the region (GB/T 2260). */
export function provinceOf({ region }: Pick<Movement, 'region'>): string {
  return region.slice(0, 2);
}
