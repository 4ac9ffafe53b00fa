import { describe, expect, test } from '@jest/globals';
import { line, now, sale } from './event.ts';
import { accepted, errorsOf, store } from './room.ts';

describe('refused, with a pointer to the place', () => {
  test('codes of another kind, and codes twice in any line or notation', async () => {
    const codes = ['6924561884074', { value: 'XA01ABD075A002010100483' }, '81853860111704596503', ' '];
    const twice = [{ value: '8185386-0111704596503', packLevel: 'small' as const }];
    expect(await errorsOf(sale({ lines: [line({ codes }), line({ codes: twice })] }))).toEqual([
      '/lines/0/codes/0 CODE_IS_GTIN',
      '/lines/0/codes/1/value CODE_IS_NHSA_CODE',
      '/lines/0/codes/3 CODE_BLANK',
      '/lines/1/codes/0/value CODE_REPEATED',
    ]);
  });

  test('a pack that lies in itself or in a product', async () => {
    const codes = [
      { value: '81853860111704596503', parent: '8185386-0111704596503' },
      { value: '83386520001941653320', parent: '6924561884074' },
    ];
    expect(await errorsOf(sale({ lines: [line({ codes })] }))).toEqual([
      '/lines/0/codes/0/parent PARENT_IS_ITSELF',
      '/lines/0/codes/1/parent CODE_IS_GTIN',
    ]);
  });

  test.each(['dispense', 'purchase-in', 'pack'] as const)('kind %s', async (kind) => {
    expect(await errorsOf(sale({ kind }))).toEqual(['/kind KIND_NOT_SUPPORTED']);
  });

  test('no kind that a configured link can submit', async () => {
    const setting = { platform: { submit: { kind: 'purchase-in' as const } } };
    const event = await accepted(sale({ kind: 'purchase-in', documentNo: 'kind-1' }), setting);
    expect(event.deliveries.map(({ operation }) => operation)).toEqual(['sale.submit']);
  });

  test('more than five minutes in the future, whatever the offset', async () => {
    expect(await errorsOf(sale({ occurredAt: '2026-01-31T04:05:01Z' }))).toEqual(['/occurredAt OCCURRED_IN_FUTURE']);
    const inTime = await accepted(sale({ documentNo: 'time-1', occurredAt: '2026-01-31T12:05:00+08:00' }));
    expect(inTime.occurredAt).toBe(now + 5 * 60_000);
  });

  test('a line with more codes than a platform takes at once', async () => {
    const lines = [line({ codes: ['OWN-1', 'OWN-2'] })];
    expect(await errorsOf(sale({ lines }), { platform: { submit: { maxCodes: 1 } } })).toEqual([
      '/lines/0/codes TOO_MANY_CODES',
    ]);
  });

  test('nothing of it is stored', async () => {
    await errorsOf(sale({ documentNo: 'bad-1', kind: 'pack' }));
    expect((await store.findEvents({ tenant: 'T', documentNo: 'bad-1', limit: 1 })).items).toEqual([]);
  });
});
