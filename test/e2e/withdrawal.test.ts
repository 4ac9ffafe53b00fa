import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HubDelivery } from '../demo/agree.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
}, 30_000);
afterAll(() => sandbox.close());

/** A sale over the counter. */
const sale = (documentNo: string, code: string) => ({
  kind: 'retail-sale',
  institution: { code: 'P43010000001', region: '430102' },
  documentNo,
  occurredAt: '2026-07-01T10:00:00+08:00',
  operator: { name: '王店员' },
  settlement: { type: 'self-pay' },
  prescription: { pharmacist: { name: '陈药师', licenceNo: 'YS4300000001' } },
  lines: [
    {
      product: { localCode: 'P1', localName: '阿莫西林胶囊' },
      lot: 'LOT260101',
      producedOn: '2026-01-15',
      quantity: '1',
      unitPrice: '12.50',
      codes: [code],
    },
  ],
});

async function ended(id: string): Promise<HubDelivery> {
  const limit = performance.now() + 15_000;
  while (true) {
    const found = (await sandbox.client.deliveries('&link=nhsa-hunan')).find((delivery) => delivery.id === id);
    if (found !== undefined && ['delivered', 'rejected', 'parked'].includes(found.state)) return found;
    if (performance.now() > limit) throw new Error(`not in time: ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test('a sale uploaded by mistake is taken back at the insurance; elsewhere it needs the opposite document', async () => {
  const deliveries = await sandbox.settled(sale('CH-1', '87654329000000010001'));
  const insurance = deliveries.find(({ link }) => link === 'nhsa-hunan');
  expect(insurance).toMatchObject({ state: 'delivered' });
  const reason = { reason: 'posted by mistake' };
  const found = await sandbox.client.send('GET', '/v1/events?documentNo=CH-1');
  const [{ id: eventId }] = found.body.items as [{ id: string }];
  const taken = await sandbox.client.send('POST', `/v1/events/${eventId}/withdraw`, reason);
  expect(taken.status).toBe(202);
  const code = 'WITHDRAWAL_NOT_SUPPORTED';
  expect(taken.body.left).toMatchObject([
    { link: 'msfx', code },
    { link: 'mah-demo', code },
  ]);
  const event = taken.body.event as { readonly deliveries: readonly HubDelivery[] };
  const withdrawal = event.deliveries.find((delivery) => 'withdraws' in delivery);
  expect(await ended(withdrawal?.id ?? '')).toMatchObject({ state: 'delivered', operation: 'retail-sale.withdraw' });
  const again = await sandbox.client.send('POST', `/v1/deliveries/${insurance?.id}/withdraw`, reason);
  expect([again.status, again.body.code]).toEqual([409, 'ALREADY_WITHDRAWN']);
});
