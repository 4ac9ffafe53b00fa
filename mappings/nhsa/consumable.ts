import type { RecognisedLine } from '../model/index.ts';

/** 医用耗材代码 begin with C, 国家医保药品代码 with X, Z or T (§7). A product without a code counts as a drug. */
export function isConsumable(line: Pick<RecognisedLine, 'product'>): boolean {
  return line.product.nhsaCode?.startsWith('C') === true;
}
