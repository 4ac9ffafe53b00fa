import type { Movement } from '../contract.ts';
import { isReturn, isSale, type Rule } from './pack-history.ts';

/**
 * One pack, one sale (国家医保局, 2025-06-30): sold whole while an earlier sale stands. Split sales of one institution are lawful repeats;
 * a pack sold whole and in pieces, or in pieces by two institutions, was in two places.
 */
export const soldTwice: Rule = ({ movements }) => {
  let open: Movement[] = [];
  const evidence = new Set<Movement>();
  for (const movement of movements) {
    if (isReturn(movement)) {
      const at = open.findLastIndex((sale) => sale.facts.split === movement.facts.split);
      open = open.filter((_, index) => index !== at);
    }
    if (!isSale(movement)) continue;
    const rivals = open.filter((sale) => !isLawfulRepeat(sale, movement));
    if (rivals.length > 0) for (const one of [...rivals, movement]) evidence.add(one);
    open.push(movement);
  }
  if (evidence.size === 0) return undefined;
  return { class: 'sold-twice', severity: 'high', evidence: [...evidence].sort(byTime) };
};

function isLawfulRepeat(before: Movement, now: Movement): boolean {
  return before.facts.split === true && now.facts.split === true && before.institution === now.institution;
}

function byTime(left: Movement, right: Movement): number {
  return left.occurredAt - right.occurredAt;
}
