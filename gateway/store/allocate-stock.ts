import type { StockClaim } from '../policy/contract.ts';

/** What a claim needs to know of a row of the 无码库. */
export interface StockLevel {
  readonly id: string;
  readonly local_code: string;
  readonly lot: string;
  readonly unit: string | null;
  readonly remaining: number;
  readonly taken: number;
}

export interface StockMove {
  readonly stockId: string;
  readonly line: number;
  /** Added to the remaining quantity. */
  readonly change: number;
}

/**
 * Shares claims out over rows: sold is what was registered first, and what comes back goes to what was sold last. A claim goes as far
 * as the rows do. Pure.
 * @param levels in the order of registration
 * @returns the moves, and the lines that the rows do not cover, ascending.
 */
export function allocateStock(
  levels: readonly StockLevel[],
  claims: readonly StockClaim[],
): { readonly moves: readonly StockMove[]; readonly short: readonly number[] } {
  const left = new Map(levels.map(({ id, remaining }) => [id, remaining]));
  const returnable = new Map(levels.map(({ id, taken }) => [id, taken]));
  const moves: StockMove[] = [];
  const short: number[] = [];
  for (const claim of claims) {
    const pool = claim.takes ? left : returnable;
    const fitting = levels.filter((level) => fits(level, claim));
    let open = claim.quantity;
    for (const { id } of claim.takes ? fitting : fitting.toReversed()) {
      const available = pool.get(id) ?? 0;
      const share = Math.min(open, available);
      if (share <= 0) continue;
      pool.set(id, available - share);
      open -= share;
      moves.push({ stockId: id, line: claim.line, change: claim.takes ? -share : share });
    }
    if (open > 0) short.push(claim.line);
  }
  return { moves, short };
}

/** A quantity in another unit cannot be compared, so it is not covered. */
function fits(level: StockLevel, claim: StockClaim): boolean {
  if (level.local_code !== claim.localCode) return false;
  if (claim.lot !== undefined && claim.lot !== level.lot) return false;
  return claim.unit === undefined || level.unit === null || claim.unit === level.unit;
}

/** @returns whether two ascending lists of lines are the same. */
export function sameLines(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((line, index) => line === right[index]);
}
