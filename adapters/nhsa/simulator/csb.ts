import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SimRequest } from '../../sim-kit/index.ts';
import type { Account, NhsaSettings } from './settings.ts';

const headerNames = ['_api_name', '_api_version', '_api_timestamp', '_api_access_key', '_api_signature'] as const;

/** As the bus names its algorithms → as node:crypto does. */
const digests = { HmacSHA1: 'sha1', HmacSHA256: 'sha256', HmacMD5: 'md5' } as const;

export type CsbVerdict = { readonly account: Account; readonly apiName: string } | { readonly message: string };

/**
 * The service bus in front of the platform: headers, clock, key, signature, in this order.
 * Source: 湖南省医疗保障信息平台定点医药机构接口规范 V1.1.27 §4.5; the refusal texts are its own.
 */
export function authenticate(request: SimRequest, settings: NhsaSettings, now: number): CsbVerdict {
  const headers = new Map(headerNames.map((name) => [name, request.headers[name] ?? '']));
  if ([...headers.values()].includes('')) return { message: '缺少服务网关的请求头!' };
  const timestamp = headers.get('_api_timestamp') ?? '';
  if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > settings.skewMs)
    return { message: '签名时间戳超时!' };
  const account = settings.accounts.find((known) => known.ak === headers.get('_api_access_key'));
  if (account === undefined) return { message: '非法用户!' };
  if (settings.csbNonce === 'required' && (request.headers._api_nonce ?? '') === '')
    return { message: '缺少服务网关的请求头!' };
  if (!equal(headers.get('_api_signature') ?? '', sign(account.sk, stringToSign(request), settings)))
    return { message: '签名不一致!' };
  return { account, apiName: headers.get('_api_name') ?? '' };
}

/** The four headers, the nonce where the client uses one, and the query parameters; sorted by name. The body is not signed. */
function stringToSign(request: SimRequest): string {
  const signed = new Map<string, string>(request.url.searchParams);
  for (const name of [...headerNames, '_api_nonce']) {
    const value = request.headers[name];
    if (name !== '_api_signature' && value !== undefined) signed.set(name, value);
  }
  return [...signed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function sign(sk: string, text: string, { csbAlgorithm }: NhsaSettings): string {
  return createHmac(digests[csbAlgorithm], sk).update(text, 'utf8').digest('base64');
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
