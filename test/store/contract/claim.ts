import { describe, expect, test } from '@jest/globals';
import { newId, noon, sample } from '../samples.ts';
import { accepted, claim, claimOne, leaseMs, owner, settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';

/** Claims and their leases. */
export function describeClaim(it: StoreUnderTest): void {
  describe('claim', () => {
    test('leases due work of the link, oldest due first, once', async () => {
      const link = it.newLink();
      const late = await accepted(it.store, { links: [link], delivery: { nextAt: noon - 10 } });
      const early = await accepted(it.store, { links: [link], delivery: { nextAt: noon - 20 } });
      await accepted(it.store, { links: [link], delivery: { nextAt: noon + 1 } });
      await accepted(it.store, { links: [it.newLink()] });
      const claimed = await claim(it.store, link);
      expect(claimed.map((delivery) => delivery.id)).toEqual([early.deliveryId, late.deliveryId]);
      expect(claimed[0]).toMatchObject({ state: 'queued', expired: false, event: early.item.event.event });
      expect(await claim(it.store, link)).toEqual([]);
    });

    test('takes no more than the limit', async () => {
      const link = it.newLink();
      for (let count = 0; count < 5; count += 1) await accepted(it.store, { links: [link] });
      expect(await claim(it.store, link, noon, 3)).toHaveLength(3);
      expect(await claim(it.store, link, noon, 3)).toHaveLength(2);
    });

    test('never gives one delivery to two concurrent claims', async () => {
      const link = it.newLink();
      await Promise.all(Array.from({ length: 60 }, () => accepted(it.store, { links: [link] })));
      const claims = await Promise.all(Array.from({ length: 6 }, () => claim(it.store, link, noon, 20)));
      const ids = claims.flat().map((delivery) => delivery.id);
      expect(new Set(ids).size).toBe(ids.length);
      const rest = await claim(it.store, link, noon, 60);
      expect(ids.length + rest.length).toBe(60);
    });

    test('takes over a lease that ran out, and says so', async () => {
      const link = it.newLink();
      const { deliveryId } = await accepted(it.store, { links: [link] });
      await claimOne(it.store, link);
      expect(await claim(it.store, link, noon + leaseMs - 1)).toEqual([]);
      const [again] = await it.store.claim({
        link,
        owner: 'node-2',
        limit: 1,
        now: noon + leaseMs,
        leaseUntil: noon + 2 * leaseMs,
      });
      expect(again).toMatchObject({ id: deliveryId, state: 'queued', expired: true });
      expect(await it.store.settle({ id: deliveryId, owner, now: noon + leaseMs, state: 'delivered' })).toBeUndefined();
    });

    test('makes a return wait until its sale is finished on the same link', async () => {
      const [link, other] = [it.newLink(), it.newLink()];
      const documentNo = newId();
      await it.store.accept(sample({ documentNo, links: [link] }));
      const after = { kind: 'retail-sale', documentNo } as const;
      const back = sample({ kind: 'retail-return', links: [link, other], delivery: { after, nextAt: noon - 1_000 } });
      await it.store.accept(back);
      const sale = await claimOne(it.store, link);
      expect(sale.kind).toBe('retail-sale');
      expect(await claim(it.store, other)).toHaveLength(1);
      await it.store.settle({ id: sale.id, owner, now: noon, state: 'parked' });
      expect(await claim(it.store, link, noon + leaseMs)).toEqual([]);
      await it.store.requeue(sale.id, noon + leaseMs, { actor: 'sre', to: 'queued' });
      await settleOne(it.store, link, { state: 'delivered' }, noon + leaseMs);
      expect((await claimOne(it.store, link, noon + leaseMs)).kind).toBe('retail-return');
    });

    test('does not let many waiting returns hide work behind them', async () => {
      const link = it.newLink();
      const documentNo = newId();
      await it.store.accept(sample({ documentNo, links: [link], delivery: { nextAt: noon + 5_000 } }));
      const after = { kind: 'retail-sale', documentNo } as const;
      const back = () => sample({ kind: 'retail-return', links: [link], delivery: { after, nextAt: noon - 9_000 } });
      await Promise.all(Array.from({ length: 30 }, () => it.store.accept(back())));
      const { deliveryId } = await accepted(it.store, { links: [link], delivery: { nextAt: noon - 1 } });
      expect((await claim(it.store, link, noon, 5)).map((delivery) => delivery.id)).toEqual([deliveryId]);
    });

    test('does not wait for a document nobody knows', async () => {
      const link = it.newLink();
      const after = { kind: 'retail-sale', documentNo: 'S-NEVER-SEEN' } as const;
      await accepted(it.store, { links: [link], delivery: { after } });
      expect(await claim(it.store, link)).toHaveLength(1);
    });

    test('tells the next due time', async () => {
      const link = it.newLink();
      expect(await it.store.nextDueAt(link)).toBeUndefined();
      await accepted(it.store, { links: [link], delivery: { nextAt: noon + 700 } });
      await accepted(it.store, { links: [link], delivery: { nextAt: noon + 300 } });
      expect(await it.store.nextDueAt(link)).toBe(noon + 300);
    });
  });

  describe('leases', () => {
    test('are prolonged only for their owner', async () => {
      const link = it.newLink();
      const { deliveryId } = await accepted(it.store, { links: [link] });
      await claimOne(it.store, link);
      expect(await it.store.renew('node-2', [deliveryId], noon + 9 * leaseMs)).toEqual([]);
      expect(await it.store.renew(owner, [deliveryId, newId()], noon + 2 * leaseMs)).toEqual([deliveryId]);
      expect(await claim(it.store, link, noon + leaseMs)).toEqual([]);
      expect(await claim(it.store, link, noon + 2 * leaseMs)).toHaveLength(1);
    });

    test('given back leave the work due as before', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const mine = { link, owner: 'leaving', limit: 5, now: noon, leaseUntil: noon + leaseMs };
      expect(await it.store.claim(mine)).toHaveLength(1);
      await it.store.release('leaving');
      expect(await claimOne(it.store, link)).toMatchObject({ state: 'queued', expired: false });
    });

    test('given back one by one leave the others leased', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      await accepted(it.store, { links: [link] });
      const claimed = await claim(it.store, link);
      const [first, second] = claimed.map(({ id }) => id);
      if (first === undefined || second === undefined) throw new Error('two were due');
      await it.store.release('node-2', [second]);
      await it.store.release(owner, [first]);
      expect(await claim(it.store, link)).toMatchObject([{ id: first, state: 'queued', expired: false }]);
    });
  });
}
