import { type Movement, patientKinds } from '../contract.ts';
import { isDispatch, isReceipt, type Rule } from './pack-history.ts';

/** "Within hours": no document gives the number. A working day, in which no pack comes back from one province and is sold in the next. */
const windowMs = 12 * 3_600_000;

/**
 * One code at a patient's counter in one province and in hand in another within hours, without having been sent off in between.
 */
export const twoProvinces: Rule = ({ movements }) => {
  for (const [index, later] of movements.entries()) {
    for (const earlier of movements.slice(0, index)) {
      if (!isApart(earlier, later)) continue;
      const between = movements.slice(movements.indexOf(earlier) + 1, index);
      const sent = between.some((one) => isDispatch(one) && provinceOf(one) === provinceOf(earlier));
      if (!sent) return { class: 'two-provinces', severity: 'high', evidence: [earlier, later] };
    }
  }
  return undefined;
};

function isApart(earlier: Movement, later: Movement): boolean {
  if (provinceOf(earlier) === provinceOf(later) || later.occurredAt - earlier.occurredAt > windowMs) return false;
  const atCounter = [earlier, later].some(({ kind }) => patientKinds.has(kind));
  return atCounter && inHand(earlier) && inHand(later);
}

/** The pack itself was scanned there. */
function inHand(movement: Movement): boolean {
  return patientKinds.has(movement.kind) || isReceipt(movement) || movement.kind === 'stock-count';
}

/** First two digits of the region (GB/T 2260). */
export function provinceOf({ region }: Pick<Movement, 'region'>): string {
  return region.slice(0, 2);
}
