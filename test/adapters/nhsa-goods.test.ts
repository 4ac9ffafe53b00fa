import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';
import { goods, goodsLine, invoice, withoutCodes } from './nhsa-goods-events.ts';
import { openRegion, type Region, type RegionRig } from './nhsa-regions.ts';

const csbKeys = { ak: 'ak-demo-hn-001', sk: 'sk-demo-hn-001' };
const single = { code: 'P43010000001', name: '追溯通演示药店一', ak: 'paas-demo-000001', sk: 'secret-demo-0001' };
const platforms: ReadonlyArray<readonly [string, Region]> = [
  ['the baseline', { profile: 'nhsa/national', simulator: { dialect: 'national' }, credentials: csbKeys }],
  ['湖南', { profile: 'nhsa/430000-hunan', simulator: { dialect: 'hunan' }, credentials: csbKeys }],
  [
    'single rows (河北)',
    {
      profile: 'nhsa/130000-hebei',
      simulator: { transport: 'x-tif', paths: 'function', accounts: [single] },
      credentials: { paas_id: single.ak, paas_secret: single.sk },
    },
  ],
];

type Case = readonly [kind: RecognisedEvent['kind'], changes: Partial<RecognisedEvent>, booked: readonly string[]];
const insured = { settlement: { type: 'insured', id: 'S1', visitNo: 'M1' } } as const;
const prescription = {
  no: 'CF1',
  doctor: { no: 'D43', name: '李医师' },
  pharmacist: { no: 'HY43', name: '陈药师', licenceNo: 'YS43' },
};
const bought = { extensions: { nhsa: { purc_invo_no: '12345678' } } };
const cases: readonly Case[] = [
  ['dispense', { ...insured, prescription }, ['3505A']],
  ['dispense-return', insured, ['3506A']],
  ['purchase-in', bought, ['3503A', '3502A']],
  ['purchase-in', { ...bought, reason: 'gift' }, ['3503A', '3502A']],
  ['purchase-return', bought, ['3504A', '3502A']],
  ['stock-count', {}, ['3501A']],
  ['stock-adjust', { reason: 'loss' }, ['3502A']],
  ['transfer-in', {}, ['3502A']],
  ['transfer-out', {}, ['3502A']],
  ['destroy', {}, ['3502A']],
];

/** Adapter and simulator share no code; both were written from the documents. */
describe.each(platforms)('at %s', (name, region) => {
  let rig: RegionRig;
  beforeAll(async () => {
    rig = await openRegion({ ...region, settings: { returnEnquiry: 'conclusive' } });
  });
  afterAll(() => rig.close());

  const number = (native: string) => (name.startsWith('single') ? native.slice(0, -1) : native);
  const made = (
    kind: RecognisedEvent['kind'],
    no: string,
    lines: RecognisedLine[],
    more: Partial<RecognisedEvent> = {},
  ) => {
    const files = kind === 'purchase-in' && name === '湖南' ? { extensions: { nhsa: invoice } } : {};
    return goods(kind, no, lines, { ...more, ...files });
  };
  const bookedAs = (no: string) => rig.simulator.ledger().filter(({ documentNo }) => documentNo === no);

  test.each(cases)('%s %j is booked once, found, taken back and not found any more', async (kind, changes, booked) => {
    const no = `${kind}-${changes.reason ?? ''}1`;
    const input = made(kind, no, [goodsLine(1), goodsLine(2)], changes);
    expect(await rig.call(`${kind}.enquiry`, input)).toEqual({ type: 'not-found', items: [] });
    const outcome = await rig.call(`${kind}.submit`, input);
    expect(outcome).toMatchObject({ type: 'ok' });
    expect(bookedAs(no).map(({ operation }) => operation)).toEqual(
      booked.flatMap((native) => [number(native), number(native)]),
    );
    expect(bookedAs(no).map(({ key }) => key)).toEqual(input.ids.items.map(({ ids }) => ids.fixmedins_bchno));
    expect(await rig.call(`${kind}.enquiry`, input)).toMatchObject({
      type: 'ok',
      items: input.ids.items.map(({ key }) => ({ key, ok: true })),
    });
    expect(await rig.call(`${kind}.withdrawal-enquiry`, input)).toEqual({ type: 'not-found', items: [] });
    expect(await rig.call(`${kind}.withdraw`, input)).toMatchObject({ type: 'ok' });
    expect(await rig.call(`${kind}.withdrawal-enquiry`, input)).toMatchObject({
      type: 'ok',
      items: input.ids.items.map(({ key }) => ({ key, ok: true })),
    });
    expect(await rig.call(`${kind}.enquiry`, input)).toEqual({ type: 'not-found', items: [] });
    const again = await rig.call(`${kind}.withdraw`, input);
    expect(again.type === 'fault' ? again.fault : again).toMatchObject(
      again.type === 'fault' ? { category: 'already-accepted', code: 'NHSA_ROW_GONE' } : { type: 'ok' },
    );
  });

  test('codes are booked with their movement, and in 3501A where the region has a place for them', async () => {
    const line = goodsLine(1);
    await rig.call('stock-count.submit', made('stock-count', 'PD9', [line]));
    await rig.call('purchase-in.submit', made('purchase-in', 'RK9', [line], bought));
    const codes = line.codes.map(({ value }) => value);
    expect(bookedAs('PD9').flatMap((entry) => entry.codes)).toEqual(name === '湖南' ? [] : codes);
    expect(bookedAs('RK9').map((entry) => entry.codes)).toEqual([[], codes]);
  });

  test('a purchase without codes is one step', async () => {
    const input = made('purchase-in', 'RK10', [goodsLine(1, withoutCodes)], bought);
    expect(input.ids.items.map(({ key }) => key)).toEqual(['line-0']);
    expect(await rig.call('purchase-in.submit', input)).toMatchObject({ type: 'ok' });
    expect(bookedAs('RK10').map(({ operation }) => operation)).toEqual([number('3503A')]);
  });

  test('a sale without codes is asked for among the sales, since no enquiry of codes lists it', async () => {
    const uncoded = name === '湖南' ? [goodsLine(1)] : [goodsLine(1, withoutCodes)];
    const input = made('dispense', 'FY10', uncoded, { ...insured, prescription });
    expect(await rig.call('dispense.submit', input)).toMatchObject({ type: 'ok' });
    expect(await rig.call('dispense.enquiry', input)).toMatchObject({ type: 'ok' });
  });
});

test('a virtual code is given in 湖南, another for each pack', async () => {
  const rig = await openRegion({ profile: 'nhsa/430000-hunan', simulator: { dialect: 'hunan' }, credentials: csbKeys });
  try {
    const question = { localCode: 'SP1', localName: '演示中药饮片' };
    const first = await rig.call('virtual-code', undefined, { progress: { ...question, reference: 'XS1-1' } });
    const second = await rig.call('virtual-code', undefined, { progress: { ...question, reference: 'XS1-2' } });
    const codes = [first, second].map((outcome) => (outcome.type === 'ok' ? outcome.answer?.code : outcome));
    expect(codes).toEqual([expect.stringMatching(/^XN/), expect.stringMatching(/^XN/)]);
    expect(new Set(codes).size).toBe(2);
  } finally {
    await rig.close();
  }
});
