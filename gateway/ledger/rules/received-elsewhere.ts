import { isSale } from '../movement.ts';
import { isElsewhere } from '../pack-state.ts';
import type { Rule } from './rule.ts';

/**
 * Received by one institution, which still has it, and sold by another that has not. Packs that nobody received in the hub's sight say
 * nothing: receipts are not reported everywhere.
 */
export const receivedElsewhere: Rule = ({ steps }) => {
  for (const { movement, own, before } of steps) {
    const { holder } = before;
    if (!own || !isSale(movement) || holder === undefined || !isElsewhere(before, movement.institution)) continue;
    return { class: 'received-elsewhere', severity: 'medium', evidence: [holder, movement] };
  }
  return undefined;
};
