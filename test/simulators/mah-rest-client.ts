import { createHmac, randomBytes } from 'node:crypto';

/** A careful client of the manufacturer's JSON service, written from its guide alone. */
export interface Caller {
  readonly endpoint: string;
}

export const document = (changes: Record<string, unknown> = {}) => ({
  partnerCode: 'demo-pharmacy-001',
  documentNo: 'XS-1',
  documentType: 'SALE',
  occurredAt: '2026-07-01T10:00:00+08:00',
  items: [{ lineNo: '1', productCode: 'P1', productName: '药', quantity: '1', codes: ['81234560000000000001'] }],
  ...changes,
});

export const key = (documentNo = 'XS-1') => ({ partnerCode: 'demo-pharmacy-001', documentNo, documentType: 'SALE' });

/** @param changes headers to replace after signing; undefined takes one away */
export function send(
  { endpoint }: Caller,
  path: '/documents' | '/documents/query',
  message: unknown,
  changes: Record<string, string | undefined> = {},
): Promise<Response> {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const [time, nonce] = [String(Date.now()), randomBytes(8).toString('hex')];
  const sign = createHmac('sha256', 'demo-mah-rest-secret-1')
    .update(`demo-app-001|${time}|${nonce}|${body}`)
    .digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-app-key': 'demo-app-001',
    'x-timestamp': time,
    'x-nonce': nonce,
    'x-sign': sign,
    ...changes,
  };
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return fetch(endpoint + path, { method: 'POST', headers: given, body });
}
