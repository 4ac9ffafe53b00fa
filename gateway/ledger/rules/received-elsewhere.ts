import type { Movement } from '../contract.ts';
import { isDispatch, isReceipt, isSale, type Rule } from './pack-history.ts';

/**
 * Received by one institution, which still has it, and sold by another that never received it. Packs that nobody received in the
 * hub's sight say nothing: receipts are not reported everywhere.
 */
export const receivedElsewhere: Rule = ({ movements }) => {
  const holders = new Map<string, Movement>();
  const received = new Set<string>();
  for (const movement of movements) {
    const { institution } = movement;
    if (isReceipt(movement)) {
      holders.set(institution, movement);
      received.add(institution);
    }
    if (isDispatch(movement)) holders.delete(institution);
    if (!isSale(movement)) continue;
    const [elsewhere] = [...holders].filter(([holder]) => holder !== institution);
    if (elsewhere !== undefined && !received.has(institution))
      return { class: 'received-elsewhere', severity: 'medium', evidence: [elsewhere[1], movement] };
    holders.delete(institution);
  }
  return undefined;
};
