import { describe, expect, test } from '@jest/globals';
import { newId, noon } from '../samples.ts';
import { accepted, claim, claimOne, leaseMs, owner, settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';

/** Deliveries taken up again by a person. */
export function describeRequeue(it: StoreUnderTest): void {
  describe('requeue', () => {
    test.each(['parked', 'rejected', 'held', 'unknown'] as const)('takes a %s delivery up again', async (state) => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await settleOne(it.store, link, { state, nextAt: noon + 9 * leaseMs });
      expect(await it.store.requeue(id, noon + 1, { actor: 'sre', to: 'queued' })).toBe(true);
      expect(await claimOne(it.store, link, noon + 1)).toMatchObject({ id, state: 'queued', expired: false });
    });

    test('asks first what became of it', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await settleOne(it.store, link, { state: 'parked' });
      await it.store.requeue(id, noon + 1, { actor: 'sre', to: 'unknown' });
      expect(await claimOne(it.store, link, noon + 1)).toMatchObject({ id, state: 'unknown', unknownSince: noon + 1 });
    });

    test('asks again for what the platform had accepted', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await settleOne(it.store, link, { state: 'parked' });
      await it.store.hold({ link, reason: 'isolated', since: noon, actor: 'sre' });
      await it.store.requeue(id, noon + 1, { actor: 'sre', to: 'pending' });
      expect(await claim(it.store, link, noon + 1)).toHaveLength(0);
      await it.store.unhold(link, undefined);
      expect(await claimOne(it.store, link, noon + 1)).toMatchObject({ id, state: 'pending' });
    });

    test('refuses what goes on by itself or is done', async () => {
      const link = it.newLink();
      const { deliveryId } = await accepted(it.store, { links: [link] });
      const options = { actor: 'sre', to: 'queued' } as const;
      expect(await it.store.requeue(deliveryId, noon, options)).toBe(false);
      await settleOne(it.store, link, { state: 'delivered' });
      expect(await it.store.requeue(deliveryId, noon, options)).toBe(false);
      expect(await it.store.requeue(newId(), noon, options)).toBe(false);
    });

    test('takes an unknown delivery out of the hands that enquire', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await settleOne(it.store, link, { state: 'unknown', nextAt: noon });
      await claimOne(it.store, link);
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(true);
      expect(await it.store.settle({ id, owner, now: noon, state: 'delivered' })).toBeUndefined();
    });

    test('waits for the end of a hold', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await settleOne(it.store, link, { state: 'parked' });
      await it.store.hold({ link, reason: 'isolated', since: noon, actor: 'sre' });
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(true);
      expect((await it.store.getDelivery(undefined, id))?.state).toBe('held');
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(false);
      await it.store.unhold(link, undefined);
      expect(await claim(it.store, link)).toHaveLength(1);
    });
  });
}
