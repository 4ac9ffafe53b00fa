import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import type { EventKind } from '../../mappings/model/index.ts';
import { billOf, institutions, profileOf, type Rig, sessionOf, startRig } from './msfx-rig.ts';
import { codes, context, operation } from './msfx-support.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

type Role = keyof typeof institutions;

/** Profile, who, kind, reason, bill type, last part of the method. */
type Row = readonly [string, Role, EventKind, string, string, string];

const methods = { kyt: 'drug.kyt.uploadinoutbill', msc: 'drug.msc.uploadinoutbill', wes: 'kyt.wes.uploadinoutbill' };

const rows: readonly Row[] = [
  ['msfx/retail', 'pharmacy', 'retail-sale', '', '321', 'lsyd.uploadretail'],
  ['msfx/retail', 'pharmacy', 'retail-return', '', '116', 'lsyd.uploadretail'],
  ['msfx/retail', 'pharmacy', 'purchase-in', '', '102', 'lsyd.uploadinoutbill'],
  ['msfx/retail', 'pharmacy', 'destroy', '', '205', 'lsyd.uploadinoutbill'],
  ['msfx/retail', 'pharmacy', 'sale-out', '', '201', 'lsyd.uploadinoutbill'],
  ['msfx/retail', 'pharmacy', 'sale-return', 'recall', '108', 'lsyd.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'dispense', '', '323', 'yljg.uploadretail'],
  ['msfx/hospital', 'hospital', 'dispense', 'vaccination', '322', 'yljg.uploadretail'],
  ['msfx/vaccination', 'hospital', 'dispense', '', '322', 'yljg.uploadretail'],
  ['msfx/hospital', 'hospital', 'dispense-return', '', '116', 'yljg.uploadretail'],
  ['msfx/hospital', 'hospital', 'purchase-in', '', '102', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'purchase-in', 'supply', '107', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'sale-return', '', '103', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'purchase-return', '', '202', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'transfer-in', '', '107', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'transfer-out', '', '209', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'stock-adjust', 'inspection', '206', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'destroy', '', '205', 'yljg.uploadinoutbill'],
  ['msfx/producer', 'producer', 'purchase-in', 'production', '101', 'drug.kyt.uploadinoutbill'],
  ['msfx/producer', 'producer', 'sale-out', 'production', '208', 'drug.kyt.uploadinoutbill'],
  ['msfx/producer', 'producer', 'sale-out', '', '201', 'drug.kyt.uploadinoutbill'],
  ['msfx/producer', 'producer', 'stock-adjust', 'inspection', '206', 'drug.kyt.uploadinoutbill'],
  ...(['kyt', 'msc', 'wes'] as const).flatMap((family): readonly Row[] => [
    [`msfx/wholesale-${family}`, 'wholesaler', 'sale-out', '', '201', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'sale-out', 'supply', '209', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'sale-out', 'gift', '212', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'sale-return', '', '103', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'sale-return', 'recall', '108', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'purchase-in', '', '102', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'purchase-return', '', '202', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'transfer-in', '', '104', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'transfer-out', '', '203', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'stock-adjust', 'loss', '214', methods[family]],
    [`msfx/wholesale-${family}`, 'wholesaler', 'destroy', '', '205', methods[family]],
  ]),
];

/** Signed in where the profile signs in, as dispatch does before a delivery. */
async function signedIn(profileId: string, role: Role) {
  const ctx = { profile: profileOf(profileId), institution: institutions[role] };
  if (!ctx.profile.operations.includes('sign-in')) return ctx;
  return { ...ctx, session: sessionOf(await rig.call('sign-in', undefined, ctx)) };
}

describe.each(rows)('%s, %s: %s %s', (profileId, role, kind, reason, billType, method) => {
  const ctx = { profile: profileOf(profileId), institution: institutions[role] };
  const session = { values: { license_token: 'T1' }, expiresAt: 0 };
  const position = rows.findIndex((row) => row[0] === profileId && row[2] === kind && row[3] === reason);
  const list = codes(2, `85${String(position).padStart(5, '0')}`);
  const input = billOf(kind, `PR-${profileId.slice(-4)}-${position}`, list, ctx, {
    counterparty: { code: 'W901', name: '演示医药批发' },
    ...(reason !== '' && { extensions: { msfx: { reason } } }),
  });

  test('goes out by the family of the profile, under its bill type', () => {
    const request = operation(`${kind}.submit`).buildRequest(input, context({ ...ctx, session }));
    if (request.protocol !== 'rest') throw new Error('not REST');
    expect(request.query?.method).toMatch(new RegExp(`\\.${method.replaceAll('.', '\\.')}$`));
    expect(new URLSearchParams(String(request.body)).get('bill_type')).toBe(billType);
  });

  test('is booked once; sent again it is known as a repeat', async () => {
    const own = await signedIn(profileId, role);
    expect(await rig.call('bill-status', input, own)).toEqual({ type: 'not-found' });
    expect(await rig.call(`${kind}.submit`, input, own)).toMatchObject({ type: 'accepted-pending' });
    expect(await rig.call('bill-status', input, own)).toMatchObject({ type: 'ok' });
    expect(await rig.call(`${kind}.submit`, input, own)).toMatchObject({ type: 'ok', duplicate: true });
    const key = input.ids.record.bill_code;
    expect(rig.simulator.ledger().filter((entry) => entry.key === key)).toHaveLength(1);
  });
});

describe('what a profile does not map', () => {
  const mapped = (id: string) =>
    Object.values(msfxAdapter.operations).flatMap(({ id: name, kind }) =>
      kind !== undefined && profileOf(id).operations.includes(name) ? [kind] : [],
    );

  test('is not taken by its links', () => {
    const bills = ['purchase-in', 'purchase-return', 'transfer-in', 'transfer-out', 'stock-adjust', 'destroy'];
    expect(mapped('msfx/retail').sort()).toEqual(
      ['retail-sale', 'retail-return', 'sale-out', 'sale-return', ...bills].sort(),
    );
    expect(mapped('msfx/hospital').sort()).toEqual(['dispense', 'dispense-return', 'sale-return', ...bills].sort());
    for (const family of ['kyt', 'msc', 'wes'])
      expect(mapped(`msfx/wholesale-${family}`).sort()).toEqual(['sale-out', 'sale-return', ...bills].sort());
    expect(mapped('msfx/producer').sort()).toEqual(['pack', 'sale-out', 'sale-return', ...bills].sort());
  });

  test.each([
    ['a stock difference', 'stock-adjust', 'loss'],
    ['a gift', 'purchase-in', 'gift'],
  ] as const)('a hospital cannot report %s: its package has no bill type for it', (_name, kind, reason) => {
    const ctx = { profile: profileOf('msfx/hospital'), institution: institutions.hospital };
    const input = billOf(kind, 'X', codes(1), ctx, { extensions: { msfx: { reason } } });
    expect(() => operation(`${kind}.submit`).buildRequest(input, context(ctx))).toThrow(
      expect.objectContaining({ code: 'MSFX_INPUT_REFUSED' }),
    );
  });
});

describe('the probe', () => {
  test.each([
    ['msfx/retail', 'pharmacy'],
    ['msfx/hospital', 'hospital'],
    ['msfx/wholesale-kyt', 'wholesaler'],
    ['msfx/wholesale-msc', 'wholesaler'],
    ['msfx/wholesale-wes', 'wholesaler'],
    ['msfx/producer', 'producer'],
  ] as const)('of %s proves the link by a read', async (profileId, role) => {
    const before = rig.simulator.ledger().length;
    expect(await rig.call('probe', undefined, await signedIn(profileId, role))).toEqual({ type: 'ok' });
    expect(rig.simulator.ledger()).toHaveLength(before);
  });
});

describe('a bill processed in part', () => {
  test.each([
    [
      'msfx/wholesale-wes',
      '8600001',
      { type: 'ok', partial: true, codes: [{ verdict: 'refused' }, { verdict: 'accepted' }] },
    ],
    ['msfx/wholesale-kyt', '8600002', { type: 'ok', partial: true }],
  ])('at %s (codes %s) tells what the family tells', async (profileId, prefix, expected) => {
    const own = await signedIn(profileId, 'wholesaler');
    const [gone, fresh] = codes(2, prefix);
    if (gone === undefined || fresh === undefined) throw new Error('two codes');
    const changes = { counterparty: { code: 'W901', name: 'x' } };
    await rig.call('destroy.submit', billOf('destroy', `PP-${profileId}`, [gone], own), own);
    const mixed = billOf('sale-out', `PP-${profileId}`, [gone, fresh], own, changes);
    await rig.call('sale-out.submit', mixed, own);
    expect(await rig.call('bill-status', mixed, own)).toMatchObject(expected);
  });
});
