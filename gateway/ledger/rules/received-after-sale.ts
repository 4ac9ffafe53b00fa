import { isBuyingBack } from '../pack-state.ts';
import type { Rule } from './rule.ts';

/** 回流药 itself: a pack that a patient has is bought again, to be sold again. */
export const receivedAfterSale: Rule = ({ steps }) => {
  const evidence = steps.flatMap(({ before, movement, own }) => {
    const sale = before.sales.at(-1) ?? before.outerSales.at(-1);
    return sale !== undefined && isBuyingBack(before, { movement, own }) ? [sale, movement] : [];
  });
  if (evidence.length === 0) return undefined;
  return { class: 'received-after-sale', severity: 'high', evidence: [...new Set(evidence)] };
};
