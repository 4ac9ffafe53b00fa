import { describe, expect, test } from '@jest/globals';
import type { WaitEnd } from '../../../gateway/store/contract.ts';
import { newId, noon, type SampleOptions, sample } from '../samples.ts';
import { claim, claimOne, settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';

const settled = {
  state: 'settled',
  at: noon + 1_000,
  actor: 'till 1',
  settlement: { id: 'SETL-1', visitNo: 'MDTRT-1', person: { no: 'P-1' } },
} as const satisfies WaitEnd;
const abandoned: WaitEnd = { state: 'abandoned', at: noon + 1_000, actor: 'till 1', reason: 'customer left' };

/** An insured sale that the till has not settled yet. */
export function unsettled(options: SampleOptions) {
  const delivery = { state: 'held', awaits: 'settlement', reason: 'awaiting-settlement' } as const;
  const item = sample({ ...options, delivery: { ...options.delivery, ...delivery } });
  const event = { ...item.event.event, settlement: { type: 'insured', awaiting: true } } as const;
  return { ...item, event: { ...item.event, event, settling: { state: 'awaiting' } as const } };
}

/** Events that wait for their settlement. */
export function describeWaiting(it: StoreUnderTest): void {
  describe('an event that waits for its settlement', () => {
    test('rests until it is reported, whatever holds begin and end meanwhile', async () => {
      const link = it.newLink();
      const item = unsettled({ links: [link] });
      await it.store.accept(item);
      const [delivery] = item.deliveries;
      const id = delivery?.id ?? '';
      await it.store.hold({ link, reason: 'isolated', since: noon, actor: 'sre' });
      await it.store.unhold(link, undefined);
      await it.store.unhold(link, item.event);
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(false);
      expect(await claim(it.store, link, noon + 86_400_000)).toEqual([]);
      expect(await it.store.getDelivery('chain-a', id)).toMatchObject({ state: 'held', reason: 'awaiting-settlement' });
      expect(await it.store.getEvent('chain-a', item.event.id)).toMatchObject({ settling: { state: 'awaiting' } });
    });

    test('goes out with the settlement reported, while the payload kept is what was sent', async () => {
      const link = it.newLink();
      const item = unsettled({ links: [link] });
      await it.store.accept(item);
      expect(await it.store.endWait('chain-a', item.event.id, settled)).toEqual({ type: 'done', repeated: false });
      const claimed = await claimOne(it.store, link, noon + 1_000);
      const settlement = { type: 'insured', id: 'SETL-1', visitNo: 'MDTRT-1', person: { no: 'P-1' } };
      expect(claimed).toMatchObject({ state: 'queued', event: { settlement } });
      expect(claimed.event.settlement).toEqual(settlement);
      const stored = await it.store.getEvent('chain-a', item.event.id);
      expect(stored).toMatchObject({ settling: settled, event: { settlement } });
      const again = await it.store.accept({ ...item, event: { ...item.event, id: newId() } });
      expect(again).toMatchObject({ type: 'replayed', event: { id: item.event.id, settling: { state: 'settled' } } });
    });

    test('ends once: the same report again is a repeat, anything else changes nothing', async () => {
      const link = it.newLink();
      const item = unsettled({ links: [link] });
      await it.store.accept(item);
      const end = (how: WaitEnd) => it.store.endWait('chain-a', item.event.id, how);
      expect(await it.store.endWait('chain-b', item.event.id, settled)).toBeUndefined();
      const ends = await Promise.all([end(settled), end(settled), end(settled)]);
      expect(ends.filter((result) => result?.type === 'done' && !result.repeated)).toHaveLength(1);
      expect(await end({ ...settled, at: noon + 9_000, actor: 'till 2' })).toEqual({ type: 'done', repeated: true });
      const refused = { type: 'refused', settling: settled };
      expect(await end({ ...settled, settlement: { ...settled.settlement, id: 'SETL-2' } })).toEqual(refused);
      expect(await end(abandoned)).toEqual(refused);
      expect((await it.store.getEvent('chain-a', item.event.id))?.settling).toEqual(settled);
    });

    test('given up is never sent, and lets go what waits for it', async () => {
      const link = it.newLink();
      const item = unsettled({ links: [link] });
      await it.store.accept(item);
      const after = { kind: 'retail-sale', documentNo: item.event.documentNo } as const;
      await it.store.accept(sample({ kind: 'retail-return', links: [link], delivery: { after } }));
      expect(await claim(it.store, link)).toEqual([]);
      expect(await it.store.endWait('chain-a', item.event.id, abandoned)).toEqual({ type: 'done', repeated: false });
      expect(await it.store.endWait('chain-a', item.event.id, abandoned)).toEqual({ type: 'done', repeated: true });
      expect(await it.store.endWait('chain-a', item.event.id, settled)).toMatchObject({ type: 'refused' });
      const id = item.deliveries[0]?.id ?? '';
      expect(await it.store.getDelivery('chain-a', id)).toMatchObject({ state: 'cancelled', reason: 'customer left' });
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(false);
      expect((await claimOne(it.store, link, noon + 1_000)).kind).toBe('retail-return');
    });

    test('stays on hold where the link is on hold when it is settled', async () => {
      const link = it.newLink();
      const item = unsettled({ links: [link] });
      await it.store.accept(item);
      await it.store.hold({ link, reason: 'isolated', since: noon, actor: 'sre' });
      await it.store.endWait('chain-a', item.event.id, settled);
      const id = item.deliveries[0]?.id ?? '';
      expect(await it.store.getDelivery('chain-a', id)).toMatchObject({ state: 'held', reason: 'isolated' });
      expect(await claim(it.store, link, noon + 1_000)).toEqual([]);
      await it.store.unhold(link, undefined);
      expect((await claimOne(it.store, link, noon + 1_000)).id).toBe(id);
    });

    test('that never waited cannot be settled', async () => {
      const item = sample();
      await it.store.accept(item);
      expect(await it.store.endWait('chain-a', item.event.id, settled)).toEqual({ type: 'refused' });
      expect(await it.store.endWait('chain-a', newId(), settled)).toBeUndefined();
    });

    test('is found by how its wait stands, and counted with the oldest', async () => {
      const [tenant, link] = [newId(), it.newLink()];
      const older = unsettled({ tenant, links: [link], at: noon - 5_000 });
      const newer = unsettled({ tenant, links: [link] });
      for (const item of [older, newer, sample({ tenant, links: [link] })]) await it.store.accept(item);
      const found = async (settling: 'awaiting' | 'settled') =>
        (await it.store.findEvents({ tenant, settling, limit: 9 })).items.map(({ id }) => id);
      const counted = async () => (await it.store.counts()).find((row) => row.link === link)?.awaitingSettlement;
      expect(await found('awaiting')).toEqual([newer.event.id, older.event.id]);
      expect(await counted()).toEqual({ count: 2, oldestAt: noon - 5_000 });
      await it.store.endWait(tenant, older.event.id, settled);
      expect(await found('awaiting')).toEqual([newer.event.id]);
      expect(await found('settled')).toEqual([older.event.id]);
      expect(await counted()).toEqual({ count: 1, oldestAt: noon });
    });

    test('keeps the pieces of its lines', async () => {
      const link = it.newLink();
      const slices = [{ line: 0, from: 0, to: 1 }];
      await it.store.accept(sample({ links: [link], delivery: { slices } }));
      expect(await claimOne(it.store, link)).toMatchObject({ lines: [0], slices });
    });
  });

  describe('a withdrawal', () => {
    const order = () => ({
      id: newId(),
      operation: 'retail-sale.withdraw',
      reason: 'wrong lot',
      actor: 'ops',
      now: noon,
    });

    async function delivered(link: string) {
      await it.store.accept(sample({ links: [link], delivery: { slices: [{ line: 0, from: 0, to: 1 }] } }));
      const { id } = await settleOne(it.store, link, {
        state: 'delivered',
        ids: { record: { bill: 'B-1' }, items: [{ key: 'line-0', ids: { row: 'R-1' } }] },
        items: [
          { key: 'line-0', ok: true },
          { key: 'line-1', ok: false, message: 'lot unknown' },
        ],
        partial: true,
      });
      const original = await it.store.getDelivery('chain-a', id);
      if (original === undefined) throw new Error('it was stored');
      return original;
    }

    test('is a delivery of its own with the lines and ids of the one it takes back', async () => {
      const link = it.newLink();
      const original = await delivered(link);
      const { id } = { id: newId() };
      expect(await it.store.withdraw(original, { ...order(), id })).toBe(true);
      expect(await it.store.getDelivery('chain-a', original.id)).toMatchObject({ state: 'delivered', withdrawnBy: id });
      const claimed = await claimOne(it.store, link);
      expect(claimed).toMatchObject({
        id,
        eventId: original.eventId,
        operation: 'retail-sale.withdraw',
        primary: false,
        lines: [0],
        slices: original.slices,
        ids: original.ids,
        items: [{ key: 'line-1', ok: true }],
        attempts: 0,
        withdrawal: { of: original.id, reason: 'wrong lot', actor: 'ops' },
      });
      const event = await it.store.getEvent('chain-a', original.eventId);
      expect(event?.deliveries.map((delivery) => delivery.id)).toEqual([original.id, id].sort());
    });

    test('of one that was rejected takes back the rows that were booked, and knows the receipt', async () => {
      const link = it.newLink();
      await it.store.accept(sample({ links: [link] }));
      const rows = ['line-0', 'line-1', 'line-2'].map((key) => ({ key, ids: {} }));
      const { id } = await settleOne(it.store, link, {
        state: 'rejected',
        receipt: 'R-77',
        ids: { record: {}, items: rows },
        items: [
          { key: 'line-0', ok: true },
          { key: 'line-1', ok: false },
        ],
      });
      const original = await it.store.getDelivery('chain-a', id);
      if (original === undefined) throw new Error('it was stored');
      const withdrawal = order();
      expect(await it.store.withdraw(original, withdrawal)).toBe(true);
      const claimed = await claimOne(it.store, link);
      expect(claimed).toMatchObject({ id: withdrawal.id, withdrawal: { of: id, receipt: 'R-77' } });
      expect(claimed.receipt).toBeUndefined();
      expect(claimed.items.map(({ key, ok }) => [key, ok])).toEqual([
        ['line-1', true],
        ['line-2', true],
      ]);
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(false);
    });

    test('of one that was rejected as a whole is none', async () => {
      const link = it.newLink();
      await it.store.accept(sample({ links: [link] }));
      const { id } = await settleOne(it.store, link, { state: 'rejected', items: [{ key: 'line-0', ok: false }] });
      const original = await it.store.getDelivery('chain-a', id);
      if (original === undefined) throw new Error('it was stored');
      expect(await it.store.withdraw(original, order())).toBe(false);
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(true);
    });

    test('happens once, also when asked for twice at the same time', async () => {
      const original = await delivered(it.newLink());
      const results = await Promise.all([1, 2, 3, 4].map(() => it.store.withdraw(original, order())));
      expect(results.filter(Boolean)).toHaveLength(1);
    });

    test('is itself never taken back, nor is what was not delivered', async () => {
      const link = it.newLink();
      const original = await delivered(link);
      await it.store.withdraw(original, order());
      const { id } = await settleOne(it.store, link, { state: 'delivered' });
      const withdrawal = await it.store.getDelivery('chain-a', id);
      if (withdrawal === undefined) throw new Error('it was stored');
      expect(await it.store.withdraw(withdrawal, order())).toBe(false);
      const open = sample({ links: [link] });
      await it.store.accept(open);
      const queued = await it.store.getDelivery('chain-a', open.deliveries[0]?.id ?? '');
      if (queued === undefined) throw new Error('it was stored');
      expect(await it.store.withdraw(queued, order())).toBe(false);
    });

    test('rests under a hold of its link', async () => {
      const link = it.newLink();
      const original = await delivered(link);
      await it.store.hold({ link, reason: 'isolated', since: noon, actor: 'sre' });
      await it.store.withdraw(original, order());
      expect(await claim(it.store, link)).toEqual([]);
      await it.store.unhold(link, undefined);
      expect(await claim(it.store, link)).toHaveLength(1);
    });
  });
}
