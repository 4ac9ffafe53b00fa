import type { Delivery, NewWithdrawal } from './contract.ts';
import { requireDay } from './day.ts';

/** A withdrawal as both databases take it; the rest of its row is that of the delivery it takes back. */
export interface WithdrawalRow {
  readonly original: string;
  /** The state in which the other may be taken back. */
  readonly state: 'delivered' | 'rejected';
  readonly id: string;
  readonly day: number;
  readonly operation: string;
  readonly now: number;
  readonly ids: string | null;
  readonly items: string;
  readonly withdrawal: string;
}

/**
 * Rows that the platform refused are not there to be taken back: they count as settled from the start. Of a delivery that was rejected
 * only the rows that are known to be booked are there.
 * @throws RangeError when the id is no UUIDv7.
 */
export function toWithdrawalRow(
  original: Delivery,
  { id, operation, reason, actor, now }: NewWithdrawal,
): WithdrawalRow {
  const state = isBookedInPart(original) ? 'rejected' : 'delivered';
  const absent = absentRows(original).map((key) => ({ key, ok: true, message: 'never held there' }));
  return {
    original: original.id,
    state,
    id,
    day: requireDay(id),
    operation,
    now,
    ids: original.ids === undefined ? null : JSON.stringify(original.ids),
    items: JSON.stringify(absent),
    withdrawal: JSON.stringify({ of: original.id, reason, actor, receipt: original.receipt }),
  };
}

/** @returns whether the platform holds a part of what it rejected as a whole. */
export function isBookedInPart({ state, items }: Pick<Delivery, 'state' | 'items'>): boolean {
  return state === 'rejected' && items.some(({ ok }) => ok);
}

function absentRows({ state, items, ids }: Delivery): string[] {
  const refused = items.filter(({ ok }) => !ok).map(({ key }) => key);
  if (state !== 'rejected') return refused;
  const booked = new Set(items.filter(({ ok }) => ok).map(({ key }) => key));
  return [...new Set([...refused, ...(ids?.items ?? []).map(({ key }) => key)])].filter((key) => !booked.has(key));
}
