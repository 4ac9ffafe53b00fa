import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HubDelivery } from '../demo/agree.ts';
import { makeDay } from '../demo/make-day.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

const day = makeDay();
const templates = day.filter(({ event }) =>
  event.lines.some((line) => line.codes?.some((code) => String(code).startsWith('8123456'))),
);
let serial = 0;

/** A sale to all three platforms, with a document number and codes of its own. */
function sale(documentNo: string, institution = 'P43010000001') {
  const template = templates[0]?.event;
  const line = template?.lines.find((candidate) => String(candidate.codes?.[0]).startsWith('8123456'));
  if (template === undefined || line === undefined) throw new Error('the day has no such sale');
  serial += 1;
  const codes = [`8123456${String(900_000_000 + serial)}0001`];
  return {
    ...template,
    institution: { code: institution, region: '430102' },
    documentNo,
    lines: [{ ...line, quantity: '1', codes }],
  };
}
const states = (deliveries: readonly HubDelivery[]) =>
  Object.fromEntries(deliveries.map(({ link, state }) => [link, state]));
const delivered = { 'nhsa-hunan': 'delivered', msfx: 'delivered', 'mah-demo': 'delivered' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
}, 30_000);
afterAll(() => sandbox.close());

const booked = (link: string, documentNo: string) =>
  sandbox
    .platform(link)
    .ledger()
    .filter((entry) => entry.documentNo.endsWith(documentNo));

describe('one sale, three platforms', () => {
  test('is booked once by each, with the receipts in the reply', async () => {
    const deliveries = await sandbox.settled(sale('E1'));
    expect(states(deliveries)).toEqual(delivered);
    for (const link of Object.keys(delivered)) expect(booked(link, 'E1')).toHaveLength(1);
  });

  test('the same content again is answered with the first result, other content is refused, and nothing is sent twice', async () => {
    const event = sale('E2');
    await sandbox.settled(event);
    const again = await sandbox.client.send('POST', '/v1/events', event);
    const other = await sandbox.client.send('POST', '/v1/events', {
      ...event,
      occurredAt: '2026-07-01T11:11:11+08:00',
    });
    expect([again.status, other.status]).toEqual([200, 409]);
    expect(booked('nhsa-hunan', 'E2')).toHaveLength(1);
  });

  test('waits with the POS for the primary link when asked to', async () => {
    const reply = await sandbox.client.send('POST', '/v1/events', sale('E3'), { prefer: 'wait=5' });
    const primary = (reply.body.deliveries as HubDelivery[]).find((delivery) => delivery.link === 'nhsa-hunan');
    expect(primary?.state).toBe('delivered');
  });

  test('a sale that no route matches is accepted and says so', async () => {
    const event = { ...sale('E4'), institution: { code: 'P11010000001', region: '110101' } };
    const uncoded = { ...event, lines: event.lines.map(({ codes: _codes, ...line }) => line) };
    const reply = await sandbox.client.send('POST', '/v1/events', uncoded);
    expect(reply.status).toBe(202);
    expect(reply.body.routes).toBe('none');
  });
});

describe('trouble on the way', () => {
  test.each([
    ['nhsa-hunan', 'nhsa', 'apply-hang'],
    ['nhsa-hunan', 'nhsa', 'apply-reset'],
    ['nhsa-hunan', 'nhsa', 'truncated'],
    ['nhsa-hunan', 'nhsa', 'gbk'],
    ['nhsa-hunan', 'nhsa', 'html'],
    ['nhsa-hunan', 'nhsa', 'hang'],
    ['msfx', 'msfx', 'apply-hang'],
    ['msfx', 'msfx', 'reset'],
    ['msfx', 'msfx', 'limit'],
    ['mah-demo', 'mah', 'apply-hang'],
    ['mah-demo', 'mah', 'empty'],
    ['mah-demo', 'mah', 'unavailable'],
  ])(
    '%s: a platform that answers %s-%s ends delivered and booked exactly once',
    async (link, target, fault) => {
      const documentNo = `E-SIM-${target}-${fault}`;
      const deliveries = await sandbox.settled(sale(documentNo));
      expect(states(deliveries)).toEqual(delivered);
      expect(booked(link, documentNo)).toHaveLength(1);
    },
    20_000,
  );

  test('a dark platform delays its own deliveries and nobody else', async () => {
    sandbox.platform('nhsa-hunan').setFault({ fault: 'dark', ms: 1500 });
    const early = await sandbox.settled(sale('E5'), ['delivered', 'queued', 'sending', 'unknown', 'pending']);
    expect(states(await sandbox.settled(sale('E6')))).toEqual(delivered);
    expect(early).toHaveLength(3);
    expect(booked('nhsa-hunan', 'E6')).toHaveLength(1);
  }, 20_000);

  test('a business refusal ends the delivery and does not count against the link', async () => {
    const openings = async () => (await sandbox.client.send('GET', '/v1/links/nhsa-hunan')).body.openings;
    const before = await openings();
    const deliveries = await sandbox.settled(sale('E-SIM-nhsa-refuse'));
    expect(states(deliveries)).toEqual({ ...delivered, 'nhsa-hunan': 'rejected' });
    expect(await openings()).toBe(before);
  });
});

