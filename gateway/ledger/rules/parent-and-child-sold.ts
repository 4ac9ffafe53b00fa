import type { Rule } from './rule.ts';

/** A pack went to a patient, and so did the larger pack that it lies in. */
export const parentAndChildSold: Rule = ({ now: { sales, outerSales } }) => {
  if (sales.length === 0 || outerSales.length === 0) return undefined;
  return {
    class: 'parent-and-child-sold',
    severity: 'high',
    evidence: [...sales, ...outerSales].sort((left, right) => left.occurredAt - right.occurredAt),
  };
};
