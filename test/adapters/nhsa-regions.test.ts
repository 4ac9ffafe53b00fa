import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type DeliveryInput, RequestError } from '../../adapters/contract/index.ts';
import { regions } from './nhsa-region-list.ts';
import { contextOf, openRegion, type RegionRig } from './nhsa-regions.ts';
import { batchNumbersOf, delivery, event, operation } from './nhsa-support.ts';

/** Keys that stand behind every request, not the sign-in's alone. */
const perRequest = ['sk', 'paas_secret', 'api_key', 'sm4_key', 'client_id', 'sm2_private_key', 'app_secret'];

/** Adapter and simulator share no code: a wrong signature or cipher cannot pass against itself. */
describe.each(regions)('%s', (_, region) => {
  let rig: RegionRig;
  beforeAll(async () => {
    rig = await openRegion(region);
  });
  afterAll(() => rig.close());

  /** As many rows as one call takes, two at most; numbered as the region wants them. */
  function numbered(bare: DeliveryInput): DeliveryInput {
    const ids = operation('retail-sale.submit').businessIds?.(bare, contextOf(region));
    return { ...bare, ids: ids ?? bare.ids };
  }
  function sale(name: string): DeliveryInput {
    const rows = rig.profile.constants.rowForm === 'single' ? 1 : 2;
    return numbered(delivery(rows, { deliveryId: name, event: event(rows, { documentNo: name }) }));
  }
  const bookedAs = (name: string) => rig.simulator.ledger().filter(({ documentNo }) => documentNo === name);

  test('the probe is a read and answers', async () => {
    expect(operation('probe').effect).toBe('read');
    expect(await rig.call('probe')).toEqual({ type: 'ok' });
  });

  test('a sale is booked once under our numbers, codes and all, and the enquiry finds it', async () => {
    const input = sale('XS200');
    expect(await rig.call('retail-sale.enquiry', input)).toEqual({ type: 'not-found', items: [] });
    const outcome = await rig.call('retail-sale.submit', input);
    expect(outcome).toMatchObject({ type: 'ok', items: input.ids.items.map(({ key }) => ({ key, ok: true })) });
    expect(bookedAs('XS200').map(({ key }) => key)).toEqual(batchNumbersOf(input));
    const codes = input.event.lines.flatMap((line) => line.codes.map(({ value }) => value));
    expect(bookedAs('XS200').flatMap((entry) => entry.codes)).toEqual(codes);
    expect(await rig.call('retail-sale.enquiry', input)).toMatchObject({ type: 'ok' });
    expect(await rig.call('retail-sale.submit', input)).toMatchObject({ fault: { category: 'already-accepted' } });
    expect(bookedAs('XS200')).toHaveLength(input.ids.items.length);
  });

  test('a return is booked', async () => {
    const back = event(1, { kind: 'retail-return', documentNo: 'TH200', original: { documentNo: 'XS200' } });
    const input = numbered(delivery(1, { deliveryId: 'TH200', event: back }));
    expect(await rig.call('retail-return.submit', input)).toMatchObject({ type: 'ok' });
    expect(bookedAs('TH200')).toHaveLength(1);
  });

  test('a session that is signed out is over at the platform, and a second time it is over all the same', async () => {
    const own = await openRegion(region);
    if (own.profile.constants.signIn === '9001') {
      expect(await own.call('sign-out')).toMatchObject({ type: 'ok', session: { values: {} } });
      expect(await own.call('probe')).toMatchObject({ fault: { code: 'NHSA_SIGN_IN_REQUIRED' } });
      expect(await own.call('sign-out')).toMatchObject({ type: 'ok' });
    } else await expect(own.call('sign-out')).rejects.toMatchObject({ code: 'NHSA_NO_SIGN_OUT' });
    await own.close();
  });

  const nobody = 'not-the-key-of-anybody';
  const signedIn = (credentials: Readonly<Record<string, string>>) => {
    const { institution } = contextOf({ ...region, credentials });
    // A key that cannot be one is said before anything is sent; dispatch takes that for `auth`, as a refused sign-in.
    return rig.call('sign-in', undefined, { institution }).catch((error: unknown) => error);
  };

  test.each(Object.keys(region.credentials))('another %s is held at the sign-in', async (key) => {
    const outcome = await signedIn({ ...region.credentials, [key]: nobody });
    if (outcome instanceof RequestError) expect(outcome.code).toMatch(/^NHSA_/);
    else expect(outcome).toMatchObject({ fault: { category: 'auth' } });
  });

  test.each(perRequest.filter((key) => key in region.credentials))('another %s books nothing', async (key) => {
    const value = key === 'sm2_private_key' ? '1'.repeat(64) : nobody;
    const { institution } = contextOf({ ...region, credentials: { ...region.credentials, [key]: value } });
    const outcome = await rig.call('retail-sale.submit', sale('XS201'), { institution });
    expect(outcome).toMatchObject({ fault: { category: 'auth' } });
    expect(bookedAs('XS201')).toEqual([]);
  });

  test('an institution without keys is held at its sign-in and refuses no delivery', async () => {
    const outcome = await signedIn({});
    if (outcome instanceof RequestError) expect(outcome).toMatchObject({ code: 'NHSA_KEY_MISSING' });
    else expect(outcome).toMatchObject({ fault: { category: 'auth' } });
  });

  test.each([
    ['gbk', ['contract-broken'], true],
    ['alien', ['contract-broken'], true],
    ['empty', ['contract-broken'], true],
    ['truncated', ['unknown-outcome'], true],
    ['apply-reset', ['unknown-outcome'], true],
    ['reset', ['unknown-outcome'], false],
    ['html', ['contract-broken'], false],
    ['unavailable', ['unknown-outcome'], false],
    ['limit', ['rate-limited'], false],
    ['refuse', ['rejected'], false],
  ] as const)('%s comes to %s, and the enquiry tells the truth', async (fault, categories, booked) => {
    const input = sale(`XS-${fault}`);
    rig.simulator.setFault({ fault, times: 1 });
    const outcome = await rig.call('retail-sale.submit', input);
    // What is encrypted is ASCII throughout: in GBK it is the same.
    if (outcome.type !== 'fault') expect([fault, encrypts(rig.profile.id, region.settings)]).toEqual(['gbk', true]);
    else expect(categories).toContain(outcome.fault.category);
    expect(bookedAs(`XS-${fault}`).length > 0).toBe(booked);
    expect((await rig.call('retail-sale.enquiry', input)).type).toBe(booked ? 'ok' : 'not-found');
  });

  test('the success code in another type is still a success', async () => {
    rig.simulator.setFault({ fault: 'wrong-type', times: 1 });
    expect(await rig.call('retail-sale.submit', sale('XS-type'))).toMatchObject({ type: 'ok' });
  });
});

function encrypts(profile: string, settings: object = {}): boolean {
  return ['nhsa/110000-beijing', 'nhsa/220000-jilin'].includes(profile) || 'inputForm' in settings;
}

test('a clock four minutes off is refused by an x-tif gateway, and nothing is booked', async () => {
  const [, region] = regions[0] ?? [];
  if (region === undefined) throw new Error('no region');
  const rig = await openRegion(region);
  const outcome = await rig.call('retail-sale.submit', delivery(1), { now: Date.now() - 240_000 });
  expect(outcome).toMatchObject({ fault: { category: 'auth', code: 'HTTP_ACCESS_DENIED' } });
  expect(rig.simulator.ledger()).toEqual([]);
  await rig.close();
});