describe('credentials and isolation', () => {
  const path = '/v1/institutions/P43010000002';
  const keys = (sk: string) => ({
    identity: {
      fixmedins_code: 'P43010000002',
      fixmedins_name: '追溯通演示药店二',
      opter: '001',
      opter_name: '王店员',
    },
    credentials: { ak: 'ak-demo-hn-002', sk },
  });

  test('a wrong credential of one store holds that store on that link and nobody else, until it is mended', async () => {
    const entry = (await sandbox.client.send('GET', path)).body;
    const body = (sk: string) => ({
      name: entry.name,
      region: entry.region,
      role: entry.role,
      links: {
        'nhsa-hunan': keys(sk),
        msfx: { identity: { ref_ent_id: 'demo-ref-ent-002' } },
        'mah-demo': { identity: { partnerCode: 'demo-pharmacy-002' } },
      },
    });
    expect((await sandbox.client.send('PUT', path, body('wrong'))).status).toBe(200);
    const held = await sandbox.settled(sale('E7', 'P43010000002'), ['delivered', 'held']);
    expect(states(held)).toEqual({ ...delivered, 'nhsa-hunan': 'held' });
    expect(states(await sandbox.settled(sale('E8')))).toEqual(delivered);
    expect((await sandbox.client.send('PUT', path, body('sk-demo-hn-002'))).status).toBe(200);
    const [again] = await sandbox.client.deliveries('&link=nhsa-hunan');
    expect(again).toBeDefined();
    const until = performance.now() + 10_000;
    while (booked('nhsa-hunan', 'E7').length === 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(booked('nhsa-hunan', 'E7')).toHaveLength(1);
  }, 20_000);

  test('an isolated link holds its deliveries and sends them when it is restored', async () => {
    await sandbox.client.send('POST', '/v1/links/mah-demo/isolate', { reason: 'maintenance' });
    expect(states(await sandbox.settled(sale('E9'), ['delivered', 'held']))).toEqual({
      ...delivered,
      'mah-demo': 'held',
    });
    expect(booked('mah-demo', 'E9')).toHaveLength(0);
    await sandbox.client.send('POST', '/v1/links/mah-demo/restore', {});
    const until = performance.now() + 10_000;
    while (booked('mah-demo', 'E9').length === 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(booked('mah-demo', 'E9')).toHaveLength(1);
  }, 20_000);
});

describe('a refused document', () => {
  test('counts no longer: its correction under another number repeats nothing, and is the one sale of the pack', async () => {
    const corrected = sale('E12');
    const lines = corrected.lines.map(({ lot: _lot, ...line }) => line);
    expect(states(await sandbox.settled({ ...corrected, documentNo: 'E11', lines }))).toMatchObject({
      'nhsa-hunan': 'rejected',
    });
    const reply = await sandbox.client.send('POST', '/v1/events', corrected, { prefer: 'wait=5' });
    expect(reply).toMatchObject({ status: 202, body: { warnings: [] } });
    expect(JSON.stringify(reply.body.decisions)).not.toContain('one-pack-one-sale');
    const code = corrected.lines[0]?.codes?.[0];
    const sales = async () => {
      const { body } = await sandbox.client.send('GET', `/v1/codes/${code}`);
      return { movements: (body.movements as unknown[]).length, findings: body.findings };
    };
    const until = performance.now() + 10_000;
    while ((await sales()).movements > 1 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await sales()).toEqual({ movements: 1, findings: [] });
  }, 20_000);
});

describe('a return', () => {
  test('waits for its sale on each link and follows it', async () => {
    const first = sale('E10');
    sandbox.platform('nhsa-hunan').setFault({ fault: 'unavailable', match: 'E10', times: 1 });
    const { settlement: _settlement, prescription: _prescription, ...rest } = first;
    const back = {
      ...rest,
      kind: 'retail-return',
      documentNo: 'R10',
      settlement: first.settlement,
      original: { documentNo: 'E10' },
    };
    const selling = sandbox.settled(first);
    // A return that comes before its sale has nothing to wait for.
    const isStored = async () =>
      ((await sandbox.client.send('GET', '/v1/events?documentNo=E10')).body.items as unknown[]).length === 1;
    while (!(await isStored())) await new Promise((resolve) => setTimeout(resolve, 25));
    const [sold, returned] = await Promise.all([selling, sandbox.settled(back)]);
    expect(states(sold)).toEqual(delivered);
    expect(states(returned)).toEqual(delivered);
    const order = sandbox
      .platform('nhsa-hunan')
      .ledger()
      .map((entry) => entry.documentNo);
    expect(order.indexOf('R10')).toBeGreaterThan(order.indexOf('E10'));
  }, 20_000);
});
