import type { FaultRow } from '../contract/index.ts';
import { faultRow } from '../kit/fault-row.ts';
import { httpFaults } from '../kit/http.ts';

const ENQUIRED = {
  hintZh: '系统先查询再决定是否重发;反复出现时联系平台',
  hintEn: 'Resolved by an enquiry; when it repeats, ask the platform',
};

/** What holds for every regulator. A platform's own codes are `faults` of its profile, which come first. */
export const ownFaults: readonly FaultRow[] = [
  faultRow(['ALIEN'], 'contract-broken', 'REGULATOR_ALIEN_REPLY', {
    zh: '平台回复无法识别,或不是对本事件的回复',
    en: 'The reply is not recognised, or is of another event',
    ...ENQUIRED,
  }),
  faultRow(['REPLY_DIGEST'], 'contract-broken', 'REGULATOR_REPLY_DIGEST_WRONG', {
    zh: '平台回复的摘要缺失或错误,不予采信',
    en: 'The digest of the reply is missing or wrong; the reply is not believed',
    hintZh: '核对机构的 secret 与映射档的 reply* 常量;仅个别回复如此时检查网络中间设备',
    hintEn:
      "Check the institution's secret and the profile's reply* constants; if only some replies, look for middleboxes",
  }),
  faultRow(['*'], 'unknown-outcome', 'REGULATOR_UNDOCUMENTED_CODE', {
    zh: '平台以未约定的代码回复,可能已处理',
    en: 'An undocumented code; the platform may have processed the request',
    hintZh: '系统先查询;查明含义后补入映射档的 faults',
    hintEn: "Resolved by an enquiry; once its meaning is known, add it to the profile's faults",
  }),
];

/** The whole catalogue, as listed at GET /v1/errors. */
export const faults: readonly FaultRow[] = [...ownFaults, ...httpFaults];
