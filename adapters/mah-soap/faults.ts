import type { FaultRow } from '../contract/index.ts';
import { faultRow } from '../kit/fault-row.ts';
import { httpFaults } from '../kit/http.ts';

const DOCUMENT = {
  hintZh: '按厂家返回的说明修改单据后重新提交',
  hintEn: 'Correct the document as the manufacturer says and submit again',
};

/** Codes of the manufacturer's `Result`, and of its SOAP faults (faultcode, with any prefix removed). */
export const resultFaults: readonly FaultRow[] = [
  faultRow(['1001'], 'already-accepted', 'MAH_DOCUMENT_EXISTS', {
    zh: '该单据已上报过,内容相同',
    en: 'The document was reported before with the same content',
    hintZh: '无需处理',
    hintEn: 'Nothing to do',
  }),
  faultRow(['1002'], 'rejected', 'MAH_DOCUMENT_DIFFERS', {
    zh: '该单据号已上报过,但内容不同',
    en: 'The document number was reported before with other content',
    hintZh: '核对单据号是否重复使用;更正需换新单据号',
    hintEn: 'Was the number used twice? A correction needs a new number',
  }),
  faultRow(['2001'], 'rejected', 'MAH_PARTNER_UNKNOWN', {
    zh: '厂家不认识该合作方编码',
    en: 'The manufacturer does not know the partner code',
    hintZh: '核对机构目录中的 partnerCode',
    hintEn: 'Check partnerCode in the directory',
  }),
  faultRow(['2002'], 'rejected', 'MAH_FIELD_INVALID', { zh: '字段不合法', en: 'A field is invalid', ...DOCUMENT }),
  faultRow(['2003'], 'rejected', 'MAH_CODE_FOREIGN', {
    zh: '追溯码不属于该厂家',
    en: 'The trace code is not of this manufacturer',
    hintZh: '核对路由规则中该厂家的码前缀与商品码',
    hintEn: "Check the manufacturer's code prefixes and GTINs in the route",
  }),
  faultRow(['9001'], 'unavailable', 'MAH_BUSY', {
    zh: '厂家系统繁忙,未处理',
    en: 'The manufacturer is busy; not processed',
    hintZh: '系统自动重试',
    hintEn: 'Retried automatically',
  }),
  faultRow(['9999'], 'unknown-outcome', 'MAH_INTERNAL_ERROR', {
    zh: '厂家系统内部错误,可能已处理',
    en: 'The manufacturer failed internally; it may have processed the request',
    hintZh: '系统先查询再决定是否重发',
    hintEn: 'Resolved by an enquiry before anything is sent again',
  }),
  faultRow(
    ['FailedAuthentication', 'FailedCheck', 'InvalidSecurity', 'InvalidSecurityToken'],
    'auth',
    'MAH_AUTHENTICATION_FAILED',
    {
      zh: '用户名、密码或签名被拒绝',
      en: 'User name, password or signature refused',
      hintZh: '在机构目录中更新该链路的凭据,并核对 security 与 passwordType',
      hintEn: "Renew the institution's credentials for this link; check security and passwordType",
    },
  ),
  faultRow(['MessageExpired'], 'misconfigured', 'MAH_CLOCK_SKEW', {
    zh: '报文时间与厂家系统相差超过 5 分钟',
    en: "The message time is more than 5 minutes from the manufacturer's clock",
    hintZh: '校准服务器时间(NTP)',
    hintEn: 'Correct the clock of this host (NTP)',
  }),
  // SOAP 1.1 §4.4.1, SOAP 1.2 part 1 §5.4.6: Client (Sender) faults are not processed and not to be repeated unchanged; Server faults say nothing of that.
  faultRow(['Client', 'Sender'], 'rejected', 'MAH_REQUEST_REFUSED', {
    zh: '厂家系统认为报文格式错误',
    en: 'The manufacturer calls the message malformed',
    ...DOCUMENT,
  }),
  faultRow(['MustUnderstand', 'VersionMismatch'], 'misconfigured', 'MAH_PROTOCOL_REFUSED', {
    zh: '厂家系统不支持该 SOAP 版本或报文头',
    en: 'The manufacturer does not support the SOAP version or header',
    hintZh: '核对接口版本与 WS-Security 要求',
    hintEn: 'Check the interface version and its WS-Security requirements',
  }),
  faultRow(['ALIEN'], 'contract-broken', 'MAH_ALIEN_REPLY', {
    zh: '厂家回复无法识别',
    en: 'The reply is not recognised',
    hintZh: '系统先查询再决定是否重发;反复出现时联系厂家',
    hintEn: 'Resolved by an enquiry; when it repeats, ask the manufacturer',
  }),
  faultRow(['*'], 'unknown-outcome', 'MAH_SOAP_FAULT', {
    zh: '厂家以未约定的代码或 SOAP 错误回复,可能已处理',
    en: 'An undocumented code or SOAP fault; it may have processed the request',
    hintZh: '系统先查询再决定是否重发;反复出现时联系厂家',
    hintEn: 'Resolved by an enquiry; when it repeats, ask the manufacturer',
  }),
];

/** The whole catalogue, as listed at GET /v1/errors. */
export const faults: readonly FaultRow[] = [...resultFaults, ...httpFaults];
