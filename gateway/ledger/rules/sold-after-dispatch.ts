import { isSale, isShipment } from '../movement.ts';
import { isElsewhere } from '../pack-state.ts';
import type { Rule } from './rule.ts';

/**
 * Sold by an institution that had sent it away and did not get it back. Where another one has received it, or it was recalled, that is
 * the finding. What was lost, or taken out for inspection, may be found again.
 */
export const soldAfterDispatch: Rule = ({ steps }) => {
  for (const { movement, own, before } of steps) {
    if (!own || !isSale(movement)) continue;
    const sent = before.gone;
    if (sent?.institution !== movement.institution || !isShipment(sent) || before.recalls.length > 0) continue;
    if (isElsewhere(before, movement.institution)) continue;
    return { class: 'sold-after-dispatch', severity: 'medium', evidence: [sent, movement] };
  }
  return undefined;
};
