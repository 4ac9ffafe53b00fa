import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Progress } from '../../adapters/contract/index.ts';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { goods, goodsLine } from './nhsa-goods-events.ts';
import { openRegion, profileOf, type RegionRig } from './nhsa-regions.ts';
import { bodyOf, built, context, hunan, national, parsed, success } from './nhsa-support.ts';

const keys = { ak: 'ak-demo-hn-001', sk: 'sk-demo-hn-001' };
const lookups = ['stock-counts', 'stock-changes', 'purchases', 'sales', 'codes-received', 'codes-sold'];
const settled = { settlement: { type: 'insured', id: 'S1', visitNo: 'M1' } } as const;
const dates = { from: '2026-06-30', to: '2026-07-02' };

describe('what the platform holds of an institution, as people ask', () => {
  let rig: RegionRig;
  beforeAll(async () => {
    rig = await openRegion({ profile: 'nhsa/national', simulator: { dialect: 'national' }, credentials: keys });
  });
  afterAll(() => rig.close());
  const ask = (id: string, progress: Progress) => rig.call(id, undefined, { progress });

  test('a purchase with codes, a count, a loss and a sale are found each by its own look-up', async () => {
    const line = goodsLine(7);
    const [code] = line.codes;
    for (const [kind, more] of [
      ['purchase-in', {}],
      ['stock-count', {}],
      ['stock-adjust', { reason: 'loss' }],
      ['dispense', settled],
    ] as const) {
      const at = context({ profile: profileOf('nhsa/national') });
      expect(await rig.call(`${kind}.submit`, goods(kind, `LK-${kind}`, [line], more, at))).toMatchObject({
        type: 'ok',
      });
    }
    const one = { localCode: 'SP7', ...dates };
    const rows = async (id: string, progress: Progress) => {
      const outcome = await ask(id, progress);
      return outcome.type === 'ok' ? outcome.answer?.rows : outcome;
    };
    expect(await rows('purchases', one)).toMatchObject([
      { localCode: 'SP7', quantity: '2', receipt: expect.any(String) },
    ]);
    expect(await rows('stock-counts', one)).toMatchObject([{ localCode: 'SP7', valid: '1' }]);
    const changes = await rows('stock-changes', one);
    expect(changes).toMatchObject([{ changeType: '108' }, { changeType: '104' }]);
    expect(await rows('codes-received', { ...one, code: String(code?.value) })).toMatchObject([{ code: code?.value }]);
    const [sold] = (await rows('sales', one)) as readonly Readonly<Record<string, string>>[];
    const byNumber = await rows('codes-sold', { batchNumber: String(sold?.batchNumber) });
    expect(byNumber).toMatchObject([{ code: code?.value, visitNo: 'M1', settlementType: '1' }]);
    expect(JSON.stringify(byNumber)).not.toMatch(/psn|certno|参保人/i);
  });

  test('nothing held is not-found', async () => {
    for (const id of lookups) expect(await ask(id, { localCode: 'NO-SUCH', ...dates })).toEqual({ type: 'not-found' });
  });

  test('a sign-out ends the session; asked again, the platform says so and that is as good', async () => {
    expect(await rig.call('sign-out')).toMatchObject({
      type: 'ok',
      answer: { signedOut: true },
      session: { values: {} },
    });
    expect(await rig.call('sign-out')).toMatchObject({ type: 'ok' });
    expect(await ask('sales', { localCode: 'SP7', ...dates })).toMatchObject({ fault: { category: 'auth' } });
  });
});

describe('the questions', () => {
  test('are offered where the profile has their tables; sign-out where 9001 signs in', () => {
    const offered = (id: string) =>
      Object.values(nhsaAdapter.operations).flatMap(({ id: name, lookup }) =>
        lookup?.offeredBy?.(profileOf(id)) ? [name] : [],
      );
    expect(offered('nhsa/national')).toEqual([...lookups, 'sign-out']);
    expect(offered('nhsa/430000-hunan')).toEqual(['virtual-code', ...lookups, 'sign-out']);
    expect(offered('nhsa/110000-beijing')).toEqual(lookups);
    expect(offered('nhsa/220000-jilin')).toEqual(lookups);
    const offeredBy = nhsaAdapter.operations['sign-out']?.lookup?.offeredBy;
    expect(offeredBy?.(national, { signIn: 'none' })).toBe(false);
    expect(offeredBy?.(profileOf('nhsa/220000-jilin'), { signIn: '9001' })).toBe(true);
  });

  test.each(lookups)('%s wants one of its keys', (id) => {
    const { params = {}, example } = nhsaAdapter.operations[id]?.lookup ?? {};
    const errors = compileSchema(params);
    expect(errors(example)).toEqual([]);
    expect(errors(dates)).not.toEqual([]);
    expect(() => built(id, undefined, context({ profile: national, progress: {} }))).toThrow(/needs one of/);
  });

  test('go out in the region’s own lengths and empties', () => {
    const progress = { batchNumber: 'B1', code: '8'.repeat(31), from: '2026-07-01', to: '2026-07-01' };
    const at = context({ profile: national, progress });
    expect(bodyOf(built('codes-received', undefined, at)).input).toEqual({
      data: {
        fixmedins_code: 'P43010000001',
        medins_list_codg: '',
        fixmedins_bchno: 'B1',
        begndate: '2026-07-01',
        enddate: '2026-07-01',
        med_list_codg: '',
        drug_trac_codg: '8'.repeat(31),
      },
    });
    expect(() => built('codes-received', undefined, context({ profile: hunan, progress }))).toThrow(/at most 30/);
  });

  test.each([null, '', {}, 'x', [1]])('%j is neither rows nor none', (output) => {
    const outcome = parsed('sales', success({ output }), undefined, context({ profile: national }));
    expect(outcome).toMatchObject({ type: 'fault', fault: { code: 'NHSA_REPLY_UNRECOGNISED' } });
  });
});
