import type { FaultRow } from '../contract/index.ts';
import { faultRow } from '../kit/fault-row.ts';
import { httpFaults } from '../kit/http.ts';
import { businessFaults } from './business-faults.ts';
import { ENQUIRED } from './fault-hints.ts';

const RETRIED = { hintZh: '系统自动重试', hintEn: 'Retried automatically' };
const DEFECT = {
  hintZh: '联系适配器维护者,附上该次尝试的请求编号',
  hintEn: "Report to the adapter's maintainers with the request id of the attempt",
};

const CALL_LIMITED = {
  zh: '调用超过平台限额(AppKey 流控)',
  en: 'The AppKey exceeded its call quota',
  hintZh: '系统按平台给出的秒数暂停;若为日限额,请申请提额或错峰',
  hintEn: 'Paused for the seconds the platform names; for a daily quota ask for more or spread the load',
};

/** TOP's own codes (TOP error code list) and sub codes `isv.*`/`isp.*`; the pattern is tested on "sub_code message". */
export const protocolFaults: readonly FaultRow[] = [
  faultRow(
    ['4', '5', '6', '7', '8'],
    'rate-limited',
    'MSFX_DAILY_QUOTA_USED',
    {
      zh: 'AppKey 当日调用额度已用完',
      en: "The day's calls of the AppKey are used up",
      hintZh: '系统暂停到平台给出的时间;同一 AppKey 是否另有程序在用?长期不足请申请提额',
      hintEn: 'Paused until the time the platform names. Does other software use the AppKey? Ask for a higher quota',
    },
    // A ban for the rate lasts a second or two; thousands of seconds are the rest of the day.
    /ban will last for \d{4,} more second/i,
  ),
  faultRow(['4', '5', '6', '7', '8'], 'rate-limited', 'MSFX_CALL_LIMITED', CALL_LIMITED, /ban will last/i),
  faultRow(
    ['4', '5', '6', '7', '8'],
    'rate-limited',
    'MSFX_DAILY_QUOTA_USED',
    {
      zh: 'AppKey 当日调用额度已用完',
      en: "The day's calls of the AppKey are used up",
      hintZh: '系统暂停到北京时间零点;同一 AppKey 是否另有程序在用?长期不足请申请提额',
      hintEn: 'Paused until midnight in China. Does other software use the AppKey? Ask for a higher quota',
    },
    // The calls of an app are counted per day; without seconds there is nothing to wait for but the next one.
    /^accesscontrol\.limited-by-app-access-count/i,
  ),
  faultRow(['4', '5', '6', '7', '8'], 'rate-limited', 'MSFX_CALL_LIMITED', CALL_LIMITED),
  faultRow(['9', '21', '22', '23', '32', '33', '34'], 'misconfigured', 'MSFX_PROTOCOL_REFUSED', {
    zh: '平台不接受请求的方法、格式或版本',
    en: 'The platform refuses the method, format or version of the request',
    ...DEFECT,
  }),
  faultRow(['11', '12', '13', '42'], 'auth', 'MSFX_PERMISSION_MISSING', {
    zh: 'AppKey 没有该接口或该企业的权限',
    en: 'The AppKey lacks the permission for this API or enterprise',
    hintZh: '在开放平台申请权限包(零售药店 20980、医疗机构 20981、码上传 30203),并请平台把企业绑定到该 AppKey',
    hintEn:
      'Apply for the permission package (pharmacies 20980, hospitals 20981, 码上传 30203) and have the platform bind the enterprise',
  }),
  faultRow(['24', '25'], 'auth', 'MSFX_SIGNATURE_REFUSED', {
    zh: '签名错误',
    en: 'The signature was refused',
    hintZh: '检查链路设置中的 AppSecret 与 signMethod',
    hintEn: "Check AppSecret and signMethod in the link's settings",
  }),
  faultRow(['26', '27'], 'auth', 'MSFX_SESSION_REFUSED', {
    zh: '平台要求用户授权(session)',
    en: 'The platform asks for a user authorisation (session)',
    hintZh: '追溯接口通常不需要 session;请平台检查 AppKey 的授权方式',
    hintEn: 'Trace APIs normally need none; ask the platform how the AppKey is authorised',
  }),
  faultRow(['28', '29'], 'auth', 'MSFX_APP_KEY_REFUSED', {
    zh: 'AppKey 无效',
    en: 'The AppKey is invalid',
    hintZh: '检查链路设置中的 appKey',
    hintEn: "Check appKey in the link's settings",
  }),
  faultRow(['30', '31'], 'misconfigured', 'MSFX_CLOCK_SKEW', {
    zh: '时间戳无效:与平台时间相差超过 10 分钟',
    en: 'Invalid timestamp: more than 10 minutes from the platform clock',
    hintZh: '校准服务器时间(NTP)',
    hintEn: 'Correct the clock of this host (NTP)',
  }),
  faultRow(['40', '41', '43'], 'rejected', 'MSFX_PARAMETER_REFUSED', {
    zh: '参数缺失或不合法',
    en: 'A parameter is missing or invalid',
    hintZh: '按平台返回的参数名检查单据内容与机构标识',
    hintEn: "Check the document and the institution's identity against the parameter the platform names",
  }),
  faultRow(
    ['*'],
    'rate-limited',
    'MSFX_CALL_LIMITED',
    {
      zh: '调用超过平台限额',
      en: 'The call quota is exceeded',
      ...RETRIED,
    },
    /^(isp\.call-limited|accesscontrol\.limited-by-)/,
  ),
  faultRow(
    ['*'],
    'unavailable',
    'MSFX_UNAVAILABLE',
    {
      zh: '平台服务暂不可用',
      en: 'The platform service is unavailable',
      ...RETRIED,
    },
    /^isp\.([\w-]+-)?service-unavailable|^isp\.system-busy/,
  ),
  faultRow(
    ['*'],
    'contract-broken',
    'MSFX_SERVICE_DEFECT',
    {
      zh: '平台服务内部错误,结果未知',
      en: 'The platform service broke; the outcome is unknown',
      ...ENQUIRED,
    },
    /^isp\.(null-pointer-exception|top-parse-error|top-mapping-parse-error)/,
  ),
  faultRow(
    ['*'],
    'unknown-outcome',
    'MSFX_SERVICE_ERROR',
    {
      zh: '平台服务超时或出错,可能已处理',
      en: 'The platform service timed out or failed; it may have processed the request',
      ...ENQUIRED,
    },
    /^isp\./,
  ),
  faultRow(
    ['*'],
    'rejected',
    'MSFX_REFUSED',
    {
      zh: '平台拒绝该请求',
      en: 'The platform refused the request',
      hintZh: '按平台返回的说明修改后重新提交',
      hintEn: 'Correct what the platform names and submit again',
    },
    /^isv\./,
  ),
  faultRow(['10'], 'unavailable', 'MSFX_UNAVAILABLE', {
    zh: '平台服务暂不可用',
    en: 'The platform service is unavailable',
    ...RETRIED,
  }),
  faultRow(['3', '15', '50', '52', '53', '520', '530', '670'], 'unknown-outcome', 'MSFX_SERVICE_ERROR', {
    zh: '平台服务出错,可能已处理',
    en: 'The platform service failed; it may have processed the request',
    ...ENQUIRED,
  }),
];

/** Replies that are no TOP reply at all. */
export const alienFault: FaultRow = faultRow(['ALIEN'], 'contract-broken', 'MSFX_ALIEN_REPLY', {
  zh: '平台回复无法识别',
  en: 'The reply is not recognised',
  hintZh: '系统先查询单据状态;反复出现时检查网络中间设备,或联系适配器维护者',
  hintEn: "Resolved by a status enquiry; when it repeats, check middleboxes or ask the adapter's maintainers",
});

/** The whole catalogue, as listed at GET /v1/errors. */
export const faults: readonly FaultRow[] = [...protocolFaults, ...businessFaults, alienFault, ...httpFaults];
