import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { HubDelivery } from '../demo/agree.ts';
import { makeDay } from '../demo/make-day.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
}, 30_000);
afterAll(() => sandbox.close());

/** An insured sale of one line with a code of the manufacturer whose link the sandbox has. */
function insuredSale(documentNo: string, code: string) {
  const event = makeDay()
    .map((posting) => posting.event)
    .find(({ settlement, lines }) => settlement?.type === 'insured' && lines.some(({ codes }) => codes?.length === 1));
  const line = event?.lines.find(({ codes }) => codes?.length === 1);
  if (event === undefined || line === undefined) throw new Error('the day has no such sale');
  return { ...event, documentNo, lines: [{ ...line, split: false, quantity: '1', codes: [code] }] };
}

const booked = (documentNo: string) =>
  ['nhsa-hunan', 'msfx', 'mah-demo'].flatMap((link) =>
    sandbox
      .platform(link)
      .ledger()
      .filter((entry) => entry.documentNo === documentNo || entry.key.startsWith(documentNo)),
  );

async function until(path: string, done: (deliveries: readonly HubDelivery[]) => boolean): Promise<HubDelivery[]> {
  const limit = performance.now() + 15_000;
  while (true) {
    const { body } = await sandbox.client.send('GET', path);
    const deliveries = body.deliveries as HubDelivery[];
    if (done(deliveries)) return deliveries;
    if (performance.now() > limit) throw new Error(`not in time: ${JSON.stringify(deliveries)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const allDelivered = (deliveries: readonly HubDelivery[]) => deliveries.every(({ state }) => state === 'delivered');

test('a till settles between accepting and reporting: nobody hears of the sale before, everybody after', async () => {
  const { settlement, ...event } = insuredSale('JS-1', '81234568000000010001');
  const posted = await sandbox.client.send('POST', '/v1/events', {
    ...event,
    settlement: { type: 'insured', awaiting: true },
  });
  expect(posted.status).toBe(202);
  const path = `/v1/events/${String(posted.body.id)}`;

  const asked = await sandbox.client.send('POST', `${path}/settlement-fragment`);
  expect(asked.body).toEqual({
    link: 'nhsa-hunan',
    profile: 'nhsa/430000-hunan',
    fragment: { durg_trac_info: [{ feedetl_sn: '1', drug_trac_codg: '81234568000000010001', trdn_flag: '0' }] },
    placement: { durg_trac_info: '2102 drugdetail[]' },
  });
  expect(booked('JS-1')).toEqual([]);

  const { id, visitNo, person } = settlement ?? { type: 'insured' };
  const reported = await sandbox.client.send('POST', `${path}/settlement`, { id, visitNo, person });
  expect(reported.status).toBe(202);
  const deliveries = await until(path, allDelivered);
  expect(deliveries.map(({ link }) => link).sort()).toEqual(['mah-demo', 'msfx', 'nhsa-hunan']);
  expect(booked('JS-1')).toHaveLength(3);
});

test('an abandoned sale is never heard of', async () => {
  const { settlement: _, ...event } = insuredSale('JS-2', '81234568000000020001');
  const awaiting = { ...event, settlement: { type: 'insured', awaiting: true } };
  const posted = await sandbox.client.send('POST', '/v1/events', awaiting);
  const path = `/v1/events/${String(posted.body.id)}`;
  const abandoned = await sandbox.client.send('POST', `${path}/abandon`, { reason: 'customer left' });
  expect(abandoned.status).toBe(200);
  const [after] = await sandbox.settled(insuredSale('JS-3', '81234568000000030001'));
  expect(after?.state).toBe('delivered');
  expect(booked('JS-2')).toEqual([]);
});
