import type { FindingDraft } from '../contract.ts';
import type { PackLife } from '../pack-life.ts';
import { parentAndChildSold } from './parent-and-child-sold.ts';
import { receivedAfterSale } from './received-after-sale.ts';
import { receivedElsewhere } from './received-elsewhere.ts';
import { returnedWithoutSale } from './returned-without-sale.ts';
import type { Rule } from './rule.ts';
import { soldAfterDispatch } from './sold-after-dispatch.ts';
import { soldAfterDestruction, soldAfterRecall } from './sold-after-end.ts';
import { soldExpired } from './sold-expired.ts';
import { soldTwice } from './sold-twice.ts';
import { splitOverrun } from './split-overrun.ts';
import { twoProvinces } from './two-provinces.ts';

const rules: readonly Rule[] = [
  soldTwice,
  returnedWithoutSale,
  soldAfterDestruction,
  soldAfterRecall,
  soldAfterDispatch,
  parentAndChildSold,
  receivedElsewhere,
  receivedAfterSale,
  twoProvinces,
  splitOverrun,
  soldExpired,
];

/** All that the rules find in one pack's life. Pure. */
export function assessPack(life: PackLife): FindingDraft[] {
  return rules.flatMap((rule) => rule(life) ?? []);
}
