import type { StockClaim, StockCover } from '../policy/contract.ts';

/** What a claim needs to know of a row of the 无码库. */
export interface StockLevel {
  readonly id: string;
  readonly local_code: string;
  readonly lot: string;
  readonly unit: string | null;
  readonly remaining: number;
  readonly taken: number;
  readonly purchased_on: string | null;
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
 * @returns the moves, and how the rows serve the claims.
 */
export function allocateStock(
  levels: readonly StockLevel[],
  claims: readonly StockClaim[],
): { readonly moves: readonly StockMove[]; readonly cover: StockCover } {
  const left = new Map(levels.map(({ id, remaining }) => [id, remaining]));
  const returnable = new Map(levels.map(({ id, taken }) => [id, taken]));
  const moves: StockMove[] = [];
  const short: number[] = [];
  const bought: Array<StockCover['bought'][number]> = [];
  for (const claim of claims) {
    const pool = claim.takes ? left : returnable;
    const fitting = levels.filter((level) => fits(level, claim));
    let open = claim.quantity;
    const days: Array<string | null> = [];
    for (const { id, purchased_on } of claim.takes ? fitting : fitting.toReversed()) {
      const available = pool.get(id) ?? 0;
      const share = Math.min(open, available);
      if (share <= 0) continue;
      pool.set(id, available - share);
      open -= share;
      days.push(purchased_on);
      moves.push({ stockId: id, line: claim.line, change: claim.takes ? -share : share });
    }
    if (open > 0) short.push(claim.line);
    const on = latest(days);
    if (on !== undefined) bought.push({ line: claim.line, on });
  }
  return { moves, cover: { short, bought } };
}

function latest(days: ReadonlyArray<string | null>): string | undefined {
  const dated = days.flatMap((day) => day ?? []);
  return dated.length < days.length ? undefined : dated.sort().at(-1);
}

/** A quantity in another unit cannot be compared, so it is not covered. */
function fits(level: StockLevel, claim: StockClaim): boolean {
  if (level.local_code !== claim.localCode) return false;
  if (claim.lot !== undefined && claim.lot !== level.lot) return false;
  return claim.unit === undefined || level.unit === null || claim.unit === level.unit;
}

/** @returns whether the rows serve the claims alike. */
export function sameCover(left: StockCover, right: StockCover): boolean {
  return textOf(left) === textOf(right);
}

function textOf({ short, bought }: StockCover): string {
  return JSON.stringify([short, bought.map(({ line, on }) => [line, on])]);
}
