/** What both stores promise of the 无码库. Long because it is one contract, run as a whole over each of them. */
import { describe, expect, test } from '@jest/globals';
import type { NewStock, StockClaim } from '../../../gateway/policy/contract.ts';
import type { NewEvent } from '../../../gateway/store/contract.ts';
import { newId, noon, type SampleOptions, sample } from '../samples.ts';
import { settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';

const tenant = 'chain-a';
let shops = 0;

/** A shop that no other test knows. */
function newShop(): string {
  shops += 1;
  return `P4301020${String(shops).padStart(4, '0')}`;
}

function stock(institution: string, more: Partial<NewStock> = {}): NewStock {
  return {
    id: newId(),
    tenant,
    institution,
    purchaseDocument: 'CG-1',
    product: { localCode: 'A1', localName: '阿莫西林胶囊', nhsaCode: 'XA01' },
    lot: 'L1',
    quantity: 10_000_000,
    unit: '盒',
    registeredAt: noon,
    registeredBy: 'till 1',
    ...more,
  };
}

const claim = (quantity: number, more: Partial<StockClaim> = {}): StockClaim => ({
  line: 0,
  takes: true,
  localCode: 'A1',
  quantity: quantity * 1_000_000,
  ...more,
});

function moving(
  institution: string,
  claims: readonly StockClaim[],
  short: readonly number[] = [],
  options: SampleOptions = {},
): NewEvent {
  return { ...sample({ institution, codes: [], ...options }), stock: { claims, cover: { short, bought: [] } } };
}

export function describeUncodedStock(subject: StoreUnderTest): void {
  const remaining = async (id: string) => {
    const row = await subject.store.uncodedStock.get(tenant, id);
    return row === undefined ? undefined : (row.quantity + row.adjusted - row.taken) / 1_000_000;
  };
  const register = async (row: NewStock) => {
    await subject.store.uncodedStock.register([row]);
    return row;
  };

  describe('无码库', () => {
    test('a row is registered once per institution, purchase, product and lot; the first stays', async () => {
      const { uncodedStock } = subject.store;
      const row = stock(newShop(), { expiresOn: '2027-01-31', purchasedOn: '2025-01-02' });
      const again = { ...row, id: newId(), quantity: 5_000_000 };
      const other = { ...row, id: newId(), lot: 'L2\0' };
      const first = await uncodedStock.register([row]);
      expect(first).toEqual([{ created: true, row: { ...row, adjusted: 0, taken: 0 } }]);
      expect((await uncodedStock.register([again, other])).map(({ created, row: { id } }) => [created, id])).toEqual([
        [false, row.id],
        [true, other.id],
      ]);
      expect(await uncodedStock.get(tenant, row.id)).toEqual({ ...row, adjusted: 0, taken: 0 });
      expect(await uncodedStock.get('chain-b', row.id)).toBeUndefined();
      expect(await uncodedStock.get(tenant, 'x')).toBeUndefined();
    });

    test('a sale takes what was registered first, over several purchases, and every movement is kept', async () => {
      const { store } = subject;
      const shop = newShop();
      const old = await register(stock(shop, { quantity: 2_500_000 }));
      const fresh = await register(stock(shop, { purchaseDocument: 'CG-2', registeredAt: noon + 1 }));
      const item = moving(shop, [claim(3), claim(1, { line: 1 })]);
      expect(await store.accept(item)).toEqual({ type: 'created' });
      expect([await remaining(old.id), await remaining(fresh.id)]).toEqual([0, 8.5]);
      const { items } = await store.uncodedStock.movements(tenant, fresh.id, { limit: 10 });
      expect(items).toEqual([
        expect.objectContaining({ kind: 'sold', change: -1_000_000, event: { id: item.event.id, line: 1 } }),
        {
          kind: 'sold',
          change: -500_000,
          at: noon,
          documentNo: item.event.documentNo,
          event: { id: item.event.id, line: 0 },
        },
      ]);
      const page = await store.uncodedStock.movements(tenant, fresh.id, { limit: 1 });
      const next = await store.uncodedStock.movements(tenant, fresh.id, { limit: 1, cursor: page.cursor ?? '' });
      expect([...page.items, ...next.items]).toEqual(items);
      expect(next.cursor).toBeUndefined();
      await expect(store.uncodedStock.movements(tenant, fresh.id, { limit: 1, cursor: '!' })).rejects.toThrow('cursor');
    });

    test('what the stock does not cover is said before anything is stored; decided anew, it is taken as far as it goes', async () => {
      const { store } = subject;
      const shop = newShop();
      const { id } = await register(stock(shop));
      const claims = [claim(4, { lot: 'L1' }), claim(1, { line: 1, lot: 'L9' }), claim(7, { line: 2 })];
      const item = moving(shop, claims);
      expect(await store.accept(item)).toEqual({ type: 'stock-differs', cover: { short: [1, 2], bought: [] } });
      expect(await store.getEvent(tenant, item.event.id)).toBeUndefined();
      expect(await remaining(id)).toBe(10);
      expect(await store.uncodedStock.cover(tenant, shop, claims)).toEqual({ short: [1, 2], bought: [] });
      expect(await store.accept({ ...item, stock: { claims, cover: { short: [1, 2], bought: [] } } })).toEqual({
        type: 'created',
      });
      expect(await remaining(id)).toBe(0);
    });

    test('tells when what a line takes was bought, and takes a day that was missing', async () => {
      const { store } = subject;
      const shop = newShop();
      const undated = stock(shop, { quantity: 2_000_000 });
      const dated = stock(shop, { purchaseDocument: 'CG-2', purchasedOn: '2025-08-01', registeredAt: noon + 1 });
      await store.uncodedStock.register([undated, dated]);
      const claims = [claim(1), claim(2, { line: 1 }), claim(1, { line: 2 })];
      const first = { short: [], bought: [{ line: 2, on: '2025-08-01' }] };
      expect(await store.uncodedStock.cover(tenant, shop, claims)).toEqual(first);
      const differing = { ...undated, id: newId(), quantity: 3_000_000, purchasedOn: '2024-05-02' };
      const [kept] = await store.uncodedStock.register([differing]);
      expect(kept?.row).not.toHaveProperty('purchasedOn');
      const [again] = await store.uncodedStock.register([{ ...undated, id: newId(), purchasedOn: '2024-05-01' }]);
      expect(again).toMatchObject({ created: false, row: { id: undated.id, purchasedOn: '2024-05-01' } });
      await store.uncodedStock.register([{ ...undated, id: newId(), purchasedOn: '2024-06-01' }]);
      const cover = {
        short: [],
        bought: [
          { line: 0, on: '2024-05-01' },
          { line: 1, on: '2025-08-01' },
          { line: 2, on: '2025-08-01' },
        ],
      };
      const item = moving(shop, claims);
      expect(await store.accept(item)).toEqual({ type: 'stock-differs', cover });
      expect(await store.accept({ ...item, stock: { claims, cover } })).toEqual({ type: 'created' });
    });

    test('another unit is not covered; a line without one is', async () => {
      const { uncodedStock } = subject.store;
      const shop = newShop();
      await register(stock(shop));
      const claims = [claim(1, { unit: '粒' }), claim(1, { line: 1, unit: '盒' }), claim(1, { line: 2 })];
      expect((await uncodedStock.cover(tenant, shop, claims)).short).toEqual([0]);
      expect((await uncodedStock.cover('chain-b', shop, [claim(1)])).short).toEqual([0]);
    });

    test('a document given again takes nothing again, whatever is left', async () => {
      const { store } = subject;
      const shop = newShop();
      const { id } = await register(stock(shop));
      const first = moving(shop, [claim(10)], [], { documentNo: 'XS-1' });
      const again = moving(shop, [claim(10)], [], { documentNo: 'XS-1' });
      const other = moving(shop, [claim(10)], [], { documentNo: 'XS-1', fingerprint: 'e'.repeat(64) });
      await store.accept(first);
      expect(await store.accept(again)).toMatchObject({ type: 'replayed', event: { id: first.event.id } });
      expect(await store.accept(other)).toEqual({ type: 'conflict', eventId: first.event.id });
      expect(await remaining(id)).toBe(0);
    });

    test('concurrent sales never take more than there is', async () => {
      const { store } = subject;
      const shop = newShop();
      const { id } = await register(stock(shop));
      const results = await Promise.all(Array.from({ length: 15 }, () => store.accept(moving(shop, [claim(1)]))));
      expect(results.filter(({ type }) => type === 'created')).toHaveLength(10);
      expect(results.filter(({ type }) => type === 'stock-differs')).toHaveLength(5);
      expect(await remaining(id)).toBe(0);
    });

    test('a return gives back what was sold last, and not more than was sold', async () => {
      const { store } = subject;
      const shop = newShop();
      const old = await register(stock(shop, { quantity: 2_000_000 }));
      const fresh = await register(stock(shop, { purchaseDocument: 'CG-2', registeredAt: noon + 1 }));
      await store.accept(moving(shop, [claim(3)]));
      const returned = (quantity: number, short: readonly number[] = []) =>
        store.accept(moving(shop, [claim(quantity, { takes: false })], short, { kind: 'retail-return' }));
      expect(await returned(2)).toEqual({ type: 'created' });
      expect([await remaining(old.id), await remaining(fresh.id)]).toEqual([1, 10]);
      expect(await returned(2)).toEqual({ type: 'stock-differs', cover: { short: [0], bought: [] } });
      expect(await returned(2, [0])).toEqual({ type: 'created' });
      expect([await remaining(old.id), await remaining(fresh.id)]).toEqual([2, 10]);
    });

    test('an abandoned sale gives back what it took', async () => {
      const { store } = subject;
      const shop = newShop();
      const { id } = await register(stock(shop));
      const delivery = { state: 'held', awaits: 'settlement', reason: 'awaiting-settlement' } as const;
      const item = moving(shop, [claim(4)], [], { delivery, links: [subject.newLink()] });
      await store.accept({ ...item, event: { ...item.event, settling: { state: 'awaiting' } } });
      expect(await remaining(id)).toBe(6);
      const end = { state: 'abandoned', reason: 'left', at: noon + 5, actor: 'till 1' } as const;
      await store.endWait(tenant, item.event.id, end);
      await store.endWait(tenant, item.event.id, end);
      expect(await remaining(id)).toBe(10);
      const { items } = await store.uncodedStock.movements(tenant, id, { limit: 10 });
      expect(items.map(({ kind, change, at }) => [kind, change, at])).toEqual([
        ['voided', 4_000_000, noon + 5],
        ['sold', -4_000_000, noon],
      ]);
    });

    test('a sale whose settlement is reported keeps what it took', async () => {
      const { store } = subject;
      const shop = newShop();
      const { id } = await register(stock(shop));
      const item = moving(shop, [claim(4)], [], { links: [] });
      await store.accept({ ...item, event: { ...item.event, settling: { state: 'awaiting' } } });
      await store.endWait(tenant, item.event.id, {
        state: 'settled',
        settlement: { id: 'S' },
        at: noon,
        actor: 'till',
      });
      expect(await remaining(id)).toBe(6);
    });

    test('the primary record taken back gives back what its lines took, another link none', async () => {
      const { store } = subject;
      const shop = newShop();
      const { id } = await register(stock(shop));
      const [primary, secondary] = [subject.newLink(), subject.newLink()];
      const item = moving(shop, [claim(4), claim(2, { line: 1 })], [], { links: [primary, secondary] });
      await store.accept(item);
      const withdrawn = async (link: string) => {
        const sent = await settleOne(store, link, { state: 'delivered' });
        const delivery = await store.getDelivery(tenant, sent.id);
        if (delivery === undefined) throw new Error('no delivery');
        const order = { id: newId(), operation: 'retail-sale.withdraw', reason: 'mistake', actor: 'till', now: noon };
        expect(await store.withdraw(delivery, order)).toBe(true);
        await settleOne(store, link, { state: 'rejected' });
        expect(await remaining(id)).toBe(4);
        await store.requeue(order.id, noon, { actor: 'sre', to: 'queued' });
        await settleOne(store, link, { state: 'delivered' });
        return remaining(id);
      };
      expect(await withdrawn(secondary)).toBe(4);
      // The delivery of the sample carries line 0.
      expect(await withdrawn(primary)).toBe(8);
    });

    test('a correction is made once per number, has a reason, and leaves nothing below zero', async () => {
      const { uncodedStock } = subject.store;
      const { id } = await register(stock(newShop()));
      const correction = { tenant, id, documentNo: 'TZ-1', change: -3_000_000, reason: '破损', actor: 'a', at: noon };
      expect(await uncodedStock.adjust(correction)).toBe('adjusted');
      expect(await uncodedStock.adjust({ ...correction, at: noon + 1 })).toBe('repeated');
      expect(await uncodedStock.adjust({ ...correction, change: 1 })).toBe('conflict');
      expect(await uncodedStock.adjust({ ...correction, documentNo: 'TZ-2', change: -7_000_001 })).toBe('below-zero');
      expect(await uncodedStock.adjust({ ...correction, documentNo: 'TZ-2', change: 1_000_000 })).toBe('adjusted');
      expect(await uncodedStock.adjust({ ...correction, id: newId() })).toBeUndefined();
      expect(await uncodedStock.adjust({ ...correction, tenant: 'chain-b' })).toBeUndefined();
      expect(await remaining(id)).toBe(8);
      const { items } = await uncodedStock.movements(tenant, id, { limit: 10 });
      expect(items).toContainEqual({
        kind: 'adjusted',
        change: -3_000_000,
        at: noon,
        documentNo: 'TZ-1',
        reason: '破损',
        actor: 'a',
      });
    });

    test('rows are found by what they are, newest first, in pages; totals are by product and lot', async () => {
      const { store } = subject;
      const shop = newShop();
      const rows = [
        stock(shop, { quantity: 1_000_000 }),
        stock(shop, { purchaseDocument: 'CG-2' }),
        stock(shop, { lot: 'L2', product: { localCode: 'B1', localName: '布洛芬' } }),
      ];
      for (const row of rows) await register(row);
      await store.accept(moving(shop, [claim(1)]));
      const find = (more: object) =>
        store.uncodedStock.find({ tenant, institution: shop, open: false, limit: 10, ...more });
      const ids = async (more: object) => (await find(more)).items.map(({ id }) => id);
      const [first, second, third] = rows.map(({ id }) => id);
      expect(await ids({})).toEqual([third, second, first]);
      expect(await ids({ open: true })).toEqual([third, second]);
      expect(await ids({ nhsaCode: 'XA01', lot: 'L1' })).toEqual([second, first]);
      expect(await ids({ localCode: 'A1', purchaseDocument: 'CG-2' })).toEqual([second]);
      expect(await ids({ tenant: 'chain-b' })).toEqual([]);
      const page = await find({ limit: 2 });
      expect(await ids({ cursor: page.cursor })).toEqual([first]);
      const totals = await store.uncodedStock.totals(tenant, shop, 10);
      expect(totals).toEqual([
        {
          product: rows[0]?.product,
          lot: 'L1',
          unit: '盒',
          quantity: 11_000_000,
          adjusted: 0,
          taken: 1_000_000,
          purchases: 2,
        },
        expect.objectContaining({ lot: 'L2', quantity: 10_000_000, purchases: 1 }),
      ]);
      expect(await store.uncodedStock.totals(tenant, shop, 1)).toHaveLength(1);
    });

    test('the first virtual code of a pack is kept', async () => {
      const { uncodedStock } = subject.store;
      const row = await register(stock(newShop()));
      const code = { reference: 'XS1-1', code: 'XN1', link: 'nhsa-hunan', at: noon, actor: 'till' };
      expect(await uncodedStock.keepCode(row, code)).toEqual(code);
      expect(await uncodedStock.keepCode(row, { ...code, code: 'XN2' })).toEqual(code);
      const other = { ...code, reference: 'XS1-2', code: 'XN3', at: noon + 1 };
      await uncodedStock.keepCode(row, other);
      expect(await uncodedStock.codes(row.id)).toEqual([code, other]);
    });
  });
}
