import type { Delivery, NewWithdrawal } from './contract.ts';
import { requireDay } from './day.ts';

/** A withdrawal as both databases take it; the rest of its row is that of the delivery it takes back. */
export interface WithdrawalRow {
  readonly original: string;
  readonly id: string;
  readonly day: number;
  readonly operation: string;
  readonly now: number;
  readonly ids: string | null;
  readonly items: string;
  readonly withdrawal: string;
}

/**
 * Rows that the platform refused are not there to be taken back: they count as settled from the start.
 * @throws RangeError when the id is no UUIDv7.
 */
export function toWithdrawalRow(
  original: Delivery,
  { id, operation, reason, actor, now }: NewWithdrawal,
): WithdrawalRow {
  const absent = original.items
    .filter(({ ok }) => !ok)
    .map(({ key }) => ({ key, ok: true, message: 'never held there' }));
  return {
    original: original.id,
    id,
    day: requireDay(id),
    operation,
    now,
    ids: original.ids === undefined ? null : JSON.stringify(original.ids),
    items: JSON.stringify(absent),
    withdrawal: JSON.stringify({ of: original.id, reason, actor }),
  };
}
