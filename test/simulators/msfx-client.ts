import { createHash, createHmac } from 'node:crypto';
import { chinaNow } from './nhsa-client.ts';

export const upload = 'alibaba.alihealth.drugtrace.top.lsyd.uploadretail';
export const status = 'alibaba.alihealth.drugtrace.top.lsyd.query.billstatus';
export const failures = 'alibaba.alihealth.drugtrace.top.lsyd.listbillprocesspartsuccess';

/** Sign of the open platform by its published rule: sorted name+value without separators, upper-case hex. */
export function topSign(params: Record<string, string>, secret: string, method: string): string {
  const base = Object.keys(params)
    .filter((name) => params[name] !== '')
    .sort()
    .map((name) => `${name}${params[name]}`)
    .join('');
  if (method === 'md5')
    return createHash('md5')
      .update(secret + base + secret)
      .digest('hex')
      .toUpperCase();
  return createHmac(method === 'hmac' ? 'md5' : 'sha256', secret)
    .update(base)
    .digest('hex')
    .toUpperCase();
}

export function systemParams(method: string, changes: Record<string, string> = {}): Record<string, string> {
  return {
    method,
    app_key: '12345678',
    timestamp: chinaNow(),
    v: '2.0',
    format: 'json',
    simplify: 'true',
    sign_method: 'hmac-sha256',
    ...changes,
  };
}

export function send(
  endpoint: string,
  system: Record<string, string>,
  business: Record<string, string>,
  secret = 'demo-msfx-secret',
): Promise<Response> {
  const given = Object.fromEntries(Object.entries(system).filter(([, value]) => value !== ''));
  const sign = topSign({ ...given, ...business }, secret, system.sign_method ?? '');
  const query = new URLSearchParams({ ...given, ...(system.sign === undefined ? { sign } : {}) });
  return fetch(`${endpoint}?${query}`, { method: 'POST', body: new URLSearchParams(business) });
}

export type TopReply = Record<string, unknown>;

export async function call(
  endpoint: string,
  method: string,
  business: Record<string, string>,
  changes: Record<string, string> = {},
): Promise<TopReply> {
  const response = await send(endpoint, systemParams(method, changes), business);
  return (await response.json()) as TopReply;
}

export function bill(changes: Record<string, string> = {}): Record<string, string> {
  return {
    bill_code: 'XS-1',
    bill_time: chinaNow(),
    bill_type: '321',
    ref_user_id: 'demo-ref-ent-001',
    trace_codes: '81234567890123456789',
    physic_type: '3',
    ...changes,
  };
}

export function statusQuery(billCode: string): Record<string, string> {
  const today = chinaNow().slice(0, 10);
  return {
    ref_ent_id: 'demo-ref-ent-001',
    begin_date: today,
    end_date: today,
    bill_type: 'A',
    bill_code: billCode,
    page: '1',
    page_size: '20',
  };
}
