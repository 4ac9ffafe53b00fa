import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
}, 60_000);
afterAll(() => sandbox.close());

const institution = { code: 'P43010000001', region: '430102' };
const product = { localCode: 'SP00009', localName: '复方丹参片', nhsaCode: 'ZA04BAF0001010200001' };

function sale(documentNo: string, codes: readonly string[]) {
  const line = {
    ...{ product, lot: '240301', producedOn: '2024-03-01', expiresOn: '2027-02-28' },
    ...{ quantity: '2', unit: '盒', unitPrice: '8.00', noCodeReason: 'uncoded-stock', codes },
  };
  const settlement = { type: 'self-pay', visitNo: 'ZF1' };
  const occurredAt = new Date().toISOString();
  const operator = { name: '王店员' };
  return { kind: 'retail-sale', institution, documentNo, occurredAt, operator, lines: [line], settlement };
}

test('a sale with a virtual code is booked and counted; taken back at the platform, the stock has it again', async () => {
  const { client } = sandbox;
  const item = { institution: institution.code, purchaseDocument: 'CG-1', product, lot: '240301', quantity: '5' };
  const registered = await client.send('POST', '/v1/uncoded-stock', { items: [item] });
  const [{ stock }] = registered.body.items as [{ stock: { id: string } }];
  const path = `/v1/uncoded-stock/${stock.id}`;
  const remaining = async () => (await client.send('GET', path)).body.remaining;

  const { body } = await client.send('POST', `${path}/virtual-code`, { reference: 'XS-U1-1' });
  const { code } = body.code as { code: string };
  const [delivery] = await sandbox.settled(sale('XS-U1', [code]));
  expect(delivery).toMatchObject({ link: 'nhsa-hunan', state: 'delivered' });
  expect(sandbox.platform('nhsa-hunan').ledger().at(-1)?.codes).toEqual([code]);
  expect(await remaining()).toBe('3');

  const withdrawn = await client.send('POST', `/v1/deliveries/${delivery?.id}/withdraw`, { reason: 'by mistake' });
  expect(withdrawn.status).toBe(202);
  const until = performance.now() + 15_000;
  while ((await remaining()) !== '5') {
    if (performance.now() > until) throw new Error('the stock has not come back in time');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const { items } = (await client.send('GET', `${path}/movements`)).body;
  expect(items).toEqual([
    expect.objectContaining({ kind: 'voided', change: '2', documentNo: 'XS-U1' }),
    expect.objectContaining({ kind: 'sold', change: '-2', documentNo: 'XS-U1' }),
  ]);
});

test('a platform that is dark gives no code, and nothing is kept', async () => {
  const { client } = sandbox;
  const item = { institution: institution.code, purchaseDocument: 'CG-2', product, lot: '240302', quantity: '5' };
  const registered = await client.send('POST', '/v1/uncoded-stock', { items: [item] });
  const [{ stock }] = registered.body.items as [{ stock: { id: string } }];
  sandbox.platform('nhsa-hunan').setFault({ fault: 'dark', ms: 1_000 });
  const path = `/v1/uncoded-stock/${stock.id}`;
  const asked = await client.send('POST', `${path}/virtual-code`, { reference: 'R1', timeoutMs: 400 });
  expect(asked).toMatchObject({ status: 200, body: { outcome: 'fault', fault: { code: expect.any(String) } } });
  expect((await client.send('GET', path)).body.virtualCodes).toEqual([]);
});
