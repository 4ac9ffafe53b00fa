import { isReturn, isSale } from '../movement.ts';
import type { Rule } from './rule.ts';

/** Quantities have at most 6 places (event schema): whole numbers of millionths add up exactly. */
const scale = 1_000_000;

/**
 * 拆零: many sales of one code are lawful up to its content. Only where the catalogue or the specification tells it in the unit sold, and
 * every split line says how much left this very pack.
 */
export const splitOverrun: Rule = ({ movements }) => {
  const splits = movements.filter(({ facts }) => facts.split);
  const sales = splits.filter(isSale);
  // What the catalogue learnt meanwhile holds for the pack's earlier sales as well.
  const { content, unit } = sales.findLast(({ facts }) => facts.content !== undefined)?.facts ?? {};
  if (content === undefined) return undefined;
  let left = content * scale;
  for (const movement of splits) {
    const { quantity, unit: own } = movement.facts;
    if (quantity === undefined || own !== unit) return undefined;
    const amount = Math.round(Number(quantity) * scale);
    if (isSale(movement)) left -= amount;
    if (isReturn(movement)) left += amount;
  }
  return left < 0 ? { class: 'split-overrun', severity: 'high', evidence: sales } : undefined;
};
