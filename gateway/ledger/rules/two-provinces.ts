import { type Movement, patientKinds } from '../contract.ts';
import { isDispatch, isReceipt, provinceOf } from '../movement.ts';
import type { Step } from '../pack-life.ts';
import type { Rule } from './rule.ts';

/** "Within hours": no document gives the number. A working day, in which no pack comes back from one province and is sold in the next. */
const windowMs = 12 * 3_600_000;

/**
 * One code at a patient's counter in one province and in hand in another within hours, without having been sent off in between.
 */
export const twoProvinces: Rule = ({ steps }) => {
  for (const [index, later] of steps.entries()) {
    for (const [at, earlier] of steps.slice(0, index).entries()) {
      if (!isApart(earlier, later)) continue;
      const province = provinceOf(earlier.movement);
      const between = steps.slice(at + 1, index);
      const sent = between.some(({ movement }) => isDispatch(movement) && provinceOf(movement) === province);
      if (sent) continue;
      return { class: 'two-provinces', severity: 'high', evidence: [earlier.movement, later.movement] };
    }
  }
  return undefined;
};

/** Two movements of a larger pack are that one's finding. */
function isApart({ movement: earlier, own }: Step, { movement: later, own: laterOwn }: Step): boolean {
  if (!own && !laterOwn) return false;
  if (provinceOf(earlier) === provinceOf(later) || later.occurredAt - earlier.occurredAt > windowMs) return false;
  const atCounter = [earlier, later].some(({ kind }) => patientKinds.has(kind));
  return atCounter && inHand(earlier) && inHand(later);
}

/** The pack itself was scanned there. */
function inHand(movement: Movement): boolean {
  return patientKinds.has(movement.kind) || isReceipt(movement) || movement.kind === 'stock-count';
}
