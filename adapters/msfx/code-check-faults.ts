import type { FaultRow } from '../contract/index.ts';
import { faultRow, ofPack } from '../kit/fault-row.ts';

const EACH = {
  hintZh: '逐码查看原因;去掉或更换这些码后以新单据号提交',
  hintEn: 'See the verdict on each code; submit without them under a new number',
};

/** Refusals of a bill for its codes, by the error type of `code_check_error_info`: what the message itself leaves unsaid. */
export const codeCheckFaults: readonly FaultRow[] = [
  faultRow(['CODE_CHECK_1'], 'rejected', 'MSFX_CODE_NOT_ACTIVE', {
    zh: '单据中有未激活的追溯码',
    en: 'A trace code of the bill is not activated',
    hintZh: '逐码查看;未激活的码由生产企业处理,货物先不要流转',
    hintEn: 'See the verdict on each code; its producer has to activate it, keep the goods until then',
  }),
  faultRow(['CODE_CHECK_2'], 'rejected', 'MSFX_CODE_INVALID', {
    zh: '单据中有未通过码制校验的追溯码',
    en: 'A trace code of the bill fails the check of its form',
    hintZh: '逐码查看;重新扫描这些包装后以新单据号提交',
    hintEn: 'See the verdict on each code; scan those packs again and submit under a new number',
  }),
  faultRow(['CODE_CHECK_3'], 'rejected', 'MSFX_CODE_REPEATED', {
    zh: '单据中有重复的追溯码',
    en: 'A trace code of the bill is a repeat',
    ...EACH,
  }),
  ofPack(
    faultRow(['CODE_CHECK_4', 'CODE_CHECK_5'], 'rejected', 'MSFX_CODE_CANCELLED', {
      zh: '单据中有已注销的追溯码',
      en: 'A trace code of the bill is cancelled',
      hintZh: '逐码查看;核对实物与来源,涉事包装先不要销售',
      hintEn: 'See the verdict on each code; check the packs and where they came from, do not sell them',
    }),
  ),
  faultRow(['CODE_CHECK_6'], 'rejected', 'MSFX_PARENT_WITH_CHILD', {
    zh: '单据中同时有包装码和其内装码',
    en: 'The bill has the code of a pack beside codes of its contents',
    hintZh: '整包只报上级码;逐码查看是哪一对,去掉其一后以新单据号提交',
    hintEn: 'Report a whole pack by its own code only; the verdicts name the pairs, submit anew',
  }),
  faultRow(['CODE_CHECK_7'], 'rejected', 'MSFX_CODE_DATA_DIFFER', {
    zh: '批号、生产日期或有效期与追溯码不符',
    en: 'Lot or dates of a trace code differ from what the code stands for',
    hintZh: '逐码查看;核对实物批号与效期',
    hintEn: 'See the verdict on each code; compare lot and dates with the pack',
  }),
];
