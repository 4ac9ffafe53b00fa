import { describe, expect, test } from '@jest/globals';
import { decisionNote, readDecisionNote } from '../../gateway/intake/index.ts';
import { StoreError } from '../../gateway/store/contract.ts';
import { loadPolicy } from '../../mappings/policy/index.ts';
import { line, route, sale } from './event.ts';
import { accepted, createRoom, errorsOf, store } from './room.ts';

describe('an accepted event', () => {
  test('stands in the store with recognised codes and one delivery per link, and wakes those links', async () => {
    const room = createRoom({ routes: [route('a', { primary: true }), route('b')] });
    const result = await room.intake.submit('T', sale({ documentNo: 'ok-1' }));
    if (result.type !== 'accepted') throw new Error(result.type);
    const stored = await store.getEvent('T', result.event.id);
    expect(stored).toEqual(result.event);
    expect(stored?.event.lines[0]?.codes[0]).toMatchObject({ kind: 'drug-trace', prefix: '8185386' });
    expect(stored?.deliveries.map(({ link, primary, state }) => [link, primary, state])).toEqual([
      ['a', true, 'queued'],
      ['b', false, 'queued'],
    ]);
    expect(stored?.notes).toEqual(['routes: a, b']);
    expect(room.woken).toEqual(['a', 'b']);
    expect(room.counted).toEqual(['accepted']);
    const { items } = await store.findEvents({ tenant: 'T', code: '81853860111704596503', limit: 1 });
    expect(items[0]?.id).toBe(stored?.id);
  });

  test('without a matching link it is kept and says so', async () => {
    const event = await accepted(sale({ documentNo: 'none-1' }), { routes: [] });
    expect(event.notes).toContain('routes: none');
    expect(event.deliveries).toEqual([]);
  });

  test('a platform that knows no such kind gets no delivery, with a note', async () => {
    const event = await accepted(sale({ documentNo: 'r-1', kind: 'retail-return' }));
    expect(event.notes).toEqual(['routes: none', 'link a: no operation for retail-return']);
  });

  test('an institution that the link cannot act for yet is held with the reason; other links go on', async () => {
    const event = await accepted(sale({ documentNo: 'held-1' }), { routes: [route('a'), route('b')], missing: ['a'] });
    expect(event.deliveries.map(({ state, reason }) => [state, reason])).toEqual([
      ['held', 'no credentials for a'],
      ['queued', undefined],
    ]);
  });

  test('what exceeds one request goes out in parts', async () => {
    const lines = ['1', '2', '3'].map((code) => line({ codes: [`OWN-${code}`] }));
    const event = await accepted(sale({ documentNo: 'parts-1', lines }), { platform: { submit: { maxItems: 2 } } });
    expect(event.deliveries.map(({ part, lines }) => [part, lines])).toEqual([
      [{ index: 0, count: 2 }, [0, 1]],
      [{ index: 1, count: 2 }, [2]],
    ]);
  });

  test('a line with too many codes goes out in pieces where the platform takes them', async () => {
    const lines = [line({ codes: ['OWN-1', 'OWN-2', 'OWN-3'] })];
    const platform = { submit: { maxCodes: 2, splitLines: true as const } };
    const event = await accepted(sale({ documentNo: 'pieces-1', lines }), { platform });
    expect(event.deliveries.map(({ part, lines, slices }) => [part.index, lines, slices])).toEqual([
      [0, [0], [{ line: 0, from: 0, to: 2 }]],
      [1, [0], [{ line: 0, from: 2, to: 3 }]],
    ]);
    expect(await errorsOf(sale({ documentNo: 'pieces-2', lines }), { platform: { submit: { maxCodes: 2 } } })).toEqual([
      '/lines/0/codes TOO_MANY_CODES',
    ]);
  });

  test.each([
    ['retail-return', 'retail-sale'],
    ['dispense-return', 'dispense'],
    ['purchase-return', 'purchase-in'],
    ['sale-return', 'sale-out'],
  ] as const)('a %s waits for its %s', async (kind, of) => {
    const original = { documentNo: 'ok-1' };
    const platform = { submit: { kind } };
    const event = await accepted(sale({ documentNo: 'ret-1', kind, original }), { platform });
    expect(event.deliveries[0]?.after).toEqual({ kind: of, documentNo: 'ok-1' });
    const alone = await accepted(sale({ documentNo: 'ret-2', kind }), { platform });
    expect(alone.deliveries[0]?.after).toBeUndefined();
  });

  test('a transfer in waits for nothing: its other end is another institution', async () => {
    const platform = { submit: { kind: 'transfer-in' as const } };
    const event = sale({ documentNo: 'tr-1', kind: 'transfer-in', original: { documentNo: 'ok-1' } });
    expect((await accepted(event, { platform })).deliveries[0]?.after).toBeUndefined();
  });

  test('a sale that is not settled yet is kept and waits on every link, whatever else is missing', async () => {
    const settlement = { type: 'insured', awaiting: true } as const;
    const setting = { routes: [route('a', { primary: true }), route('b')], missing: ['b'] };
    const event = await accepted(sale({ documentNo: 'await-1', settlement }), setting);
    expect(event).toEqual(await store.getEvent('T', event.id));
    expect(event.settling).toEqual({ state: 'awaiting' });
    expect(event.deliveries.map(({ state, reason }) => [state, reason])).toEqual([
      ['held', 'awaiting-settlement'],
      ['held', 'awaiting-settlement'],
    ]);
    const again = await createRoom(setting).intake.submit('T', sale({ documentNo: 'await-1', settlement }));
    expect(again).toMatchObject({ type: 'replayed', event: { id: event.id } });
  });

  test.each([
    ['self-paid', { type: 'self-pay', awaiting: true }, '/settlement/awaiting'],
    ['settled', { type: 'insured', awaiting: true, id: 'SETL-1' }, '/settlement/id'],
  ] as const)('a %s sale cannot wait for its settlement', async (_name, settlement, pointer) => {
    expect(await errorsOf(sale({ documentNo: 'await-2', settlement }))).toEqual([`${pointer} SETTLEMENT_NOT_AWAITED`]);
  });

  test('oddities are noted, not refused', async () => {
    const old = sale({
      documentNo: 'odd-1',
      occurredAt: '2023-01-31T08:00:00+08:00',
      lines: [line({ codes: ['8185386-0111704596503'] })],
    });
    expect((await accepted(old)).notes).toEqual([
      'routes: a',
      '/occurredAt: OCCURRED_LONG_AGO',
      '/lines/0/codes/0: SEPARATORS_REMOVED',
    ]);
  });
});

