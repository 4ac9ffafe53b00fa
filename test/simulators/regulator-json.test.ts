import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/regulator-json/simulator/index.ts';
import { unzipOne } from '../../adapters/regulator-json/simulator/unzip.ts';
import type { Simulator } from '../../adapters/sim-kit/index.ts';
import { ask, chinaTime, eventIdOf, sale, sm3, submit } from './regulator-client.ts';

let sim: Simulator;
beforeEach(async () => {
  sim = await start({ port: 0, controlPort: 0 });
});
afterEach(() => sim.close());

type Body = Record<string, string>;
const read = async (response: Promise<Response>) => (await (await response).json()) as Body;
const codeOf = async (response: Promise<Response>) => (await read(response)).code;
const item = sale().items[0];
const withItem = (changes: Record<string, unknown>) => sale({ items: [{ ...item, ...changes }] });

test('books an event once, shows it, and signs what it says', async () => {
  const accepted = await read(submit(sim, sale()));
  expect(accepted).toMatchObject({ code: '0000', eventID: eventIdOf('XS-1'), receiptNo: 'YJ0000000001' });
  const base = `${accepted.eventID}${accepted.code}${accepted.message}${accepted.receiptNo}demo-regulator-secret-1`;
  expect(accepted.digest).toBe(sm3(base));
  expect(await codeOf(submit(sim, sale()))).toBe('2001');
  expect(await codeOf(submit(sim, sale({ orgName: '别名' })))).toBe('2003');
  expect(await read(ask(sim, 'XS-1'))).toMatchObject({ state: 'ACCEPTED', receiptNo: 'YJ0000000001' });
  expect(await read(ask(sim, 'XS-2'))).toMatchObject({ state: 'NOT_FOUND' });
  expect(sim.ledger()).toMatchObject([{ key: eventIdOf('XS-1'), documentNo: 'XS-1' }]);
});

test.each<[string, Record<string, unknown>]>([
  ['an unknown member', sale({ buyer: '张三' })],
  ['a missing member', sale({ orgName: undefined })],
  ['null', sale({ orgName: null })],
  ['a number for a text', withItem({ quantity: 1 })],
  ['RFC 3339 for China time', sale({ saleTime: '2026-07-01T10:00:00+08:00' })],
  ['a region that is none', sale({ regionCode: '山西' })],
  ['no items', sale({ items: [] })],
  ['an item without codes', withItem({ traceCodes: [] })],
  ['a day that is none', withItem({ expireDate: '2026-02-30' })],
])('refuses %s as a business field', async (_what, data) => {
  expect(await codeOf(submit(sim, data))).toBe('2002');
  expect(sim.ledger()).toHaveLength(0);
});

test.each<[string, Record<string, unknown>, string]>([
  ['a wrong digest', { digest: '0'.repeat(64) }, '1001'],
  ['data changed after signing', { data: sale({ billNo: 'XS-9' }) }, '1001'],
  ['a stranger', { senderCode: '91140100DEMK000009' }, '1002'],
  ['no sender', { senderCode: undefined }, '1002'],
  ['no digest', { digest: undefined }, '1004'],
  ['an event id that is none', { eventID: '1' }, '1004'],
  ['an unknown protocol field', { extra: '1' }, '1004'],
  ['an enquiry with data', { eventType: 'STATUS' }, '1004'],
  ['a time that is none', { sendTime: 'now' }, '1004'],
])('refuses %s before it looks at the business content', async (_what, changes, code) => {
  expect(await codeOf(submit(sim, sale({ orgName: undefined }), changes))).toBe(code);
  expect(sim.ledger()).toHaveLength(0);
});

test('refuses an old time, rightly signed', async () => {
  const sendTime = chinaTime(Date.now() - 700_000);
  const data = sale();
  const digest = sm3(`${eventIdOf('XS-1')}91140100DEMK000001${sendTime}${JSON.stringify(data)}demo-regulator-secret-1`);
  expect(await codeOf(submit(sim, data, { sendTime, digest }))).toBe('1003');
});

describe('zip archives', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['raw deflate', deflateRawSync('{}')],
    ['an empty archive', Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)])],
  ])('refuses %s', (_what, bytes) => {
    expect(() => unzipOne(bytes)).toThrow(/zip/);
  });
});
