import type { FaultRow } from '../contract/index.ts';
import { type FaultWords, faultRow } from '../kit/fault-row.ts';
import { httpFaults } from '../kit/http.ts';

/** Answer to a deletion (3507A) of a row that is not there: done, by whomever. */
export const rowGone: FaultRow = faultRow(
  ['3507:gone'],
  'already-accepted',
  'NHSA_ROW_GONE',
  words('平台没有该行或已删除', 'The platform does not hold the row (any more)', '无需处理', 'Nothing to do'),
);

/**
 * Native codes: `csb:<code>` a reply of the gateway in front of the platform; `soap:fault` one of a SOAP front; the infcode itself; `retRslt=0` a refused batch or
 * row; `reply:…` what we make of a reply that proves nothing. Refusal texts are published nowhere (V1.1.83 §4.1), so patterns name
 * families of words, and a profile's own rows come first.
 */
export const faults: readonly FaultRow[] = [
  rowGone,
  faultRow(
    ['csb:401'],
    'misconfigured',
    'NHSA_GATEWAY_HEADER_MISSING',
    words(
      '服务网关缺少请求头',
      'The service gateway misses a header',
      '检查代理是否删除了 _api_ 开头的请求头',
      'Check whether a proxy on the way drops headers that begin with _api_',
    ),
    /请求头/u,
  ),
  // Not processed, and nothing is wrong with the record: it goes out by itself once the clocks agree.
  faultRow(
    ['csb:401'],
    'unavailable',
    'NHSA_CLOCK_SKEW',
    words(
      '签名时间戳超时(允许 30 分钟)',
      'The signature time is refused (30 minutes are allowed)',
      '校准本机时钟(NTP)',
      'Set the clock of this host (NTP)',
    ),
    /时间戳/u,
  ),
  faultRow(
    ['csb:401'],
    'auth',
    'NHSA_KEY_UNKNOWN',
    words(
      '服务网关不认识该 AK',
      'The gateway does not know the access key',
      '核对该机构的 AK;可能已停用',
      "Check the institution's access key; it may have been withdrawn",
    ),
    /非法用户/u,
  ),
  faultRow(
    ['csb:401'],
    'auth',
    'NHSA_SIGNATURE_REFUSED',
    words(
      '服务网关验签失败',
      'The gateway refuses the signature',
      '核对该机构的 SK',
      "Check the institution's secret key",
    ),
    /签名/u,
  ),
  faultRow(
    ['csb:401'],
    'auth',
    'NHSA_GATEWAY_DENIED',
    words(
      '服务网关拒绝访问',
      'The gateway denies access',
      '核对该机构的 AK/SK 及接口授权',
      "Check the institution's keys and what they are allowed to call",
    ),
  ),
  faultRow(
    ['csb:other'],
    'unknown-outcome',
    'NHSA_GATEWAY_ERROR',
    words(
      '服务网关报错,无法确定平台是否已处理',
      'The gateway reports an error; the platform may have processed the request',
      '系统自动查询确认;持续出现请联系平台',
      'Resolved by enquiry; call the platform when it persists',
    ),
  ),
  faultRow(
    ['-1'],
    'auth',
    'NHSA_SIGN_IN_REQUIRED',
    words(
      '未签到或签到已失效',
      'Not signed in, or the sign-in has ended',
      '系统自动重新签到一次;仍失败时检查经办人',
      'Signed in again once by itself; check the operator when that fails',
    ),
    /未签到|先签到|已签退|签到.{0,8}(失效|过期|无效|不存在)|签到流水号/u,
  ),
  // Every try has its own msgid: a repeated one means that something on the way sent this request twice.
  faultRow(
    ['-1'],
    'unknown-outcome',
    'NHSA_MESSAGE_REPEATED',
    words(
      '报文ID重复,同一请求可能已被处理',
      'The message number is known; the same request may have been processed',
      '系统自动查询确认;检查代理是否重发请求',
      'Resolved by enquiry; check whether a proxy repeats requests',
    ),
    /(报文ID|msgid).{0,20}(重复|已存在)/iu,
  ),
  faultRow(
    ['-1'],
    'auth',
    'NHSA_INSTITUTION_REFUSED',
    words(
      '平台不接受该机构或经办人',
      'The platform does not accept the institution or its operator',
      '核对机构编号、医保协议状态和经办人',
      "Check the institution's code, its contract with the insurance and the operator",
    ),
    /(机构|药店|经办人|操作员).{0,12}(不存在|未开通|未授权|无权限|停用|暂停|终止|无效)/u,
  ),
  // Refused before anything was looked at: the institution's keys are at fault, not the record.
  faultRow(
    ['-1'],
    'auth',
    'NHSA_MESSAGE_KEYS_REFUSED',
    words(
      '平台验签或解密失败',
      'The platform cannot verify the signature or open the message',
      '核对该机构的签名私钥与加密密钥',
      "Check the institution's signing key and cipher key",
    ),
    /(验签|签名|解密|密钥).{0,12}(失败|错误|异常|不一致|不正确|无效|不通过)/u,
  ),
  faultRow(
    ['-1'],
    'unknown-outcome',
    'NHSA_SYSTEM_ERROR',
    words(
      '平台内部错误,无法确定是否已处理',
      'The platform failed inside; it may have processed the request',
      '系统自动查询确认',
      'Resolved by enquiry',
    ),
    /系统(异常|错误|繁忙)|服务(异常|不可用|繁忙)|网络|超时|timed? ?out/iu,
  ),
  faultRow(
    ['-1'],
    'rejected',
    'NHSA_REFUSED',
    words(
      '平台拒绝该交易',
      'The platform refuses the transaction',
      '按平台提示修正后重新提交',
      "Correct it by the platform's message and submit it anew",
    ),
  ),
  faultRow(
    ['retRslt=0'],
    'rejected',
    'NHSA_ROW_REFUSED',
    words(
      '平台拒绝该批次或该行',
      'The platform refuses the batch or the row',
      '按平台提示修正后重新提交',
      "Correct it by the platform's message and submit it anew",
    ),
  ),
  faultRow(
    ['sign-in:refused'],
    'auth',
    'NHSA_SIGN_IN_REFUSED',
    words(
      '签到被拒绝',
      'The sign-in is refused',
      '核对机构编号和经办人',
      "Check the institution's code and its operator",
    ),
  ),
  faultRow(
    ['token:refused'],
    'auth',
    'NHSA_TOKEN_REFUSED',
    words(
      '获取访问令牌被拒绝',
      'The platform gives no access token',
      '核对该机构的 client_id、client_secret、用户名和密码',
      "Check the institution's client id and secret, user and password",
    ),
  ),
  faultRow(
    ['soap:fault'],
    'unknown-outcome',
    'NHSA_SOAP_FAULT',
    words(
      'SOAP 前置返回 Fault,无法确定是否已处理',
      'The SOAP front answered with a fault; the platform may have processed the request',
      '核对 soapNamespace、soapOperation、soapArgument 设置;系统自动查询确认',
      'Check the settings soapNamespace, soapOperation and soapArgument; resolved by enquiry',
    ),
  ),
  faultRow(
    ['reply:unreadable'],
    'contract-broken',
    'NHSA_REPLY_UNREADABLE',
    words(
      '回复不是 UTF-8 JSON 报文',
      'The reply is no JSON message in UTF-8',
      '可能被代理或门户页面截获;系统自动查询确认',
      'A proxy or portal page may stand in between; resolved by enquiry',
    ),
  ),
  faultRow(
    ['reply:undecryptable'],
    'contract-broken',
    'NHSA_REPLY_UNDECRYPTABLE',
    words(
      '回复的密文无法解密或与报文头不符',
      'The encrypted part of the reply does not open, or belongs to another message',
      '核对该机构的 SM4 密钥;系统自动查询确认',
      "Check the institution's SM4 key; resolved by enquiry",
    ),
  ),
  faultRow(
    ['reply:unrecognised'],
    'contract-broken',
    'NHSA_REPLY_UNRECOGNISED',
    words(
      '回复中没有可确认的结果',
      'The reply holds no result that proves anything',
      '保留该次尝试记录并联系适配器作者;系统自动查询确认',
      'Keep the attempt record and tell the author of the adapter; resolved by enquiry',
    ),
  ),
  // The platform answered well: nothing for the breaker. A failed enquiry leaves the delivery as it is, at last to a person.
  faultRow(
    ['reply:inconclusive'],
    'rejected',
    'NHSA_ENQUIRY_INCONCLUSIVE',
    words(
      '查询不到该退货,但平台未说明查询是否包含退货',
      'The return is not found, but the platform does not say that the enquiry covers returns',
      '在平台核对;确认查询包含退货后可将 returnEnquiry 设为 conclusive',
      'Check it on the platform; once returns are known to be listed, set returnEnquiry to conclusive',
    ),
  ),
  faultRow(
    ['reply:rows-missing'],
    'unknown-outcome',
    'NHSA_ROWS_MISSING',
    words(
      '回复缺少部分行的结果',
      'The reply says nothing of some rows',
      '系统自动逐行查询确认',
      'Resolved by an enquiry per row',
    ),
  ),
  // Elsewhere in the documents any non-zero infcode is a failure; one with words in it is taken at its word.
  faultRow(
    ['*'],
    'rejected',
    'NHSA_REFUSED',
    words(
      '平台拒绝该交易',
      'The platform refuses the transaction',
      '按平台提示修正后重新提交',
      "Correct it by the platform's message and submit it anew",
    ),
    /\S/u,
  ),
  // A printed sample shows infcode 1 with data and no error text (湖南 V1.1.27 appendix B): that proves neither.
  faultRow(
    ['*'],
    'unknown-outcome',
    'NHSA_RESULT_CONTRADICTORY',
    words(
      '失败代码无错误信息,无法确定是否已处理',
      'A failure code without a message; it may have been processed',
      '系统自动查询确认',
      'Resolved by enquiry',
    ),
  ),
  ...httpFaults,
];

/** Refusals that say nothing of the record in hand, by their words. */
export const unrelatedFaults: readonly FaultRow[] = faults.filter(
  ({ native, pattern }) => native.includes('-1') && pattern !== undefined,
);

function words(zh: string, en: string, hintZh: string, hintEn: string): FaultWords {
  return { zh, en, hintZh, hintEn };
}