test('what policy decides stands in the notes of the event and is read from them', async () => {
  const lines = [line({ codes: ['POL-1'] }), line({ codes: [] }), line({ codes: ['POL-2'] })];
  const event = await accepted(sale({ documentNo: 'pol-1', lines }), { policy: await loadPolicy() });
  expect(event.notes).toEqual([
    'routes: a',
    'policy: every-code-collected@warn 1',
    'policy: receipt-shows-codes@note 0,2',
  ]);
  const kept = { rule: 'receipt-shows-codes', outcome: 'note', lines: [0, 2] } as const;
  expect(readDecisionNote('policy: receipt-shows-codes@note 0,2', 3)).toEqual(kept);
  expect(readDecisionNote(decisionNote({ ...kept, lines: [0, 1, 2] }, 3), 3)).toEqual({ ...kept, lines: [0, 1, 2] });
  expect(readDecisionNote('/lines/0/codes/0: SEPARATORS_REMOVED', 3)).toBeUndefined();
});

describe('the same identity again', () => {
  test('same content: the first result, nothing new; other content: conflict, nothing changed', async () => {
    const room = createRoom();
    const first = await room.intake.submit('T', sale({ documentNo: 'twice-1' }));
    const again = await room.intake.submit('T', { ...sale(), ...{ documentNo: 'twice-1' } });
    expect(again.type).toBe('replayed');
    if (first.type !== 'accepted' || again.type !== 'replayed') throw new Error(first.type);
    expect(again.event).toEqual(first.event);
    expect(room.woken).toEqual(['a']);
    const other = await room.intake.submit('T', sale({ documentNo: 'twice-1', lines: [line({ quantity: '2' })] }));
    expect(other).toEqual({ type: 'conflict', eventId: first.event.id });
    expect(room.counted).toEqual(['accepted', 'replayed', 'conflict']);
  });
});

test('a store that fails is told to the caller, and counted', async () => {
  const over = { accept: () => Promise.reject(new StoreError('full', 'disk full')) };
  const room = createRoom({ over });
  await expect(room.intake.submit('T', sale())).rejects.toThrow(StoreError);
  expect(room.counted).toEqual(['failed']);
  expect(room.woken).toEqual([]);
});
