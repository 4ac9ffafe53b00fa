import { describe, expect, test } from '@jest/globals';
import { noon } from '../samples.ts';
import { accepted, attempt, claim, claimOne, leaseMs, owner, settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';

/** Recording sends and outcomes. */
export function describeOutcomes(it: StoreUnderTest): void {
  describe('sending', () => {
    const mark = (id: string, by = owner) => ({
      id,
      owner: by,
      now: noon + 5,
      leaseUntil: noon + leaseMs,
      ids: { record: { bill: 'B1' }, items: [{ key: 'line-0', ids: { batch: 'X1' } }] },
      operation: 'retail-sale.submit',
      attemptIds: { msgid: 'M1' },
    });

    test('is on record before the request leaves', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await claimOne(it.store, link);
      expect(await it.store.markSending(mark(id))).toBe(true);
      expect(await it.store.getDelivery('chain-a', id)).toMatchObject({
        state: 'sending',
        firstSentAt: noon + 5,
        ids: { record: { bill: 'B1' }, items: [{ key: 'line-0', ids: { batch: 'X1' } }] },
      });
      expect(await it.store.attempts(id)).toMatchObject([{ outcome: 'sending', attemptIds: { msgid: 'M1' } }]);
    });

    test('is refused without the lease', async () => {
      const link = it.newLink();
      const { deliveryId } = await accepted(it.store, { links: [link] });
      expect(await it.store.markSending(mark(deliveryId))).toBe(false);
      await claimOne(it.store, link);
      expect(await it.store.markSending(mark(deliveryId, 'node-2'))).toBe(false);
      expect((await it.store.getDelivery('chain-a', deliveryId))?.state).toBe('queued');
    });

    test('left by a crash comes back as sending, its try kept as an attempt', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await claimOne(it.store, link);
      await it.store.markSending(mark(id));
      const again = await claimOne(it.store, link, noon + leaseMs);
      expect(again).toMatchObject({ id, state: 'sending', expired: true, attempts: 1 });
      expect(await it.store.attempts(id)).toMatchObject([
        { outcome: 'interrupted', sent: true, attemptIds: { msgid: 'M1' } },
      ]);
      await it.store.settle({ id, owner, now: noon + leaseMs, state: 'unknown', nextAt: noon + 2 * leaseMs });
      expect(await it.store.attempts(id)).toHaveLength(1);
    });

    test('given back at shutdown still comes back as an interrupted send', async () => {
      const link = it.newLink();
      const { deliveryId } = await accepted(it.store, { links: [link] });
      await it.store.claim({ link, owner: 'leaving', limit: 1, now: noon, leaseUntil: noon + leaseMs });
      await it.store.markSending(mark(deliveryId, 'leaving'));
      await it.store.release('leaving');
      expect(await claimOne(it.store, link)).toMatchObject({ state: 'sending', expired: true });
    });
  });

  describe('settle', () => {
    test('records outcome and attempt and ends the lease', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const items = [{ key: 'line-0', ok: true, receipt: 'R-0' }];
      const codes = [{ code: '81000000000000000001', verdict: 'refused' as const, message: '已出库' }];
      const { id, state } = await settleOne(it.store, link, {
        state: 'delivered',
        receipt: 'R1',
        duplicate: true,
        partial: true,
        items,
        codes,
        attempt: attempt('ok'),
      });
      expect(state).toBe('delivered');
      const delivery = await it.store.getDelivery(undefined, id);
      expect(delivery).toMatchObject({
        state: 'delivered',
        receipt: 'R1',
        duplicate: true,
        partial: true,
        items,
        codes,
        attempts: 1,
        enquiries: 0,
      });
      expect(delivery).not.toHaveProperty('nextAt');
      expect(await it.store.attempts(id)).toEqual([attempt('ok')]);
      expect(await claim(it.store, link, noon + 9 * leaseMs)).toEqual([]);
    });

    test('reschedules, and counts writes and enquiries apart', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const fault = { category: 'unavailable', code: 'CONNECT_REFUSED' } as const;
      const first = {
        state: 'unknown',
        nextAt: noon + 100,
        unknownSince: noon,
        fault,
        attempt: attempt('fault'),
      } as const;
      const { id } = await settleOne(it.store, link, first);
      expect(await claim(it.store, link, noon + 99)).toEqual([]);
      await settleOne(
        it.store,
        link,
        { state: 'pending', nextAt: noon + 200, reason: 'queued there', attempt: attempt('ok', 'read') },
        noon + 100,
      );
      const delivery = await it.store.getDelivery('chain-a', id);
      expect(delivery).toMatchObject({
        state: 'pending',
        nextAt: noon + 200,
        reason: 'queued there',
        attempts: 1,
        enquiries: 1,
        unknownSince: noon,
      });
      expect(delivery).not.toHaveProperty('fault');
      expect(await it.store.attempts(id)).toHaveLength(2);
    });

    test('absent members: present things end, known things stay', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const ids = { record: { bill: 'B7' }, items: [] };
      const step = { operation: 'msfx.billstatus', progress: { page: 2 } };
      const { id } = await settleOne(it.store, link, {
        state: 'pending',
        nextAt: noon,
        receipt: 'R7',
        ids,
        step,
        reason: 'step',
      });
      expect(await it.store.getDelivery('chain-a', id)).toMatchObject({ step, ids, receipt: 'R7' });
      await settleOne(it.store, link, { state: 'pending', nextAt: noon + 1 });
      const delivery = await it.store.getDelivery('chain-a', id);
      expect(delivery).toMatchObject({ ids, receipt: 'R7', attempts: 0, enquiries: 0 });
      expect(delivery).not.toHaveProperty('step');
      expect(delivery).not.toHaveProperty('reason');
    });

    test('keeps unfinished work due even when no time was given', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      await settleOne(it.store, link, { state: 'queued' });
      expect(await claim(it.store, link)).toHaveLength(1);
    });

    test('is lost with the lease, also within one group commit', async () => {
      const link = it.newLink();
      const { deliveryId: id } = await accepted(it.store, { links: [link] });
      await claimOne(it.store, link);
      const results = await Promise.all([
        it.store.settle({ id, owner, now: noon, state: 'delivered' }),
        it.store.settle({ id, owner, now: noon, state: 'parked' }),
      ]);
      // Calls made at once have no order between them: one takes the lease's end, the other is told that it is gone.
      const [taken, ...others] = results.filter((state) => state !== undefined);
      expect([taken !== undefined, others]).toEqual([true, []]);
      expect((await it.store.getDelivery('chain-a', id))?.state).toBe(taken);
    });
  });
}
