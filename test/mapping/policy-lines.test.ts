import { beforeAll, describe, expect, test } from '@jest/globals';
import { decide, loadPolicy, type Policy } from '../../mappings/policy/index.ts';
import { line, recognised } from '../intake/event.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

const chengdu = { code: 'P', region: '510104' };
const uncoded = line({ codes: [] });
const insured = { settlement: { type: 'insured' } } as const;

/** @returns `rule@outcome lines` of each decision. */
function decisions(more: Parameters<typeof recognised>[0]) {
  return decide(recognised(more), policy).map(({ rule, outcome, lines }) => `${rule}@${outcome} ${lines}`);
}

describe('exemptions of 2024-09-30 and the 无码库', () => {
  const bare = (noCodeReason: NonNullable<Parameters<typeof line>[0]>['noCodeReason']) =>
    line({ codes: [], ...(noCodeReason === undefined ? {} : { noCodeReason }) });
  type Product = Partial<ReturnType<typeof line>['product']>;
  const of = (
    kind: 'retail-sale' | 'dispense' | 'purchase-in',
    reason: Parameters<typeof bare>[0],
    { product = {}, bought }: { readonly product?: Product; readonly bought?: string } = {},
  ) => {
    const given = bare(reason);
    const lines = [line(), { ...given, product: { ...given.product, ...product } }];
    const boughtOn = new Map(bought === undefined ? [] : [[1, bought] as const]);
    return decide(recognised({ kind, institution: chengdu, ...insured, lines }), policy, { boughtOn })
      .map(({ rule, outcome, lines: concerned }) => `${rule}@${outcome} ${concerned}`)
      .filter((decision) => !decision.startsWith('receipt'));
  };
  const missing = ['scan-before-settlement@warn 1', 'every-code-collected@warn 1'];

  test.each([
    ['retail-sale', 'herbal-slices'],
    ['dispense', 'hospital-preparation'],
    ['retail-sale', 'class-1-device'],
    ['dispense', 'inpatient-split'],
    ['dispense', 'intraoperative'],
    ['retail-sale', 'retail-injection'],
  ] as const)('%s of %s: the line is spared and the notice named', (kind, reason) => {
    expect(of(kind, reason)).toEqual([`${reason}-exempt@exempt 1`]);
  });

  test('stock without code may still be settled once it is registered, when it was bought before the duty began', () => {
    const bought = (day?: string) => of('retail-sale', 'uncoded-stock', day === undefined ? {} : { bought: day });
    expect(bought('2025-06-30')).toEqual(['uncoded-stock-may-settle@exempt 1']);
    const later = ['uncoded-stock-bought-later@warn 1', ...missing];
    expect(bought('2025-07-01')).toEqual(later);
    expect(bought()).toEqual(later);
  });

  test.each([
    ['herbal-slices', { nhsaCode: 'XA01ABD075A002010100483' }],
    ['hospital-preparation', { nhsaCode: 'ZA04BAF0001010200001' }],
    ['class-1-device', { approvalNo: '国药准字H20090001' }],
    ['intraoperative', { approvalNo: '国药准字 SJ20200001' }],
  ] as const)('%s of a medicine is contradicted and spares nothing', (reason, product) => {
    expect(of('dispense', reason, { product })).toEqual([
      'exemption-contradicted@warn 1',
      ...(reason === 'intraoperative' ? ['exemption-does-not-fit@warn 1'] : []),
      ...missing,
    ]);
  });

  test('what a medicine is split or injected as, and slices with their own codes, contradict nothing', () => {
    const medicine = { product: { nhsaCode: 'XA01ABD075A002010100483' } };
    expect(of('dispense', 'inpatient-split', medicine)).toEqual(['inpatient-split-exempt@exempt 1']);
    const slices = { product: { nhsaCode: 'T000100001', approvalNo: '国药准字Z20090001' } };
    expect(of('retail-sale', 'herbal-slices', slices)).toEqual(['herbal-slices-exempt@exempt 1']);
  });

  test.each([
    ['retail-sale', 'inpatient-split'],
    ['retail-sale', 'intraoperative'],
    ['dispense', 'retail-injection'],
  ] as const)('%s of %s: the reason does not fit and spares nothing', (kind, reason) => {
    expect(of(kind, reason)).toEqual(['exemption-does-not-fit@warn 1', ...missing]);
  });

  test('no reason, no exemption; a code given although exempt is fine', () => {
    expect(of('retail-sale', undefined)).toEqual(missing);
    expect(decisions({ institution: chengdu, lines: [line({ noCodeReason: 'herbal-slices' })] })).toEqual([
      'receipt-shows-codes@note 0',
    ]);
  });

  test('goods in and out without codes are noted, never warned of', () => {
    const goods = (kind: 'purchase-in' | 'sale-out', occurredAt = '2026-03-01T09:00:00+08:00') =>
      decisions({ kind, institution: chengdu, occurredAt, lines: [uncoded, bare('herbal-slices')] });
    expect(goods('purchase-in')).toEqual(['herbal-slices-exempt@exempt 1', 'goods-in-without-code@note 0']);
    expect(goods('sale-out')).toEqual(['herbal-slices-exempt@exempt 1', 'goods-out-without-code@note 0']);
    expect(goods('purchase-in', '2025-06-30T09:00:00+08:00')).toEqual(['herbal-slices-exempt@exempt 1']);
  });
});

describe('the codes of a line', () => {
  test('a line tells a code for every pack, where the catalogue knows what a pack is', () => {
    const small = (count: number, more: object = {}, packLevel: 'small' | 'large' = 'small') => {
      const codes = Array.from({ length: count }, (_, at) => ({ value: `8122222000000000${1000 + at}`, packLevel }));
      return { ...line({ codes, quantity: '5', unit: '盒' }), packContent: '1', ...more };
    };
    const of = (given: ReturnType<typeof small>) =>
      decisions({ institution: chengdu, lines: [given] }).filter((decision) => !decision.startsWith('receipt'));
    expect(of(small(1))).toEqual(['code-for-every-pack@warn 0']);
    expect(of(small(5))).toEqual([]);
    expect(of(small(7))).toEqual(['more-codes-than-packs@warn 0']);
    const ampoules = { quantity: '10', unit: '支', packContent: '5' };
    expect([of(small(2, ampoules)), of(small(1, { ...ampoules, quantity: '3' }))]).toEqual([[], []]);
    expect(of(small(1, ampoules))).toEqual(['code-for-every-pack@warn 0']);
    // Not known, a case, a split pack: nothing is said.
    expect(of(small(1, { packContent: undefined }))).toEqual([]);
    expect(of(small(1, {}, 'large'))).toEqual([]);
    expect(of(small(1, { split: true }))).toEqual(['split-pack-may-repeat@note 0']);
  });

  test('a code that belongs to another product is warned of', () => {
    const said = decide(recognised({ institution: chengdu }), policy, { otherProductLines: new Set([0]) });
    expect(said.map(({ rule }) => rule)).toContain('code-of-another-product');
  });
});
