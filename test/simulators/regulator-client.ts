import { createHash } from 'node:crypto';

/** A careful client of the regulator's platform in the manner of 山西, written from its guide alone. */
export interface Caller {
  readonly endpoint: string;
}

const secret = 'demo-regulator-secret-1';
const eventIds = new Map<string, string>();

/** One GUID per document number, as a client would keep it. */
export function eventIdOf(billNo: string): string {
  const known = eventIds.get(billNo) ?? `00000000-0000-4000-8000-${String(eventIds.size + 1).padStart(12, '0')}`;
  eventIds.set(billNo, known);
  return known;
}

export const sale = (changes: Record<string, unknown> = {}) => ({
  orgName: '演示药店',
  regionCode: '140105',
  billNo: 'XS-1',
  saleTime: '2026-07-01 10:00:00',
  items: [{ drugName: '药', quantity: '1', traceCodes: ['81234560000000000001'] }],
  ...changes,
});

export function sm3(text: string): string {
  return createHash('sm3').update(text, 'utf8').digest('hex');
}

/** China time `yyyy-MM-dd HH:mm:ss`. */
export function chinaTime(epochMs: number): string {
  return new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** @param changes members to replace after signing; undefined takes one away */
export function submit(
  caller: Caller,
  data: { readonly billNo?: unknown },
  changes: Record<string, unknown> = {},
): Promise<Response> {
  return post(caller, '', eventIdOf(String(data.billNo)), 'RETAIL_SALE', data, changes);
}

export function ask(caller: Caller, billNo: string, changes: Record<string, unknown> = {}): Promise<Response> {
  return post(caller, '/status', eventIdOf(billNo), 'STATUS', undefined, changes);
}

function post(
  { endpoint }: Caller,
  path: string,
  eventID: string,
  eventType: string,
  data: object | undefined,
  changes: Record<string, unknown>,
): Promise<Response> {
  const [senderCode, sendTime] = ['91140100DEMK000001', chinaTime(Date.now())];
  const digest = sm3(`${eventID}${senderCode}${sendTime}${data === undefined ? '' : JSON.stringify(data)}${secret}`);
  const body = JSON.stringify({ eventID, eventType, senderCode, sendTime, data, digest, ...changes });
  return fetch(endpoint + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}
