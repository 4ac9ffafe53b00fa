import type { RecognisedLine } from '../model/index.ts';

/** Reasons for a missing code that no ordinary medicine can have. Splitting and injecting are done with medicines. */
const notMedicines: ReadonlySet<string | undefined> = new Set([
  'herbal-slices',
  'hospital-preparation',
  'class-1-device',
  'intraoperative',
]);
/** 国家医保药品代码 of western drugs (X) and Chinese patent drugs (Z); that of slices begins otherwise. */
const medicineCode = /^[XZ]/;
/** 国药准字 H (化学药) and S (生物制品), imports HJ, SJ … included. Z is left out: some slices bear it. */
const medicineApproval = /^国药准字\s*[HS]/;

/** @returns whether a line's own product speaks against the reason it gives for its missing code. */
export function isContradicted({ noCodeReason, product }: Pick<RecognisedLine, 'noCodeReason' | 'product'>): boolean {
  if (!notMedicines.has(noCodeReason)) return false;
  return medicineCode.test(product.nhsaCode ?? '') || medicineApproval.test(product.approvalNo ?? '');
}
