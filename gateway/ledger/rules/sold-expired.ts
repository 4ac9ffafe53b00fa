import { isSale } from '../movement.ts';
import type { Rule } from './rule.ts';

/** Sold after its expiry date, by the date on the pack or in the document (药品管理法 第九十八条: 劣药). */
export const soldExpired: Rule = ({ movements }) => {
  const evidence = movements.filter((movement) => isSale(movement) && movement.facts.expired === true);
  return evidence.length === 0 ? undefined : { class: 'expired', severity: 'critical', evidence };
};
