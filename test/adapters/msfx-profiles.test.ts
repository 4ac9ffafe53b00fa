import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import type { EventKind } from '../../mappings/model/index.ts';
import { billOf, institutions, profileOf, type Rig, startRig } from './msfx-rig.ts';
import { codes, context, operation } from './msfx-support.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

type Role = keyof typeof institutions;

/** Profile, who, kind, reason, bill type, last part of the method. */
const rows: ReadonlyArray<readonly [string, Role, EventKind, string, string, string]> = [
  ['msfx/retail', 'pharmacy', 'retail-sale', '', '321', 'lsyd.uploadretail'],
  ['msfx/retail', 'pharmacy', 'retail-return', '', '116', 'lsyd.uploadretail'],
  ['msfx/retail', 'pharmacy', 'purchase-in', '', '102', 'lsyd.uploadinoutbill'],
  ['msfx/retail', 'pharmacy', 'destroy', '', '205', 'lsyd.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'dispense', '', '323', 'yljg.uploadretail'],
  ['msfx/hospital', 'hospital', 'dispense-return', '', '116', 'yljg.uploadretail'],
  ['msfx/hospital', 'hospital', 'purchase-in', '', '102', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'purchase-in', 'supply', '107', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'sale-return', '', '103', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'purchase-return', '', '202', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'transfer-in', '', '107', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'transfer-out', '', '209', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'stock-adjust', 'inspection', '206', 'yljg.uploadinoutbill'],
  ['msfx/hospital', 'hospital', 'destroy', '', '205', 'yljg.uploadinoutbill'],
];

describe.each(rows)('%s, %s: %s %s', (profileId, role, kind, reason, billType, method) => {
  const ctx = { profile: profileOf(profileId), institution: institutions[role] };
  const position = rows.findIndex((row) => row[0] === profileId && row[2] === kind && row[3] === reason);
  const list = codes(2, `85${String(position).padStart(5, '0')}`);
  const input = billOf(kind, `PR-${profileId.slice(5, 9)}-${position}`, list, ctx, {
    counterparty: { code: 'W901', name: '演示医药批发' },
    ...(reason !== '' && { extensions: { msfx: { reason } } }),
  });

  test('goes out by the family of the profile, under its bill type', () => {
    const request = operation(`${kind}.submit`).buildRequest(input, context(ctx));
    if (request.protocol !== 'rest') throw new Error('not REST');
    expect(request.query?.method).toMatch(new RegExp(`\\.${method.replace('.', '\\.')}$`));
    expect(new URLSearchParams(String(request.body)).get('bill_type')).toBe(billType);
  });

  test('is booked once; sent again it is known as a repeat', async () => {
    expect(await rig.call('bill-status', input, ctx)).toEqual({ type: 'not-found' });
    expect(await rig.call(`${kind}.submit`, input, ctx)).toMatchObject({ type: 'accepted-pending' });
    expect(await rig.call('bill-status', input, ctx)).toMatchObject({ type: 'ok' });
    expect(await rig.call(`${kind}.submit`, input, ctx)).toMatchObject({ type: 'ok', duplicate: true });
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
    expect(mapped('msfx/retail').sort()).toEqual(['retail-sale', 'retail-return', ...bills].sort());
    expect(mapped('msfx/hospital').sort()).toEqual(['dispense', 'dispense-return', 'sale-return', ...bills].sort());
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
  ] as const)('of %s proves the link by a read', async (profileId, role) => {
    const before = rig.simulator.ledger().length;
    const ctx = { profile: profileOf(profileId), institution: institutions[role] };
    expect(await rig.call('probe', undefined, ctx)).toEqual({ type: 'ok' });
    expect(rig.simulator.ledger()).toHaveLength(before);
  });
});
