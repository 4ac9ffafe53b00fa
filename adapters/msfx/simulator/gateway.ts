import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parseChinaDateTime, type SimRequest } from '../../sim-kit/index.ts';
import { type Params, refuseRepeated } from './params.ts';
import type { App, MsfxSettings } from './settings.ts';
import { TopError } from './top-error.ts';

/** Source: 开放平台 "API调用方法详解". Everything else in a request is a business parameter of the method. */
export const systemParams: readonly string[] = [
  'method',
  'app_key',
  'session',
  'timestamp',
  'v',
  'sign_method',
  'sign',
  'format',
  'simplify',
  'partner_id',
  'target_app_key',
];

/**
 * The gateway's own checks, in its order: method, app, time, version, format, signature.
 * @returns the calling app.
 * @throws TopError 9, 21–25, 28–34.
 */
export function authenticate(request: SimRequest, params: Params, settings: MsfxSettings, now: number): App {
  if (request.method !== 'POST') throw new TopError(9, 'Http Action Not Allowed');
  refuseRepeated(request);
  const take = (name: string) => params.get(name) ?? '';
  if (take('method') === '') throw new TopError(21, 'Missing Method');
  if (take('app_key') === '') throw new TopError(28, 'Missing App Key');
  const app = settings.apps.find((known) => known.appKey === take('app_key'));
  if (app === undefined) throw new TopError(29, 'Invalid App Key');
  if (take('timestamp') === '') throw new TopError(30, 'Missing Timestamp');
  const time = parseChinaDateTime(take('timestamp'));
  if (time === undefined || Math.abs(now - time) > settings.skewMs) throw new TopError(31, 'Invalid Timestamp');
  if (take('v') === '') throw new TopError(32, 'Missing Version');
  if (take('v') !== '2.0') throw new TopError(33, 'Invalid Version');
  if (take('format') !== 'json') throw new TopError(23, 'Invalid Format', 'isv.invalid-format', '仅支持json');
  if (take('sign') === '') throw new TopError(24, 'Missing Signature');
  const expected = signature(params, app.secret, take('sign_method'));
  if (expected === undefined || !equal(take('sign'), expected)) throw new TopError(25, 'Invalid Signature');
  return app;
}

/**
 * Name and value of every parameter but `sign`, sorted by name in byte order, empty ones left out; upper-case hex.
 * @returns undefined for a method the platform does not know.
 */
function signature(params: Params, secret: string, method: string): string | undefined {
  const base = [...params]
    .filter(([name, value]) => name !== 'sign' && name !== '' && value !== '')
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${name}${value}`)
    .join('');
  switch (method) {
    case 'md5':
      return createHash('md5').update(`${secret}${base}${secret}`, 'utf8').digest('hex').toUpperCase();
    case 'hmac':
      return createHmac('md5', secret).update(base, 'utf8').digest('hex').toUpperCase();
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(base, 'utf8').digest('hex').toUpperCase();
    default:
      return undefined;
  }
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
