import { type Rule, standingSales } from './pack-history.ts';

/** A pack went to a patient, and so did the larger pack that it lies in. */
export const parentAndChildSold: Rule = ({ movements, around }) => {
  const own = standingSales(movements);
  if (own.length === 0) return undefined;
  const others = around.flatMap((outer) => standingSales(outer.movements));
  if (others.length === 0) return undefined;
  return {
    class: 'parent-and-child-sold',
    severity: 'high',
    evidence: [...own, ...others].sort((left, right) => left.occurredAt - right.occurredAt),
  };
};
