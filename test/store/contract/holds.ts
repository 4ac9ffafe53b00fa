import { describe, expect, test } from '@jest/globals';
import { noon, sample } from '../samples.ts';
import { accepted, claim, claimOne, leaseMs, owner, settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';

/** Holds of links and institutions. */
export function describeHolds(it: StoreUnderTest): void {
  describe('holds', () => {
    const reason = 'isolated by an operator';
    const of = (institution: string, tenant = 'chain-a') => ({ tenant, institution });
    const hold = (link: string, institution?: string, tenant?: string) => {
      const whose = institution === undefined ? {} : of(institution, tenant);
      return it.store.hold({ link, ...whose, reason, since: noon, actor: 'sre' });
    };
    const stateOf = async (id: string) => (await it.store.getDelivery(undefined, id))?.state;

    test('of a link hold its queue, new work and returning work, and end for all', async () => {
      const link = it.newLink();
      const before = await accepted(it.store, { links: [link] });
      const leased = await claimOne(it.store, link);
      const queued = await accepted(it.store, { links: [link] });
      await hold(link);
      await hold(link);
      const during = await accepted(it.store, { links: [link] });
      expect(await it.store.settle({ id: leased.id, owner, now: noon, state: 'queued', nextAt: noon + leaseMs })).toBe(
        'held',
      );
      for (const { deliveryId } of [before, queued, during]) expect(await stateOf(deliveryId)).toBe('held');
      expect(await it.store.getDelivery(undefined, during.deliveryId)).toMatchObject({ reason });
      expect(await claim(it.store, link, noon + leaseMs)).toEqual([]);
      expect(await it.store.nextDueAt(link)).toBeUndefined();
      expect(await it.store.holds()).toContainEqual({ link, reason, since: noon, actor: 'sre' });
      await it.store.unhold(link, undefined);
      expect(await claim(it.store, link)).toHaveLength(3);
      expect((await it.store.holds()).filter((row) => row.link === link)).toEqual([]);
    });

    test('let final outcomes of running attempts through', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await claimOne(it.store, link);
      await hold(link);
      expect(await it.store.settle({ id, owner, now: noon, state: 'delivered' })).toBe('delivered');
    });

    test('of one institution leave the others alone', async () => {
      const link = it.newLink();
      const mine = await accepted(it.store, { links: [link], institution: 'P1' });
      const other = await accepted(it.store, { links: [link], institution: 'P2' });
      await hold(link, 'P1');
      expect(await stateOf(mine.deliveryId)).toBe('held');
      expect((await claim(it.store, link)).map((delivery) => delivery.id)).toEqual([other.deliveryId]);
      await it.store.unhold(link, of('P1'));
      expect((await claim(it.store, link)).map((delivery) => delivery.id)).toEqual([mine.deliveryId]);
    });

    test('of one tenant’s institution leave another’s of the same code alone', async () => {
      const link = it.newLink();
      const mine = await accepted(it.store, { links: [link], institution: 'P1' });
      const theirs = await accepted(it.store, { links: [link], institution: 'P1', tenant: 'chain-b' });
      await hold(link, 'P1');
      await hold(link, 'P1', 'chain-b');
      for (const { deliveryId } of [mine, theirs]) expect(await stateOf(deliveryId)).toBe('held');
      const on = (await it.store.holds()).filter((row) => row.link === link);
      expect(on).toMatchObject([of('P1'), of('P1', 'chain-b')]);
      await it.store.unhold(link, of('P1', 'chain-b'));
      expect([await stateOf(mine.deliveryId), await stateOf(theirs.deliveryId)]).toEqual(['held', 'queued']);
      const later = await accepted(it.store, { links: [link], institution: 'P1', tenant: 'chain-b' });
      expect((await claim(it.store, link)).map(({ id }) => id)).toEqual([theirs.deliveryId, later.deliveryId]);
      expect(await it.store.settle({ id: later.deliveryId, owner, now: noon, state: 'queued', nextAt: noon })).toBe(
        'queued',
      );
      const another = await accepted(it.store, { links: [link], institution: 'P1' });
      expect(await stateOf(another.deliveryId)).toBe('held');
    });

    test('end only for what no other hold covers', async () => {
      const link = it.newLink();
      const first = await accepted(it.store, { links: [link], institution: 'P1' });
      const second = await accepted(it.store, { links: [link], institution: 'P2' });
      await hold(link);
      await hold(link, 'P1');
      await it.store.unhold(link, undefined);
      expect(await stateOf(first.deliveryId)).toBe('held');
      expect(await stateOf(second.deliveryId)).toBe('queued');
      await hold(link);
      await it.store.unhold(link, of('P1'));
      expect(await stateOf(first.deliveryId)).toBe('held');
      await it.store.unhold(link, undefined);
      expect(await stateOf(first.deliveryId)).toBe('queued');
    });

    test.each(['pending', 'unknown'] as const)('rest %s deliveries without changing what they say', async (state) => {
      const link = it.newLink();
      await accepted(it.store, { links: [link] });
      const { id } = await settleOne(it.store, link, { state, nextAt: noon + 10 });
      await hold(link);
      expect(await stateOf(id)).toBe(state);
      expect(await claim(it.store, link, noon + 10)).toEqual([]);
      await it.store.unhold(link, undefined);
      expect(await claimOne(it.store, link, noon + 10)).toMatchObject({ id, state });
    });

    test('for missing settings end when the institution gets them, not with the link', async () => {
      const link = it.newLink();
      const delivery = { state: 'held', reason: 'no credentials' } as const;
      const { deliveryId } = await accepted(it.store, { links: [link], institution: 'P9', delivery });
      expect(await it.store.getDelivery('chain-a', deliveryId)).toMatchObject(delivery);
      await hold(link);
      await it.store.unhold(link, undefined);
      expect(await stateOf(deliveryId)).toBe('held');
      await it.store.unhold(link, of('P9'));
      expect(await claim(it.store, link)).toHaveLength(1);
    });

    test('rest what an expired lease left behind', async () => {
      const link = it.newLink();
      const { deliveryId } = await accepted(it.store, { links: [link], institution: 'P3' });
      await claimOne(it.store, link);
      await hold(link, 'P3');
      expect(await claim(it.store, link, noon + leaseMs)).toEqual([]);
      expect(await stateOf(deliveryId)).toBe('held');
      await it.store.unhold(link, of('P3'));
      expect(await claim(it.store, link, noon + leaseMs)).toHaveLength(1);
    });

    test('sweep a long queue in chunks', async () => {
      const link = it.newLink();
      const count = 2_100;
      const at = noon - 1;
      await Promise.all(Array.from({ length: count }, () => it.store.accept(sample({ links: [link], at }))));
      await hold(link);
      const states = async () => (await it.store.counts()).find((row) => row.link === link)?.states;
      expect(await states()).toEqual({ held: count });
      await it.store.unhold(link, undefined);
      expect(await states()).toEqual({ queued: count });
    });
  });
}
