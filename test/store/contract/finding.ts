import { describe, expect, test } from '@jest/globals';
import { CursorError } from '../../../gateway/store/index.ts';
import { newId, noon, sample } from '../samples.ts';
import { accepted, settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';

/** Looking events and deliveries up. */
export function describeFinding(it: StoreUnderTest): void {
  describe('finding events', () => {
    test('hides events of another tenant', async () => {
      const { item } = await accepted(it.store, {});
      expect(await it.store.getEvent('chain-b', item.event.id)).toBeUndefined();
      expect(await it.store.getEvent('chain-a', 'no-such-id')).toBeUndefined();
      const { documentNo } = item.event;
      expect((await it.store.findEvents({ tenant: 'chain-b', documentNo, limit: 5 })).items).toEqual([]);
    });

    test('finds by code in normal form and as scanned', async () => {
      const value = '(01)06912345678901(21)Z9';
      const { item } = await accepted(it.store, { codes: [{ value, raw: ']d20106912345678901\u001d21Z9' }] });
      for (const code of [value, ']d20106912345678901\u001d21Z9']) {
        const { items } = await it.store.findEvents({ tenant: 'chain-a', code, limit: 5 });
        expect(items.map((event) => event.id)).toEqual([item.event.id]);
      }
    });

    test('finds by state of any delivery, and by time of acceptance', async () => {
      const tenant = newId();
      const [link, other] = [it.newLink(), it.newLink()];
      const first = sample({ tenant, links: [link, other] });
      const second = sample({ tenant, links: [it.newLink()], at: noon + 1_000 });
      await it.store.accept(first);
      await it.store.accept(second);
      await settleOne(it.store, link, { state: 'parked' });
      await settleOne(it.store, other, { state: 'delivered' });
      const ids = async (query: object) =>
        (await it.store.findEvents({ tenant, limit: 9, ...query })).items.map((event) => event.id);
      expect(await ids({ state: 'parked' })).toEqual([first.event.id]);
      expect(await ids({ state: 'delivered' })).toEqual([first.event.id]);
      expect(await ids({ state: 'queued' })).toEqual([second.event.id]);
      expect(await ids({ from: noon + 1_000 })).toEqual([second.event.id]);
      expect(await ids({ to: noon + 1_000 })).toEqual([first.event.id]);
      expect(await ids({})).toEqual([second.event.id, first.event.id]);
    });

    test('pages newest first, unmoved by inserts', async () => {
      const tenant = newId();
      const items = Array.from({ length: 7 }, () => sample({ tenant }));
      for (const item of items) await it.store.accept(item);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await it.store.findEvents({ tenant, limit: 3, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.items.map((event) => event.id));
        cursor = page.cursor;
        await it.store.accept(sample({ tenant }));
      } while (cursor !== undefined);
      expect(seen).toEqual(items.map((item) => item.event.id).reverse());
      await expect(it.store.findEvents({ tenant, limit: 3, cursor: 'bm9wZQ' })).rejects.toThrow(CursorError);
    });
  });

  describe('deliveries', () => {
    test('are listed newest first by link and state, with a cursor', async () => {
      const link = it.newLink();
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) ids.unshift((await accepted(it.store, { links: [link] })).deliveryId);
      const first = await it.store.findDeliveries({ link, state: 'queued', limit: 3 });
      expect(first.items.map((delivery) => delivery.id)).toEqual(ids.slice(0, 3));
      const rest = await it.store.findDeliveries({
        link,
        limit: 3,
        ...(first.cursor === undefined ? {} : { cursor: first.cursor }),
      });
      expect(rest.items.map((delivery) => delivery.id)).toEqual(ids.slice(3));
      expect(rest.cursor).toBeUndefined();
      expect((await it.store.findDeliveries({ link, state: 'parked', limit: 3 })).items).toEqual([]);
    });

    test('are listed over all links and days, by state or not', async () => {
      const tenant = newId();
      const [older, newer] = [it.newLink(), it.newLink()];
      const first = await accepted(it.store, { tenant, links: [older], at: noon - 86_400_000 });
      const second = await accepted(it.store, { tenant, links: [newer] });
      await settleOne(it.store, older, { state: 'delivered' });
      await settleOne(it.store, newer, { state: 'delivered' });
      const both = [second.deliveryId, first.deliveryId];
      const ids = async (query: object) =>
        (await it.store.findDeliveries({ limit: 2_000, ...query })).items.map(({ id }) => id);
      expect(await ids({ tenant })).toEqual(both);
      expect(await ids({ tenant, state: 'delivered' })).toEqual(both);
      for (const query of [{ state: 'delivered' }, {}]) {
        const all = await ids(query);
        expect(all).toEqual([...all].sort().reverse());
        expect(all.indexOf(second.deliveryId)).toBeLessThan(
          all.indexOf(first.deliveryId) === -1 ? Infinity : all.indexOf(first.deliveryId),
        );
      }
    });

    test('are shown to their tenant and to operators only', async () => {
      const { deliveryId } = await accepted(it.store, { tenant: 'chain-a' });
      expect(await it.store.getDelivery('chain-b', deliveryId)).toBeUndefined();
      expect(await it.store.getDelivery(undefined, deliveryId)).toMatchObject({ id: deliveryId });
      expect(await it.store.getDelivery(undefined, 'no-such-id')).toBeUndefined();
      expect(await it.store.attempts('no-such-id')).toEqual([]);
    });

    test('are counted per link and state, with the oldest due time', async () => {
      const link = it.newLink();
      await accepted(it.store, { links: [link], delivery: { nextAt: noon - 5 } });
      await accepted(it.store, { links: [link], delivery: { nextAt: noon + 5 } });
      await settleOne(it.store, link, { state: 'rejected' });
      const row = (await it.store.counts()).find((counts) => counts.link === link);
      expect(row).toEqual({ link, states: { queued: 1, rejected: 1 }, oldestDueAt: noon + 5 });
    });
  });
}
