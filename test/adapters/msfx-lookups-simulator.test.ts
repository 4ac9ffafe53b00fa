import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { billOf, institutions, profileOf, type Rig, sessionOf, startRig } from './msfx-rig.ts';
import { codes, delivery, event, traceCode } from './msfx-support.ts';

const [first = ''] = codes(2).map(({ value }) => value);

describe('against the simulator', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.close());

  const pharmacy = { profile: profileOf('msfx/retail'), institution: institutions.pharmacy };
  const wholesaler = { profile: profileOf('msfx/wholesale-kyt'), institution: institutions.wholesaler };
  const list = codes(2, '8900123');

  test('what a wholesaler shipped is found by the pharmacy: bill, codes, and the bill of a code', async () => {
    const institution = {
      ...institutions.wholesaler,
      identity: { ...institutions.wholesaler.identity, partners: 'A=demo-ent-id-001' },
    };
    const own = { ...wholesaler, institution };
    const out = billOf('sale-out', 'CK-UP', list, own, { counterparty: { code: 'A', name: 'x' } });
    expect(await rig.call('sale-out.submit', out, own)).toMatchObject({ type: 'accepted-pending' });
    const item = { key: 'CK-UP', receipt: 'demo-ref-ent-201', nativeCode: '201' };
    expect(await rig.call('upstream-bills', undefined, pharmacy)).toMatchObject({ type: 'ok', items: [item] });
    const progress = { code: list[0]?.value ?? '', billCode: 'CK-UP', fromRefEntId: 'demo-ref-ent-201' };
    expect(await rig.call('upstream-bill-of-code', undefined, { ...pharmacy, progress })).toMatchObject({
      items: [item],
    });
    expect(await rig.call('upstream-bill-detail', undefined, { ...pharmacy, progress })).toMatchObject({
      items: list.map(({ value }) => ({ key: value })),
    });
  });

  test.each([
    ['msfx/retail', 'pharmacy'],
    ['msfx/hospital', 'hospital'],
    ['msfx/wholesale-kyt', 'wholesaler'],
    ['msfx/wholesale-wes', 'wholesaler'],
  ] as const)('%s: codes, partners and enterprises', async (profileId, role) => {
    const base = { profile: profileOf(profileId), institution: institutions[role] };
    const signsIn = base.profile.operations.includes('sign-in');
    const own = signsIn ? { ...base, session: sessionOf(await rig.call('sign-in', undefined, base)) } : base;
    const [pack, dormant] = ['81234560000000000001', '80000000000000000001'];
    const input = delivery({
      event: event({
        lines: [{ product: { localCode: 'P', localName: 'x' }, quantity: '2', codes: [pack, dormant].map(traceCode) }],
      }),
    });
    const verdicts = { type: 'ok', codes: [{ verdict: 'accepted' }, { verdict: 'alert', nativeCode: 'B' }] };
    expect(await rig.call('code-detail', input, own)).toMatchObject(verdicts);
    if (role !== 'hospital') expect(await rig.call('code-activation', input, own)).toMatchObject(verdicts);
    expect(await rig.call('code-relation', input, own)).toMatchObject({
      type: 'ok',
      items: [{ nativeCode: '2' }, { key: pack, nativeCode: '1', message: 'A 81234570000000000001' }, {}],
    });
    const wholesale = { key: '演示医药批发', receipt: 'demo-ent-id-901', nativeCode: 'demo-ref-ent-901' };
    const named = { ...own, progress: { name: '演示医药批发' } };
    expect(await rig.call('enterprise', undefined, named)).toMatchObject({ items: [wholesale] });
    expect(await rig.call('partners', undefined, named)).toMatchObject({ items: [wholesale] });
    const nobody = { ...own, progress: { name: '没有这家', code: '89999999999999999999' } };
    expect(await rig.call('enterprise', undefined, nobody)).toEqual({ type: 'not-found' });
    expect(await rig.call('code-relation', undefined, nobody)).toEqual({ type: 'not-found' });
  });

  test('reads book nothing, and nothing waits for an institution that got nothing', async () => {
    const hospital = { profile: profileOf('msfx/hospital'), institution: institutions.hospital };
    const before = rig.simulator.ledger().length;
    expect(await rig.call('upstream-bills', undefined, hospital)).toEqual({ type: 'not-found' });
    const progress = { code: first, billCode: 'CK-UP', fromRefEntId: 'demo-ref-ent-201' };
    expect(await rig.call('upstream-bill-detail', undefined, { ...hospital, progress })).toEqual({ type: 'not-found' });
    expect(await rig.call('upstream-bill-of-code', undefined, { ...hospital, progress })).toEqual({
      type: 'not-found',
    });
    expect(rig.simulator.ledger()).toHaveLength(before);
  });
});
