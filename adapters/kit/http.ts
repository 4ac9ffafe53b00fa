import { classifyNative, type Fault, type FaultRow } from '../contract/index.ts';
import { faultRow } from './fault-row.ts';

/** Replies that no platform defines for itself, so every adapter reads them alike (RFC 9110 §15, RFC 6585 §4). */
export const httpFaults: readonly FaultRow[] = [
  faultRow(['429'], 'rate-limited', 'HTTP_TOO_MANY_REQUESTS', {
    zh: '平台限流(HTTP 429)',
    en: 'The platform limits the rate (HTTP 429)',
    hintZh: '无需处理;持续出现时调低该链路的速率',
    hintEn: 'Nothing; when it persists, lower the rate of this link',
  }),
  faultRow(['503'], 'unknown-outcome', 'HTTP_SERVICE_UNAVAILABLE', {
    zh: '平台暂停服务(HTTP 503),不排除已处理',
    en: 'The platform is out of service (HTTP 503); it may still have processed the request',
    hintZh: '系统自动查询确认后重试;长时间不恢复请联系平台',
    hintEn: 'Resolved by enquiry, then retried; call the platform when it lasts',
  }),
  faultRow(['401', '403'], 'auth', 'HTTP_ACCESS_DENIED', {
    zh: '平台拒绝访问(HTTP 401/403)',
    en: 'The platform denies access (HTTP 401/403)',
    hintZh: '检查该机构的凭据、权限和出口地址白名单',
    hintEn: "Check the institution's credentials, its permissions and the allow-list of source addresses",
  }),
  faultRow(['404', '405'], 'misconfigured', 'HTTP_WRONG_ADDRESS', {
    zh: '接口地址或方法不存在(HTTP 404/405)',
    en: 'No such address or method (HTTP 404/405)',
    hintZh: '检查链路的 endpoint 配置',
    hintEn: "Check the link's endpoint",
  }),
  faultRow(['3xx'], 'contract-broken', 'HTTP_REDIRECT', {
    zh: '平台返回重定向,未跟随',
    en: 'The platform redirects; not followed',
    hintZh: '检查链路的 endpoint 配置;若是登录页,检查网络准入',
    hintEn: "Check the link's endpoint; a login page points to network access control",
  }),
  faultRow(['4xx'], 'contract-broken', 'HTTP_CLIENT_ERROR', {
    zh: '平台以未约定的 HTTP 4xx 回复',
    en: 'The platform answered with an undocumented HTTP 4xx',
    hintZh: '保留该次尝试的记录并联系平台或适配器作者',
    hintEn: 'Keep the attempt record; ask the platform or the author of the adapter',
  }),
  faultRow(['5xx'], 'unknown-outcome', 'HTTP_SERVER_ERROR', {
    zh: '平台或网关出错(HTTP 5xx),可能已处理',
    en: 'The platform or its gateway failed (HTTP 5xx); it may have processed the request',
    hintZh: '系统自动查询确认;仍未知时人工核对',
    hintEn: 'Resolved by enquiry; check by hand when it stays unknown',
  }),
  faultRow(['*'], 'contract-broken', 'HTTP_UNEXPECTED_STATUS', {
    zh: '平台以未约定的 HTTP 状态回复',
    en: 'The platform answered with an unexpected HTTP status',
    hintZh: '保留该次尝试的记录并联系适配器作者',
    hintEn: 'Keep the attempt record; ask the author of the adapter',
  }),
];

const undocumented = { category: 'contract-broken', code: 'HTTP_UNEXPECTED_STATUS' } as const;

/** The one date form a sender may use (RFC 9110 §5.6.7); Date.parse alone reads `-5` as a date. */
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Anything beyond a day is a platform's mistake, not a wish. */
const MAX_RETRY_AFTER_MS = 86_400_000;

/**
 * Classifies a reply by its HTTP status alone, for statuses the platform's own protocol gives no meaning to.
 * A 5xx on a read is `unavailable` (nothing to lose), on a write `unknown-outcome`: a gateway's 502, 503 or 504 and a
 * crashed handler's 500 say nothing about what was booked (RFC 9110 §15.6; proxies answer 503 after a reset upstream too).
 * @param headers lower-case names
 * @param now epoch ms, needed only for a Retry-After given as a date
 * @returns the fault with `nativeCode` = the status; `retryAfterMs` when the platform asked for a delay.
 */
export function faultFromStatus(
  status: number,
  headers: Readonly<Record<string, string>>,
  effect: 'read' | 'write',
  now?: number,
): Fault {
  const found = classifyNative([httpFaults], statusKey(status), '', undocumented);
  const category = status >= 500 && effect === 'read' ? 'unavailable' : found.category;
  const fault: Fault = { category, code: found.code, nativeCode: String(status) };
  const delay = status === 429 || status === 503 ? retryAfterMs(headers['retry-after'], now) : undefined;
  return delay === undefined ? fault : { ...fault, retryAfterMs: delay };
}

/**
 * Reads a Retry-After header (RFC 9110 §10.2.3).
 * @returns milliseconds from now, at most a day; undefined when absent, malformed, or a date without `now`.
 */
export function retryAfterMs(value: string | undefined, now?: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS);
  const at = IMF_FIXDATE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at) || now === undefined) return undefined;
  return Math.min(Math.max(at - now, 0), MAX_RETRY_AFTER_MS);
}

/** The status itself where a row names it, else its class (`5xx`). */
function statusKey(status: number): string {
  const exact = String(status);
  return httpFaults.some((entry) => entry.native.includes(exact)) ? exact : `${Math.floor(status / 100)}xx`;
}
