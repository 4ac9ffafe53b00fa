import type { Movement } from '../contract.ts';
import { isSale } from '../movement.ts';
import { isPieceBefore, type PackState } from '../pack-state.ts';
import type { Rule } from './rule.ts';

/**
 * One pack, one sale (国家医保局, 2025-06-30): sold whole while an earlier sale stands. Split sales of one institution are lawful repeats, and
 * of another one that received the opened pack since; a pack sold whole and in pieces, or in pieces by two institutions at once, was in two places.
 */
export const soldTwice: Rule = ({ steps }) => {
  const evidence = new Set<Movement>();
  for (const { movement, own, before } of steps) {
    if (!own || !isSale(movement)) continue;
    const rivals = [...before.sales, ...before.pieces].filter((sale) => !isLawfulRepeat(before, sale, movement));
    if (rivals.length > 0) for (const one of [...rivals, movement]) evidence.add(one);
  }
  if (evidence.size === 0) return undefined;
  return { class: 'sold-twice', severity: 'high', evidence: [...evidence].sort(byTime) };
};

function isLawfulRepeat(state: PackState, before: Movement, now: Movement): boolean {
  return now.facts.split === true && isPieceBefore(state, before, now.institution);
}

function byTime(left: Movement, right: Movement): number {
  return left.occurredAt - right.occurredAt;
}
