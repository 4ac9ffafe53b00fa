import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
}, 30_000);
afterAll(() => sandbox.close());

function bill(kind: string, documentNo: string, serial: number, more: object = {}) {
  return {
    kind,
    institution: { code: 'P43010000001', region: '430102' },
    counterparty: { code: 'W901', name: '演示医药批发' },
    documentNo,
    occurredAt: '2026-07-01T10:00:00+08:00',
    operator: { name: '张三' },
    lines: [
      {
        product: { localCode: 'P1', localName: '阿莫西林胶囊' },
        quantity: '1',
        codes: [`8765432${String(800_000_000 + serial)}0001`],
      },
    ],
    ...more,
  };
}

test.each([
  ['purchase-in', {}, 'PI'],
  ['purchase-return', {}, 'PR'],
  ['transfer-in', {}, 'TI'],
  ['transfer-out', {}, 'TO'],
  ['stock-adjust', { extensions: { msfx: { reason: 'loss' } } }, 'SA'],
  ['destroy', {}, 'DE'],
])('%s of a pharmacy is delivered to 码上放心, once', async (kind, more, mark) => {
  const deliveries = await sandbox.settled(bill(kind, 'IO-1', mark.charCodeAt(0) * 100 + mark.charCodeAt(1), more));
  expect(deliveries.map(({ link, state }) => [link, state])).toEqual([['msfx', 'delivered']]);
  const booked = sandbox.platform('msfx').ledger();
  expect(booked.filter(({ key }) => key === `IO-1-${mark}`)).toMatchObject([{ operation: 'uploadinoutbill' }]);
});

test('a line with more codes than a bill takes goes out in pieces, each code once', async () => {
  const codes = Array.from({ length: 3_501 }, (_, index) => `8765432${String(900_000_000 + index)}0001`);
  const product = { localCode: 'P1', localName: '阿莫西林胶囊' };
  const deliveries = await sandbox.settled(
    bill('purchase-in', 'IO-3', 0, { lines: [{ product, quantity: '3501', codes }] }),
  );
  expect(deliveries.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  const booked = sandbox
    .platform('msfx')
    .ledger()
    .filter(({ key }) => key.startsWith('IO-3-PI'));
  expect(booked.map(({ key }) => key).sort()).toEqual(['IO-3-PI_1', 'IO-3-PI_2']);
  expect(booked.flatMap((entry) => entry.codes).sort()).toEqual(codes);
});

test('a partner that the directory does not list ends as rejected, and nothing is sent', async () => {
  const deliveries = await sandbox.settled(
    bill('purchase-in', 'IO-2', 1, { counterparty: { code: 'W000', name: 'x' } }),
  );
  expect(deliveries.map(({ state }) => state)).toEqual(['rejected']);
  expect(
    sandbox
      .platform('msfx')
      .ledger()
      .filter(({ key }) => key === 'IO-2-PI'),
  ).toHaveLength(0);
});
