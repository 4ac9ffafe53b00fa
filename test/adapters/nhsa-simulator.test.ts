import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Outcome, Session } from '../../adapters/contract/index.ts';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { batchNumbersOf, coded, context, delivery, event, hunan, national, operation } from './nhsa-support.ts';

/** Adapter and simulator were written from the same documents by different hands and share no code. */
describe.each([
  ['hunan', hunan],
  ['national', national],
] as const)('against the simulator of %s', (dialect, profile) => {
  let simulator: Simulator;
  let session: Session | undefined;
  let sequence = 0;

  beforeAll(async () => {
    simulator = await start({ port: 0, controlPort: 0, settings: { dialect } });
    const signed = await call('sign-in');
    session = signed.type === 'ok' ? signed.session : undefined;
  });
  afterAll(() => simulator.close());

  async function call(id: string, input?: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
    sequence += 1;
    const at = context({ profile, now: Date.now(), sequence, ...(session && { session }), ...changes });
    const request = operation(id).buildRequest(input, at);
    if (request.protocol !== 'rest') throw new Error('not a REST request');
    const reply = await fetch(simulator.endpoint, {
      method: 'POST',
      headers: request.headers,
      body: String(request.body),
    });
    const body = new Uint8Array(await reply.arrayBuffer());
    const outcome = operation(id).parseResponse(
      { status: reply.status, headers: Object.fromEntries(reply.headers), body },
      at,
      input,
    );
    return outcome.type === 'continue' ? call(id, input, { ...changes, progress: outcome.progress }) : outcome;
  }

  const itemsOf = (outcome: Outcome) => (outcome.type === 'ok' ? (outcome.items ?? []) : []);
  const sale = (name: string, lines = 2) =>
    delivery(lines, { deliveryId: name, event: event(lines, { documentNo: name }) });

  test('a sign-in gives a session and the probe answers', async () => {
    expect(session?.values.sign_no).toMatch(/./);
    expect(await call('probe')).toEqual({ type: 'ok' });
  });

  test('a sale is booked row by row under our numbers, and the enquiry finds it', async () => {
    const input = sale('XS100');
    expect(await call('retail-sale.enquiry', input)).toEqual({ type: 'not-found', items: [] });
    const outcome = await call('retail-sale.submit', input);
    expect(outcome).toMatchObject({
      type: 'ok',
      items: [
        { key: 'line-0', ok: true },
        { key: 'line-1', ok: true },
      ],
    });
    expect(outcome).not.toHaveProperty('partial');
    const booked = simulator.ledger().filter(({ documentNo }) => documentNo === 'XS100');
    expect(booked.map(({ key }) => key)).toEqual(batchNumbersOf(input));
    expect(await call('retail-sale.enquiry', input)).toMatchObject({
      type: 'ok',
      items: [{ key: 'line-0' }, { key: 'line-1' }],
    });
  });

  test('the same sale again is known to be ours and booked once', async () => {
    const input = sale('XS101');
    await call('retail-sale.submit', input);
    const again = await call('retail-sale.submit', input);
    expect(again.type === 'fault' ? again.fault.category : again).toEqual(
      dialect === 'national' ? 'already-accepted' : expect.objectContaining({ type: 'ok', duplicate: true }),
    );
    expect(simulator.ledger().filter(({ documentNo }) => documentNo === 'XS101')).toHaveLength(2);
  });

  test('an insured sale of a prescription drug, with every field an event can give', async () => {
    const person = { no: '4301000001', certType: '01', certNo: '430102199003070011', name: '参保人甲' };
    const full = event(1, {
      documentNo: 'XS102',
      lines: [{ ...coded(500), prescriptionOnly: true, split: true, quantity: '0.5', expiresOn: '2028-01-14' }],
      settlement: { type: 'insured', id: 'S102', visitNo: 'M102', person },
      prescription: {
        no: 'CF102',
        circulating: true,
        doctor: { no: 'D430100000001', name: '李医师', certType: '01', certNo: '430102197001010011' },
        pharmacist: {
          no: 'HY430000000001',
          name: '陈药师',
          licenceNo: 'YS1',
          certType: '01',
          certNo: '430102198001010011',
        },
      },
      extensions: {
        nhsa: {
          hi_feesetl_type: '1',
          insuplc_admdvs: '430100',
          memo: '备注',
          stoout_no: 'CK1',
          shelf_posi: 'A1',
          bchno: 'B1',
        },
      },
    });
    expect(await call('retail-sale.submit', delivery(1, { deliveryId: 'XS102', event: full }))).toMatchObject({
      type: 'ok',
    });
  });

  test('an insured sale without 参保地医保区划, where it is needed, is refused before it is sent', async () => {
    const settlement = { type: 'insured', id: 'S103', visitNo: 'M103', person: { no: 'PSN-3' } } as const;
    const insured = (extensions = {}) => {
      const rx = {
        no: 'CF103',
        doctor: { no: 'D43', name: '李医师' },
        pharmacist: { no: 'HY43', name: '陈药师', licenceNo: 'YS1' },
      };
      const lines = [{ ...coded(503), prescriptionOnly: true }];
      const nhsa = { hi_feesetl_type: dialect === 'hunan' ? '2' : '1', ...extensions };
      return event(1, { documentNo: 'XS103', lines, settlement, prescription: rx, extensions: { nhsa } });
    };
    const silent = delivery(1, { deliveryId: 'XS103', event: insured() });
    await expect(call('retail-sale.submit', silent)).rejects.toThrow(/settlement.person.region is missing/);
    const untold = insured();
    const person = { ...settlement.person, region: '430100' };
    for (const told of [insured({ insuplc_admdvs: '430100' }), { ...untold, settlement: { ...settlement, person } }]) {
      const input = delivery(1, {
        deliveryId: `XS103-${told.extensions?.nhsa?.insuplc_admdvs ?? 'person'}`,
        event: told,
      });
      expect(await call('retail-sale.submit', input)).toMatchObject({ type: 'ok' });
    }
  });

  test('a return is booked with its document in memo', async () => {
    const [sold] = itemsOf(await call('retail-sale.submit', sale('XS105')));
    const original = { documentNo: 'XS105', ...(sold?.receipt && { receipt: sold.receipt }) };
    if (dialect === 'hunan') expect(original.receipt).toMatch(/./);
    const back = event(1, { kind: 'retail-return', documentNo: 'TH100', original });
    const input = delivery(1, { deliveryId: 'TH100', event: back });
    expect(await call('retail-return.submit', input)).toMatchObject({
      type: 'ok',
      items: [{ key: 'line-0', ok: true }],
    });
    expect(simulator.ledger().filter(({ documentNo }) => documentNo === 'TH100')).toHaveLength(1);
    expect(await call('retail-return.enquiry', input)).toMatchObject({ type: 'ok' });
  });

  test.each([
    ['a wrong secret', { ak: 'ak-demo-hn-001', sk: 'wrong' }, 'NHSA_SIGNATURE_REFUSED'],
    ['an unknown key', { ak: 'nobody', sk: 'x' }, 'NHSA_KEY_UNKNOWN'],
    ['no keys at all', {}, 'NHSA_KEY_UNKNOWN'],
  ])('%s is an auth fault of this institution', async (_, credentials, code) => {
    const institution = { ...context().institution, credentials };
    for (const id of ['sign-in', 'retail-sale.submit']) {
      expect(await call(id, sale('XS103'), { institution })).toMatchObject({ fault: { category: 'auth', code } });
    }
  });

  test('a sign-in number that is gone is asked for anew', async () => {
    const stale = { values: { sign_no: 'gone' }, expiresAt: Date.now() + 1000 };
    expect(await call('retail-sale.submit', sale('XS104'), { session: stale })).toMatchObject({
      fault: { category: 'auth', code: 'NHSA_SIGN_IN_REQUIRED' },
    });
  });

  test('a clock 31 minutes off is nothing the record could help', async () => {
    expect(await call('probe', undefined, { now: Date.now() - 31 * 60_000 })).toMatchObject({
      fault: { category: 'unavailable', code: 'NHSA_CLOCK_SKEW' },
    });
  });

  test.each([
    ['gbk', 'contract-broken', 2],
    ['alien', 'contract-broken', 2],
    ['empty', 'contract-broken', 2],
    ['html', 'contract-broken', 0],
    ['unavailable', 'unknown-outcome', 0],
    ['limit', 'rate-limited', 0],
    ['refuse', 'rejected', 0],
  ] as const)('%s: %s, and the enquiry tells the truth', async (fault, category, booked) => {
    const input = sale(`XS-${fault}`);
    simulator.setFault({ fault, times: 1 });
    expect(await call('retail-sale.submit', input)).toMatchObject({ type: 'fault', fault: { category } });
    expect(simulator.ledger().filter(({ documentNo }) => documentNo === `XS-${fault}`)).toHaveLength(booked);
    expect((await call('retail-sale.enquiry', input)).type).toBe(booked > 0 ? 'ok' : 'not-found');
  });

  test('infcode in another type is still a success', async () => {
    simulator.setFault({ fault: 'wrong-type', times: 1 });
    expect(await call('retail-sale.submit', sale('XS-type'))).toMatchObject({ type: 'ok' });
  });
});
