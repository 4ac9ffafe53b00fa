import { isReturn, isSale, type Rule } from './pack-history.ts';

/** A patient brings back what was never sold. Where the hub knows nothing else of the pack, the sale may lie before its time. */
export const returnedWithoutSale: Rule = ({ movements }) => {
  let sold = 0;
  const evidence = movements.filter((movement) => {
    if (isSale(movement)) sold += 1;
    if (!isReturn(movement)) return false;
    if (sold === 0) return true;
    // Several pieces may come back of one split sale.
    if (!movement.facts.split) sold -= 1;
    return false;
  });
  const [first] = evidence;
  if (first === undefined) return undefined;
  const known = movements.some(({ occurredAt }) => occurredAt < first.occurredAt);
  return { class: 'returned-without-sale', severity: known ? 'medium' : 'low', evidence };
};
