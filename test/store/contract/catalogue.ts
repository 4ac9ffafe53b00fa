import { describe, expect, test } from '@jest/globals';
import type { StoredRelation, StoredStatement } from '../../../mappings/catalogue/index.ts';
import { newId, noon } from '../samples.ts';
import type { StoreUnderTest } from './subject.ts';

const importId = newId();

let prefixes = 1_000_000;
function newPrefix(): string {
  prefixes += 1;
  return String(prefixes);
}

function statement(facts: Partial<StoredStatement>): StoredStatement {
  return {
    id: newId(),
    importId,
    origin: 'user',
    source: '目录',
    validFrom: '2026-01-01',
    recordedAt: noon,
    disputed: false,
    ...facts,
  };
}

function relation(facts: Partial<StoredRelation> & Pick<StoredRelation, 'code'>): StoredRelation {
  return { origin: 'manufacturer', tenant: '', importId, recordedAt: noon, disputed: false, ...facts };
}

/** Products and pack relations. */
export function describeCatalogue(it: StoreUnderTest): void {
  const put = async (...statements: StoredStatement[]) =>
    (await it.store.catalogue.putProducts(statements, { now: noon + 5 })).map(({ type }) => type);
  const byPrefix = (prefix: string) => it.store.catalogue.productsByKeys({ prefixes: [prefix] });

  describe('the catalogue of products', () => {
    test('is found by prefix, GTIN of any length, 医保代码, 本位码 and approval number', async () => {
      const prefix = newPrefix();
      const one = statement({ prefix, gtin: '6901234567892', nhsaCode: `X${prefix}`, packLevel: 'small' });
      expect(await put(one)).toEqual(['added']);
      const { catalogue } = it.store;
      expect(await byPrefix(prefix)).toEqual([one]);
      expect(await catalogue.productsByKeys({ gtins: ['06901234567892'] })).toContainEqual(one);
      expect(await catalogue.productsByKeys({ nhsaCodes: [`X${prefix}`], prefixes: [prefix] })).toEqual([one]);
      const drug = statement({ nhsaCode: `N${prefix}`, standardCode: `S${prefix}`, approvalNo: `A${prefix}` });
      await put(drug);
      expect(await catalogue.productsByKeys({ standardCodes: [`S${prefix}`] })).toEqual([drug]);
      expect(await catalogue.productsByKeys({ approvalNos: [`A${prefix}`], standardCodes: [`S${prefix}`] })).toEqual([
        drug,
      ]);
      expect(await byPrefix('0000000')).toEqual([]);
      expect((await catalogue.findProducts({ gtin: '6901234567892', prefix, limit: 10 })).items).toEqual([one]);
    });

    test('keeps what is corrected, and knows what was said again', async () => {
      const prefix = newPrefix();
      const [first, again, better] = [
        statement({ prefix, nhsaCode: 'XA' }),
        statement({ prefix, nhsaCode: 'XA', importId: newId() }),
        statement({ prefix, nhsaCode: 'XB', importId: newId() }),
      ];
      expect([await put(first), await put(again), await put(better)]).toEqual([['added'], ['unchanged'], ['changed']]);
      expect(await byPrefix(prefix)).toEqual([better]);
      expect(await it.store.catalogue.productHistory(`prefix ${prefix}`)).toEqual([
        { ...first, supersededAt: noon + 5 },
        better,
      ]);
    });

    test('lists what sources contradict each other on until they agree', async () => {
      const prefix = newPrefix();
      const ours = statement({ prefix, nhsaCode: 'XA' });
      const theirs = statement({ prefix, nhsaCode: 'XB', origin: 'msfx' });
      await put(ours);
      const [outcome] = await it.store.catalogue.putProducts([theirs], { now: noon });
      expect(outcome).toEqual({
        type: 'added',
        disputes: [{ field: 'nhsaCode', ours: 'XB', theirs: 'XA', origin: 'user', source: '目录' }],
      });
      const disputed = { prefix, disputed: true, limit: 10 };
      expect((await it.store.catalogue.findProducts(disputed)).items).toEqual([
        { ...ours, disputed: true },
        { ...theirs, disputed: true },
      ]);
      await put(statement({ prefix, nhsaCode: 'XB', importId: newId() }));
      expect((await it.store.catalogue.findProducts(disputed)).items).toEqual([]);
    });

    test('tells what would become of statements without keeping them', async () => {
      const prefix = newPrefix();
      const revision = await it.store.catalogue.catalogueRevision();
      const options = { now: noon, dryRun: true };
      const [outcome] = await it.store.catalogue.putProducts([statement({ prefix })], options);
      expect(outcome?.type).toBe('added');
      expect(await byPrefix(prefix)).toEqual([]);
      expect(await it.store.catalogue.catalogueRevision()).toBe(revision);
      await put(statement({ prefix }));
      expect(await it.store.catalogue.catalogueRevision()).toBeGreaterThan(revision);
    });

    test('withdraws what an origin says no longer', async () => {
      const [kept, gone] = [newPrefix(), newPrefix()];
      await put(statement({ prefix: kept, origin: 'config' }), statement({ prefix: gone, origin: 'config' }));
      const later = newId();
      const again = statement({ prefix: kept, origin: 'config', importId: later });
      await it.store.catalogue.putProducts([again], { now: noon, confirm: true });
      expect(await it.store.catalogue.retireProducts('config', later, noon + 9)).toBe(1);
      expect(await byPrefix(gone)).toEqual([]);
      expect(await byPrefix(kept)).toHaveLength(1);
    });

    test('is searched by the beginning of a name and paged by cursor', async () => {
      const name = `阿莫西林${newPrefix()}`;
      const three = [1, 2, 3].map((n) => statement({ prefix: newPrefix(), localName: `${name}胶囊${n}` }));
      await put(...three, statement({ prefix: newPrefix(), localName: '头孢' }));
      const first = await it.store.catalogue.findProducts({ name, limit: 2 });
      expect(first.items).toEqual(three.slice(0, 2));
      const { cursor = '' } = first;
      expect(await it.store.catalogue.findProducts({ name, limit: 2, cursor })).toEqual({ items: three.slice(2) });
    });
  });

  describe('pack relations', () => {
    const code = () => `81${newPrefix()}00000000000`;
    const relations = (...list: StoredRelation[]) => it.store.catalogue.putRelations(list, { now: noon + 7 });

    test('are found from the pack and from its parent', async () => {
      const [parent, left, right] = [code(), code(), code()];
      const box = relation({ code: parent, level: 2, packRatio: '1:2', boxStatus: 0 });
      const [one, two] = [left, right].map((child) => relation({ code: child, parent, level: 1, lot: 'B1' }));
      if (one === undefined || two === undefined) throw new Error('two children');
      expect((await relations(box, one, two)).map(({ type }) => type)).toEqual(['added', 'added', 'added']);
      expect(await it.store.catalogue.relationsOf([left])).toEqual([one]);
      expect((await it.store.catalogue.relationsOf([parent])).map((found) => found.code).sort()).toEqual(
        [parent, left, right].sort(),
      );
    });

    test('keep the earlier parent of a pack that was packed anew', async () => {
      const [child, first, second] = [code(), code(), code()];
      const [before, after] = [first, second].map((parent) => relation({ code: child, parent, importId: newId() }));
      if (before === undefined || after === undefined) throw new Error('two parents');
      await relations(before);
      expect((await relations(after))[0]?.type).toBe('changed');
      expect(await it.store.catalogue.relationsOf([child])).toMatchObject([{ parent: second }]);
      expect(await it.store.catalogue.relationHistory(child)).toMatchObject([
        { parent: first, endedAt: noon + 7 },
        { parent: second },
      ]);
      expect(await it.store.catalogue.relationsOf([first])).toEqual([]);
    });

    test('list a pack that two sources put into two parents', async () => {
      const [child, ours, theirs] = [code(), code(), code()];
      await relations(relation({ code: child, parent: ours }));
      const [outcome] = await relations(relation({ code: child, parent: theirs, origin: 'msfx' }));
      expect(outcome?.disputes).toEqual([{ parent: ours, origin: 'manufacturer' }]);
      const disputed = await it.store.catalogue.disputedRelations({ limit: 100 });
      expect(disputed.items.filter((found) => found.code === child)).toHaveLength(2);
    });
  });

  test('imports are recorded, the latest first', async () => {
    const record = { id: newId(), origin: 'msfx' as const, format: 'csv', source: 'a.csv', actor: 'ops' };
    const times = { startedAt: noon, endedAt: noon + 1, counts: { added: 1 } };
    await it.store.catalogue.putImport({ ...record, ...times });
    const later = { ...record, id: newId(), ...times, startedAt: noon + 2, hash: 'ab' };
    await it.store.catalogue.putImport(later);
    expect(await it.store.catalogue.imports({ origin: 'msfx', limit: 1 })).toEqual([later]);
  });
}
