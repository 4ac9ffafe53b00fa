import type { Movement } from '../contract.ts';
import { isSale } from '../movement.ts';
import type { PackLife } from '../pack-life.ts';
import type { PackState } from '../pack-state.ts';
import type { Rule } from './rule.ts';

/** 销毁 or 报废: the pack, or the larger one that it lay in, is no more. */
export const soldAfterDestruction: Rule = (life) => {
  const evidence = salesAfter(life, ({ destructions }) => destructions[0]);
  return evidence && { class: 'sold-after-destruction', severity: 'critical', evidence };
};

/** 召回: the pack, or the larger one that it lay in, was on its way back to its maker. */
export const soldAfterRecall: Rule = (life) => {
  const evidence = salesAfter(life, ({ recalls }) => recalls[0]);
  return evidence && { class: 'sold-after-recall', severity: 'critical', evidence };
};

/** @returns the end of the pack and the sales after it. */
function salesAfter(
  { steps }: PackLife,
  endOf: (before: PackState) => Movement | undefined,
): readonly Movement[] | undefined {
  const sales = steps.filter(({ movement, own, before }) => own && isSale(movement) && endOf(before) !== undefined);
  const end = sales[0] && endOf(sales[0].before);
  return end && [end, ...sales.map(({ movement }) => movement)];
}
