import { isReturn } from '../movement.ts';
import type { Rule } from './rule.ts';

/**
 * A patient brings back what was never sold, by itself or in a larger pack. Where the hub knows nothing else of the pack, the sale may
 * lie before its time.
 */
export const returnedWithoutSale: Rule = ({ steps }) => {
  const unsold = steps.filter(({ movement, own, before }) => {
    const { sales, outerSales, opened } = before;
    // Several pieces may come back of one split sale.
    return own && isReturn(movement) && sales.length + outerSales.length === 0 && opened === undefined;
  });
  const evidence = unsold.map(({ movement }) => movement);
  const [first] = evidence;
  if (first === undefined) return undefined;
  const known = steps.some(({ movement }) => movement.occurredAt < first.occurredAt);
  return { class: 'returned-without-sale', severity: known ? 'medium' : 'low', evidence };
};
