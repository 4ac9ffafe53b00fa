import type { EventKind } from '../../../mappings/model/index.ts';
import { type FindingDraft, type Movement, patientKinds } from '../contract.ts';

/** All that rules look at: one pack's movements in force, by time, and those of the packs it lies in. */
export interface PackHistory {
  readonly code: string;
  readonly movements: readonly Movement[];
  /** Of the packs around it, the nearest first. */
  readonly around: ReadonlyArray<{ readonly code: string; readonly movements: readonly Movement[] }>;
}

/** @returns what the rule finds; undefined: nothing. Pure, and the same whatever order the events arrived in. */
export type Rule = (pack: PackHistory) => FindingDraft | undefined;

const sales: ReadonlySet<EventKind> = new Set(['retail-sale', 'dispense']);
const receipts: ReadonlySet<EventKind> = new Set(['purchase-in', 'transfer-in', 'sale-return']);
const dispatches: ReadonlySet<EventKind> = new Set(['sale-out', 'transfer-out', 'purchase-return', 'destroy']);
const outwardReasons: ReadonlySet<string | undefined> = new Set(['loss', 'damage', 'scrap', 'other-out', 'inspection']);

export function isSale({ kind }: Movement): boolean {
  return sales.has(kind);
}

/** 零售退货, 发药退回 */
export function isReturn(movement: Movement): boolean {
  return patientKinds.has(movement.kind) && !isSale(movement);
}

export function isReceipt({ kind }: Movement): boolean {
  return receipts.has(kind);
}

/** The pack left the institution, or its stock. */
export function isDispatch({ kind, facts }: Movement): boolean {
  return dispatches.has(kind) || (kind === 'stock-adjust' && outwardReasons.has(facts.reason));
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
