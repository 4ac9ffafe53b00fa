import type { FindingDraft } from '../contract.ts';
import type { PackHistory, Rule } from './pack-history.ts';
import { parentAndChildSold } from './parent-and-child-sold.ts';
import { receivedElsewhere } from './received-elsewhere.ts';
import { returnedWithoutSale } from './returned-without-sale.ts';
import { soldAfterDestruction, soldAfterRecall } from './sold-after-end.ts';
import { soldExpired } from './sold-expired.ts';
import { soldTwice } from './sold-twice.ts';
import { splitOverrun } from './split-overrun.ts';
import { twoProvinces } from './two-provinces.ts';

export { isDispatch, isReceipt, isReturn, isSale, type PackHistory, standingSales } from './pack-history.ts';
export { provinceOf } from './two-provinces.ts';

const rules: readonly Rule[] = [
  soldTwice,
  returnedWithoutSale,
  soldAfterDestruction,
  soldAfterRecall,
  parentAndChildSold,
  receivedElsewhere,
  twoProvinces,
  splitOverrun,
  soldExpired,
];

/** All that the rules find in one pack's movements. Pure. */
export function assessPack(pack: PackHistory): FindingDraft[] {
  return rules.flatMap((rule) => rule(pack) ?? []);
}
