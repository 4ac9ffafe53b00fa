import { describe, expect, test } from '@jest/globals';
import { newId, noon, sample } from '../samples.ts';
import type { StoreUnderTest } from './subject.ts';

/** Accepting events: identity, atomicity, fidelity. */
export function describeAccept(it: StoreUnderTest): void {
  describe('accept', () => {
    test('keeps the event as it was given, with its deliveries', async () => {
      const item = sample({ links: ['nhsa-hunan', 'msfx'] });
      expect(await it.store.accept(item)).toEqual({ type: 'created' });
      const stored = await it.store.getEvent('chain-a', item.event.id);
      expect(stored).toMatchObject({ ...item.event, deliveries: expect.any(Array) });
      expect(stored?.deliveries).toHaveLength(2);
      expect(stored?.deliveries[0]).toEqual({
        ...item.deliveries[0],
        eventId: item.event.id,
        tenant: 'chain-a',
        institution: item.event.institution,
        kind: 'retail-sale',
        documentNo: item.event.documentNo,
        attempts: 0,
        enquiries: 0,
        duplicate: false,
        partial: false,
        items: [],
        codes: [],
        createdAt: noon,
        updatedAt: noon,
      });
    });

    test('answers the first result to the same content and a conflict to other content', async () => {
      const first = sample({ documentNo: 'S-REPLAY' });
      await it.store.accept(first);
      const again = sample({ documentNo: 'S-REPLAY' });
      expect(await it.store.accept(again)).toMatchObject({ type: 'replayed', event: { id: first.event.id } });
      const other = sample({ documentNo: 'S-REPLAY', fingerprint: 'e'.repeat(64) });
      expect(await it.store.accept(other)).toEqual({ type: 'conflict', eventId: first.event.id });
      expect(await it.store.getEvent('chain-a', other.event.id)).toBeUndefined();
    });

    test.each([
      ['tenant', { tenant: 'chain-b' }],
      ['institution', { institution: 'P43010200002' }],
      ['kind', { kind: 'retail-return' as const }],
    ])('takes the same document number of another %s as another event', async (_, difference) => {
      const documentNo = newId();
      await it.store.accept(sample({ documentNo }));
      expect(await it.store.accept(sample({ documentNo, ...difference }))).toEqual({ type: 'created' });
    });

    test('stores one of many concurrent submissions of one document', async () => {
      const documentNo = newId();
      const results = await Promise.all(Array.from({ length: 20 }, () => it.store.accept(sample({ documentNo }))));
      expect(results.filter((result) => result.type === 'created')).toHaveLength(1);
      expect(results.filter((result) => result.type === 'replayed')).toHaveLength(19);
      expect((await it.store.findEvents({ tenant: 'chain-a', documentNo, limit: 10 })).items).toHaveLength(1);
    });

    test('keeps control characters, quotes and rare Chinese of a scanned code byte for byte', async () => {
      const raw = '\u0000]d2010690\u001d21"\\\'㐀𠮷\u2028';
      const item = sample({ codes: [{ value: '(01)06901234567892(21)1', raw }] });
      await it.store.accept(item);
      expect((await it.store.getEvent('chain-a', item.event.id))?.event).toEqual(item.event.event);
      const found = await it.store.findEvents({ tenant: 'chain-a', code: raw, limit: 2 });
      expect(found.items.map((event) => event.id)).toEqual([item.event.id]);
    });

    test('refuses an id that is no UUIDv7 and stores nothing', async () => {
      const item = sample();
      const wrong = { ...item, event: { ...item.event, id: '00000000-0000-4000-8000-000000000000' } };
      await expect(it.store.accept(wrong)).rejects.toThrow(RangeError);
      expect(await it.store.accept(item)).toEqual({ type: 'created' });
    });

    test('lets one impossible event fail alone among its neighbours', async () => {
      const items = Array.from({ length: 10 }, () => sample());
      const [first] = items;
      const twin = sample();
      const impossible = { ...twin, deliveries: first?.deliveries ?? [] };
      const results = await Promise.allSettled([...items, impossible].map((item) => it.store.accept(item)));
      expect(results.map((result) => result.status)).toEqual([...items.map(() => 'fulfilled'), 'rejected']);
      expect(await it.store.getEvent('chain-a', twin.event.id)).toBeUndefined();
      expect(await it.store.accept(twin)).toEqual({ type: 'created' });
    });
  });
}
