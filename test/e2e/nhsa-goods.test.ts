import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox(undefined, { routes: [{ link: 'nhsa-hunan', primary: true }] });
}, 30_000);
afterAll(() => sandbox.close());

let packs = 0;
function movement(kind: string, documentNo: string, more: object = {}) {
  packs += 1;
  return {
    kind,
    institution: { code: 'P43010000001', region: '430102' },
    counterparty: { code: 'W901', name: '演示医药批发' },
    documentNo,
    occurredAt: '2026-07-01T10:00:00+08:00',
    operator: { name: '张三' },
    lines: [
      {
        product: { localCode: 'P1', localName: '阿莫西林胶囊', approvalNo: '国药准字H1', manufacturer: '演示制药' },
        lot: 'L1',
        producedOn: '2026-01-01',
        expiresOn: '2028-01-01',
        quantity: '1',
        unitPrice: '8.00',
        codes: [`8765432${String(packs).padStart(13, '0')}`],
      },
    ],
    ...more,
  };
}

const selfPay = { settlement: { type: 'self-pay' } };
const invoice = {
  extensions: { nhsa: { purc_invo_no: '12345678', purc_invo_file_data: 'JVBERi0xLjQK', purc_invo_file_name: 'a.pdf' } },
};
const booked = (documentNo: string) =>
  sandbox
    .platform('nhsa-hunan')
    .ledger()
    .filter((entry) => entry.documentNo === documentNo);

test.each([
  ['dispense', selfPay, ['3505A']],
  ['dispense-return', selfPay, ['3506A']],
  ['purchase-in', invoice, ['3503A', '3502A']],
  ['purchase-return', { extensions: { nhsa: { purc_invo_no: '12345678' } } }, ['3504A', '3502A']],
  ['stock-count', {}, ['3501A']],
  ['stock-adjust', { reason: 'damage' }, ['3502A']],
  ['transfer-in', {}, ['3502A']],
  ['transfer-out', {}, ['3502A']],
  ['destroy', {}, ['3502A']],
])('%s reaches the platform once, through the hub', async (kind, more, operations) => {
  const deliveries = await sandbox.settled(movement(kind, `E2E-${kind}`, more));
  expect(deliveries.map(({ link, state }) => [link, state])).toEqual([['nhsa-hunan', 'delivered']]);
  expect(booked(`E2E-${kind}`).map(({ operation }) => operation)).toEqual(operations);
});

test.each([
  ['apply-hang', 2],
  ['hang', 2],
  ['apply-reset', 1],
] as const)(
  'when %s hides what became of a purchase (the first %i requests), both steps end booked once',
  async (fault, times) => {
    const documentNo = `E2E-${fault}`;
    sandbox.platform('nhsa-hunan').setFault({ fault, match: documentNo, times });
    const deliveries = await sandbox.settled(movement('purchase-in', documentNo, invoice));
    expect(deliveries.map(({ state }) => state)).toEqual(['delivered']);
    expect(
      booked(documentNo)
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual(['3502A', '3503A']);
  },
  30_000,
);

test('when the answer to the second step alone is lost, it is found by its own enquiry', async () => {
  const documentNo = 'E2E-STEP-2';
  const platform = sandbox.platform('nhsa-hunan');
  // Orders of one stage are struck in turn: the purchase is answered, the report of its codes is not.
  platform.setFault({ fault: 'delay', ms: 1, match: documentNo });
  platform.setFault({ fault: 'apply-hang', match: documentNo });
  const [delivery] = await sandbox.settled(movement('purchase-in', documentNo, invoice));
  expect(delivery?.state).toBe('delivered');
  expect(booked(documentNo).map(({ operation }) => operation)).toEqual(['3503A', '3502A']);
}, 30_000);

test('a purchase without the invoice file that 湖南 demands is refused before anything is sent, by its field', async () => {
  const event = movement('purchase-in', 'E2E-NO-FILE', { extensions: { nhsa: { purc_invo_no: '1' } } });
  const [delivery] = await sandbox.settled(event);
  expect(delivery).toMatchObject({ state: 'rejected' });
  expect(JSON.stringify(delivery)).toContain('extensions.nhsa.purc_invo_file_data is missing');
  expect(booked('E2E-NO-FILE')).toEqual([]);
});

test('a movement of a price that its second step would miss is refused before the first is booked', async () => {
  const event = movement('purchase-return', 'E2E-NO-PRICE', { extensions: { nhsa: { purc_invo_no: '1' } } });
  const lines = event.lines.map(({ unitPrice: _, ...line }) => line);
  const [delivery] = await sandbox.settled({ ...event, lines });
  expect(delivery).toMatchObject({ state: 'rejected' });
  expect(booked('E2E-NO-PRICE')).toEqual([]);
});

test('what was reported in error is taken back by a person, purchase and codes', async () => {
  const documentNo = 'E2E-BACK';
  const [delivery] = await sandbox.settled(movement('purchase-in', documentNo, invoice));
  const reply = await sandbox.client.send('POST', `/v1/deliveries/${delivery?.id}/withdraw`, { reason: '录入错误' });
  expect(reply.status).toBe(202);
  const until = performance.now() + 10_000;
  while (booked(documentNo).length < 4 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 25));
  expect(booked(documentNo).map(({ operation }) => operation)).toEqual(['3503A', '3502A', '3507A', '3507A']);
});
