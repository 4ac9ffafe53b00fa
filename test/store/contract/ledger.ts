/** What both stores promise of the ledger. Long because it is one contract, run as a whole over each of them. */
import { describe, expect, test } from '@jest/globals';
import type { RecognisedEvent } from '../../../mappings/model/index.ts';
import { newId, noon, type SampleOptions, sample } from '../samples.ts';
import { settleOne } from '../stores.ts';
import type { StoreUnderTest } from './subject.ts';
import { unsettled } from './waiting.ts';

let packs = 0;
function newPack(): string {
  packs += 1;
  return `8200000${String(packs).padStart(13, '0')}`;
}

type Line = Partial<RecognisedEvent['lines'][number]>;

/** A sample whose one line says more. */
function event(options: SampleOptions, line: Line = {}, reason?: RecognisedEvent['reason']) {
  const item = sample(options);
  const [own] = item.event.event.lines;
  if (own === undefined) throw new Error('no line');
  const lines = [{ ...own, ...line }];
  const more = reason === undefined ? {} : { reason };
  return { ...item, event: { ...item.event, event: { ...item.event.event, ...more, lines } } };
}

/** Movements, work and findings. Tests share the store: they look at packs of their own. */
export function describeLedger(it: StoreUnderTest): void {
  const owner = 'node-1';
  const lead = (now = noon) => it.store.ledger.lead(owner, now, now + 30_000);
  const workOf = async (eventId: string) =>
    (await it.store.ledger.work(10_000)).filter((work) => work.eventId === eventId);

  describe('movements of packs', () => {
    test('are told of all tenants, by pack and time, with what the line says', async () => {
      const [first, second] = [newPack(), newPack()];
      const received = event({ codes: [{ value: first }, { value: second }], kind: 'purchase-in', at: noon });
      const sold = event(
        { codes: [{ value: first }], tenant: 'chain-b', institution: 'P44', at: noon + 1_000 },
        {
          split: true,
          quantity: '6',
          unit: '粒',
          expiresOn: '2026-03-01',
          product: { localCode: 'A', localName: 'A', spec: '0.25g*24粒' },
        },
      );
      for (const item of [sold, received]) await it.store.accept(item);
      const role = { region: '430102', role: 'pharmacy', links: {}, updatedAt: noon };
      await it.store.putInstitution({ tenant: 'chain-a', code: 'P43010200001', name: 'A', ...role });
      const base = { code: first, region: '430102' };
      const facts = { split: true, quantity: '6', unit: '粒', content: 24, expiresOn: '2026-03-01', expired: true };
      expect(await it.store.ledger.movements([second, first, '8999'])).toEqual([
        {
          ...base,
          code: second,
          eventId: received.event.id,
          tenant: 'chain-a',
          institution: 'P43010200001',
          kind: 'purchase-in',
          occurredAt: noon,
          facts: {},
        },
        {
          ...base,
          eventId: received.event.id,
          tenant: 'chain-a',
          institution: 'P43010200001',
          kind: 'purchase-in',
          occurredAt: noon,
          facts: {},
        },
        {
          ...base,
          eventId: sold.event.id,
          tenant: 'chain-b',
          institution: 'P44',
          kind: 'retail-sale',
          occurredAt: noon + 1_000,
          facts,
          unlisted: true,
        },
      ]);
      expect(await it.store.ledger.movements([first], new Set(['retail-sale']))).toHaveLength(1);
      expect(await it.store.ledger.suspects([first, second])).toEqual([first]);
    });

    test('leave out codes that a whole batch carries, and what was scanned in another notation', async () => {
      const pack = newPack();
      const item = event({ codes: [{ value: pack, raw: `${pack} ` }] });
      const lot = newPack();
      const batch = event(
        { codes: [{ value: lot }] },
        { codes: [{ kind: 'gs1', raw: lot, value: lot, identifies: 'batch' }] },
      );
      for (const one of [item, batch]) await it.store.accept(one);
      expect(await it.store.ledger.movements([pack, `${pack} `, lot])).toHaveLength(1);
      expect(await workOf(batch.event.id)).toEqual([]);
    });

    test('come with those of the packs around, and with what each lies in and lay in', async () => {
      const [box, middle, outer, before, apart] = [newPack(), newPack(), newPack(), newPack(), newPack()];
      const relation = (code: string, parent: string | undefined, recordedAt: number, origin = 'user') => ({
        ...{ code, origin: origin as 'user', tenant: '', importId: newId(), recordedAt, disputed: false },
        ...(parent === undefined ? {} : { parent }),
      });
      const put = (...relations: ReadonlyArray<ReturnType<typeof relation>>) =>
        it.store.catalogue.putRelations(relations, { now: noon + 5 });
      await put(relation(box, before, noon), relation(middle, outer, noon), relation(outer, undefined, noon));
      await put(relation(box, middle, noon + 5));
      await put(relation(apart, outer, noon), relation(apart, middle, noon, 'pack-event'));
      for (const value of [outer, before, box]) {
        await it.store.accept(event({ codes: [{ value }], kind: 'purchase-in' }));
        await it.store.accept(event({ codes: [{ value }], kind: 'sale-out', at: noon + 9 }));
      }
      const { movements, relations } = await it.store.ledger.packs([box, '8999']);
      const told = movements.map(({ code, kind }) => `${code} ${kind}`);
      expect([...told].sort()).toEqual(
        [box, outer, before].flatMap((code) => [`${code} purchase-in`, `${code} sale-out`]).sort(),
      );
      for (const code of [box, outer, before])
        expect(told.indexOf(`${code} purchase-in`)).toBeLessThan(told.indexOf(`${code} sale-out`));
      const lies = relations.map(({ code, parent, endedAt }) => ({ code, parent, ended: endedAt !== undefined }));
      expect(lies).toHaveLength(4);
      expect(lies).toEqual(
        expect.arrayContaining([
          { code: box, parent: before, ended: true },
          { code: box, parent: middle, ended: false },
          { code: middle, parent: outer, ended: false },
          { code: outer, parent: undefined, ended: false },
        ]),
      );
      // What sources contradict each other on leads nowhere.
      expect((await it.store.ledger.packs([apart])).movements).toEqual([]);
      expect(await it.store.ledger.packs([])).toEqual({ movements: [], relations: [] });
    });

    test('with a reason, of returns and of pieces are worth a look by themselves', async () => {
      const [back, expired, plain, split] = [newPack(), newPack(), newPack(), newPack()];
      await it.store.accept(event({ codes: [{ value: split }] }, { split: true }));
      await it.store.accept(event({ codes: [{ value: back }], kind: 'retail-return' }, {}, 'recall'));
      await it.store.accept(event({ codes: [{ value: expired }] }, { expiresOn: '2020-01-01' }));
      await it.store.accept(event({ codes: [{ value: plain }] }));
      const suspects = await it.store.ledger.suspects([back, expired, plain, split]);
      expect(suspects.sort()).toEqual([back, expired, split].sort());
      expect(await it.store.ledger.movements([back])).toMatchObject([{ facts: { reason: 'recall' } }]);
    });
  });

  describe('the work of assessing', () => {
    test('is there with the event, once, and gone with its assessment', async () => {
      const pack = newPack();
      const item = event({ codes: [{ value: pack }] });
      await it.store.accept(item);
      await it.store.accept({ ...item, event: { ...item.event, id: newId() } });
      const work = await workOf(item.event.id);
      expect(work).toMatchObject([{ tenant: 'chain-a', cause: 'accepted', codes: [pack] }]);
      await lead();
      const seqs = work.map(({ seq }) => seq);
      expect(await it.store.ledger.assess({ owner, now: noon, seqs, undone: [], restored: [], packs: [] })).toEqual([]);
      expect(await workOf(item.event.id)).toEqual([]);
    });

    test('is one node’s until its lead runs out; a node that lost it changes nothing', async () => {
      const pack = newPack();
      const item = event({ codes: [{ value: pack }] });
      await it.store.accept(item);
      const seqs = (await workOf(item.event.id)).map(({ seq }) => seq);
      const later = noon + 1_000_000;
      expect(await lead(later)).toBe(true);
      expect(await it.store.ledger.lead('node-2', later + 1, later + 60_000)).toBe(false);
      expect(await it.store.ledger.lead('node-2', later + 30_001, later + 31_000)).toBe(true);
      expect(
        await it.store.ledger.assess({ owner, now: later, seqs, undone: [], restored: [], packs: [] }),
      ).toBeUndefined();
      expect(await workOf(item.event.id)).toHaveLength(1);
      expect(await lead(later + 40_000)).toBe(true);
    });

    test('comes again when a wait is abandoned and when a record is taken back', async () => {
      const link = it.newLink();
      const waiting = unsettled({ links: [link] });
      await it.store.accept(waiting);
      await it.store.endWait('chain-a', waiting.event.id, {
        state: 'abandoned',
        at: noon,
        actor: 'till 1',
        reason: 'left',
      });
      expect((await workOf(waiting.event.id)).map(({ cause }) => cause)).toEqual(['accepted', 'undone']);

      const other = it.newLink();
      const item = event({ links: [other] });
      await it.store.accept(item);
      const { id } = await settleOne(it.store, other, { state: 'delivered' });
      const delivery = await it.store.getDelivery('chain-a', id);
      if (delivery === undefined) throw new Error('no delivery');
      const withdrawal = { id: newId(), operation: 'undo', reason: 'mistake', actor: 'sre', now: noon };
      expect(await it.store.withdraw(delivery, withdrawal)).toBe(true);
      expect((await workOf(item.event.id)).map(({ cause }) => cause)).toEqual(['accepted']);
      await settleOne(it.store, other, { state: 'delivered' });
      expect((await workOf(item.event.id)).map(({ cause }) => cause)).toEqual(['accepted', 'undone']);
    });

    test('comes again when a record is refused, and when it is taken up again', async () => {
      const link = it.newLink();
      const item = event({ links: [link] });
      await it.store.accept(item);
      const { id } = await settleOne(it.store, link, { state: 'rejected' });
      expect((await workOf(item.event.id)).map(({ cause }) => cause)).toEqual(['accepted', 'undone']);
      expect(await it.store.requeue(id, noon, { actor: 'sre', to: 'queued' })).toBe(true);
      expect((await workOf(item.event.id)).map(({ cause }) => cause)).toEqual(['accepted', 'undone', 'undone']);
      await settleOne(it.store, link, { state: 'delivered' });
      expect(await workOf(item.event.id)).toHaveLength(3);
    });

    test('brings back what counts again, once, as new work', async () => {
      const [one, two] = [newPack(), newPack()];
      const item = event({ codes: [{ value: one }, { value: two }] });
      await it.store.accept(item);
      await lead(noon + 2_500_000);
      const assess = (undone: readonly string[], restored: readonly string[]) => {
        const of = (codes: readonly string[]) => [{ eventId: item.event.id, tenant: 'chain-a', codes }];
        const both = { undone: of(undone), restored: of(restored) };
        return it.store.ledger.assess({ owner, now: noon, seqs: [], ...both, packs: [] });
      };
      await assess([one], [two]);
      expect(await it.store.ledger.movements([one, two])).toMatchObject([{ code: two }]);
      expect(await workOf(item.event.id)).toHaveLength(1);
      for (const _ of [1, 2]) await assess([], [one, two]);
      expect(await it.store.ledger.movements([one, two])).toHaveLength(2);
      expect((await workOf(item.event.id)).slice(1)).toMatchObject([{ cause: 'accepted', codes: [one] }]);
    });

    test('takes an undone event out of the movements', async () => {
      const pack = newPack();
      const item = event({ codes: [{ value: pack }] });
      await it.store.accept(item);
      await lead(noon + 2_000_000);
      const undone = [{ eventId: item.event.id, tenant: 'chain-a', codes: [pack] }];
      await it.store.ledger.assess({ owner, now: noon, seqs: [], undone, restored: [], packs: [] });
      expect(await it.store.ledger.movements([pack])).toEqual([]);
    });
  });

  describe('findings', () => {
    test('have one place per code and class, are cleared and come back', async () => {
      const pack = newPack();
      for (const tenant of ['chain-a', 'chain-b']) await it.store.accept(event({ codes: [{ value: pack }], tenant }));
      const evidence = await it.store.ledger.movements([pack]);
      await lead(noon + 3_000_000);
      const found = { class: 'sold-twice', severity: 'high', evidence } as const;
      const told: unknown[] = [];
      const record = async (now: number, drafts: readonly (typeof found)[]) => {
        const withIds = drafts.map((draft) => ({ ...draft, id: newId(now) }));
        const packs = [{ code: pack, found: withIds }];
        const fresh = await it.store.ledger.assess({ owner, now, seqs: [], undone: [], restored: [], packs });
        told.push(fresh?.map(({ class: name, severity }) => `${name} ${severity}`));
        return (await it.store.ledger.findings({ code: pack, limit: 10 })).items;
      };
      const [first] = await record(noon, [found]);
      expect(first).toMatchObject({
        code: pack,
        class: 'sold-twice',
        severity: 'high',
        foundAt: noon,
        updatedAt: noon,
        evidence,
      });
      expect(await record(noon + 1, [found])).toEqual([first]);
      const [cleared] = await record(noon + 2, []);
      expect(cleared).toMatchObject({ id: first?.id, clearedAt: noon + 2 });
      const [again] = await record(noon + 3, [found]);
      expect(again).toEqual({ ...first, updatedAt: noon + 3 });
      expect(told).toEqual([['sold-twice high'], [], [], ['sold-twice high']]);
    });

    test('are found by party, class, severity and whether they still hold, newest first and in pages', async () => {
      const [one, two] = [newPack(), newPack()];
      const tenant = `t-${one}`;
      for (const pack of [one, two]) await it.store.accept(event({ codes: [{ value: pack }], tenant }));
      await lead(noon + 4_000_000);
      const packs = [];
      for (const code of [one, two]) {
        const evidence = await it.store.ledger.movements([code]);
        const found = {
          id: newId(),
          class: code === one ? 'expired' : 'sold-twice',
          severity: 'critical',
          evidence,
        } as const;
        packs.push({ code, found: [found] });
      }
      await it.store.ledger.assess({ owner, now: noon, seqs: [], undone: [], restored: [], packs });
      const codes = async (query: object) =>
        (await it.store.ledger.findings({ tenant, limit: 10, ...query })).items.map(({ code }) => code);
      expect(await codes({})).toEqual([two, one]);
      expect(await codes({ class: 'expired' })).toEqual([one]);
      expect(await codes({ severity: 'low' })).toEqual([]);
      expect(await codes({ open: true })).toEqual([two, one]);
      expect(await codes({ open: false })).toEqual([]);
      expect(await codes({ from: noon + 1 })).toEqual([]);
      expect(await codes({ tenant: 'stranger', code: one })).toEqual([]);
      const page = await it.store.ledger.findings({ tenant, limit: 1 });
      const rest = await it.store.ledger.findings({
        tenant,
        limit: 1,
        ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
      });
      expect([...page.items, ...rest.items].map(({ code }) => code)).toEqual([two, one]);
    });
  });
}
