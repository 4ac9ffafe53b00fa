import type { Movement } from '../contract.ts';
import { isSale, type PackHistory, type Rule } from './pack-history.ts';

/** 销毁 or 报废: the pack is no more. */
export const soldAfterDestruction: Rule = (pack) => {
  const evidence = salesAfter(pack, ({ kind, facts }) => kind === 'destroy' || facts.reason === 'scrap');
  return evidence && { class: 'sold-after-destruction', severity: 'critical', evidence };
};

/** 召回: the pack was on its way back to its maker. */
export const soldAfterRecall: Rule = (pack) => {
  const evidence = salesAfter(pack, ({ facts }) => facts.reason === 'recall');
  return evidence && { class: 'sold-after-recall', severity: 'critical', evidence };
};

/** @returns the end of the pack and the sales after it. */
function salesAfter(
  { movements }: PackHistory,
  ends: (movement: Movement) => boolean,
): readonly Movement[] | undefined {
  const at = movements.findIndex(ends);
  const end = movements[at];
  if (end === undefined) return undefined;
  const sales = movements.slice(at + 1).filter((movement) => isSale(movement) && movement.eventId !== end.eventId);
  return sales.length === 0 ? undefined : [end, ...sales];
}
