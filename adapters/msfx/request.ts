import type { CallContext, RestRequest } from '../contract/index.ts';
import { chinaDateTime } from '../kit/china-time.ts';
import { readSettings } from './settings.ts';
import { sign } from './sign.ts';

/** System parameters of TOP and their historical aliases: a business parameter of that name would replace one. */
const RESERVED = new Set([
  'method',
  'app_key',
  'session',
  'access_token',
  'timestamp',
  'v',
  'sign',
  'sign_method',
  'format',
  'simplify',
  'partner_id',
  'target_app_key',
]);

/**
 * Builds a signed TOP call: system parameters in the query string, business ones in the form body (TOP "API调用方法详解").
 * Empty values are left out, since clients disagree on whether they take part in the signature.
 * @param method TOP API name
 * @param business business parameters by wire name; every value text
 * @throws TypeError when a business parameter carries the name of a system parameter.
 */
export function topRequest(
  method: string,
  business: Readonly<Record<string, string>>,
  context: CallContext,
): RestRequest {
  const settings = readSettings(context.settings);
  const timestamp = chinaDateTime(context.now);
  const system = {
    method,
    app_key: settings.appKey,
    timestamp,
    v: '2.0',
    format: 'json',
    simplify: 'true',
    sign_method: settings.signMethod,
  };
  const params = withoutEmpty(business);
  const signature = sign({ ...params, ...system }, settings.appSecret, settings.signMethod);
  return {
    protocol: 'rest',
    method: 'POST',
    path: '',
    query: { ...system, sign: signature },
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
    body: new URLSearchParams(params).toString(),
    attemptIds: { timestamp },
  };
}

function withoutEmpty(business: Readonly<Record<string, string>>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(business)) {
    if (RESERVED.has(name.toLowerCase()))
      throw new TypeError(`business parameter ${name} is a system parameter of TOP`);
    if (name !== '' && value !== '') params[name] = value;
  }
  return params;
}
