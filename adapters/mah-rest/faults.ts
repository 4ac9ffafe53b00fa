import type { FaultRow } from '../contract/index.ts';
import { faultRow } from '../kit/fault-row.ts';
import { httpFaults } from '../kit/http.ts';

const ENQUIRED = {
  hintZh: '系统先查询再决定是否重发;反复出现时联系厂家',
  hintEn: 'Resolved by an enquiry; when it repeats, ask the manufacturer',
};

/** What holds for every manufacturer. Their own codes are `faults` of their profiles, which come first. */
export const ownFaults: readonly FaultRow[] = [
  faultRow(['ALIEN'], 'contract-broken', 'MAH_ALIEN_REPLY', {
    zh: '厂家回复无法识别',
    en: 'The reply is not recognised',
    ...ENQUIRED,
  }),
  faultRow(['*'], 'unknown-outcome', 'MAH_UNDOCUMENTED_CODE', {
    zh: '厂家以未约定的代码回复,可能已处理',
    en: 'An undocumented code; the manufacturer may have processed the request',
    ...ENQUIRED,
  }),
];

/** The whole catalogue, as listed at GET /v1/errors. */
export const faults: readonly FaultRow[] = [...ownFaults, ...httpFaults];
