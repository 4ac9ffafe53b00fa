import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { start } from '../../adapters/mah-rest/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/index.ts';
import { document, key, send } from './mah-rest-client.ts';

let sim: Simulator;
beforeEach(async () => {
  sim = await start({ port: 0, controlPort: 0 });
});
afterEach(() => sim.close());

const codeOf = async (response: Promise<Response>) => ((await (await response).json()) as { code: unknown }).code;
const item = document().items[0];
const withItem = (changes: Record<string, unknown>) => document({ items: [{ ...item, ...changes }] });

test('books a document once and shows it', async () => {
  expect(await codeOf(send(sim, '/documents', document()))).toBe('0');
  expect(await codeOf(send(sim, '/documents', document()))).toBe('1001');
  expect(await codeOf(send(sim, '/documents', document({ occurredAt: '2026-07-01T10:00:01+08:00' })))).toBe('1002');
  const found = await (await send(sim, '/documents/query', key())).json();
  expect(found).toMatchObject({ code: '0', data: { status: 'ACCEPTED', receiptNo: 'MR0000000001' } });
  expect(sim.ledger()).toMatchObject([{ key: 'SALE:XS-1', receipt: 'MR0000000001' }]);
});

test.each<[string, unknown]>([
  ['an unknown member', document({ extra: '1' })],
  ['a missing member', document({ occurredAt: undefined })],
  ['null', document({ occurredAt: null })],
  ['a number for a text', withItem({ quantity: 1 })],
  ['a time without China offset', document({ occurredAt: '2026-07-01T02:00:00Z' })],
  ['a document type that is none', document({ documentType: 'GIFT' })],
  ['no items', document({ items: [] })],
  ['an item without codes', withItem({ codes: [] })],
  ['a code that is blank', withItem({ codes: [' '] })],
  ['a day that is none', withItem({ expiresOn: '2026-02-30' })],
  ['a line number twice', document({ items: [item, item] })],
  ['a sale that names an original', document({ originalDocumentNo: 'XS-0' })],
  ['an array', [document()]],
  ['no JSON', 'documentNo=XS-1'],
])('refuses %s', async (_what, message) => {
  expect(await codeOf(send(sim, '/documents', message))).toBe('2002');
  expect(sim.ledger()).toHaveLength(0);
});

test.each<[string, Record<string, string | undefined>, string]>([
  ['no key', { 'x-app-key': undefined }, '3001'],
  ['a stranger’s key', { 'x-app-key': 'demo-app-009' }, '3001'],
  ['another’s key', { 'x-app-key': 'demo-app-002' }, '3001'],
  ['no signature', { 'x-sign': undefined }, '3001'],
  ['a wrong signature', { 'x-sign': '0'.repeat(64) }, '3001'],
  ['another nonce than signed', { 'x-nonce': 'other' }, '3001'],
  ['seconds for milliseconds', { 'x-timestamp': String(Math.floor(Date.now() / 1000)) }, '3002'],
  ['an old time', { 'x-timestamp': String(Date.now() - 400_000) }, '3002'],
  ['form data', { 'content-type': 'text/plain' }, '2002'],
])('refuses %s', async (_what, headers, code) => {
  expect(await codeOf(send(sim, '/documents', document(), headers))).toBe(code);
  expect(sim.ledger()).toHaveLength(0);
});

test('refuses a request sent again byte for byte, and another partner’s document', async () => {
  expect(await codeOf(send(sim, '/documents/query', { ...key(), partnerCode: 'demo-pharmacy-002' }))).toBe('2001');
  const request = { method: 'POST', headers: {} as Record<string, string>, body: '' };
  const real = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    Object.assign(request, init);
    return real(url, init);
  };
  try {
    await send(sim, '/documents', document());
  } finally {
    globalThis.fetch = real;
  }
  expect(await codeOf(fetch(`${sim.endpoint}/documents`, request))).toBe('3003');
});
