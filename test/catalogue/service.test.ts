import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCatalogue, followConfiguredFile, importFile, learningIntake } from '../../gateway/catalogue/index.ts';
import { createUuidv7 } from '../../gateway/intake/index.ts';
import { addContents } from '../../gateway/intake/pack-contents.ts';
import type { Store } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { CatalogueError, completeLine, type StoredStatement, withContents } from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';
import { sale } from '../intake/event.ts';

let folder: string;
let store: Store;
let now = Date.UTC(2026, 6, 1, 4);
const clock = () => now;
const newId = createUuidv7(clock);
const day = '2026-07-01';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-catalogue-service-'));
  store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const code = (prefix: string, n = 1) => `${prefix}${String(n).padStart(13, '0')}`;

function lineOf(...prefixes: string[]): RecognisedLine {
  const codes = prefixes.map((prefix) => {
    const value = code(prefix);
    return { kind: 'drug-trace', raw: value, value, prefix } as const;
  });
  return { product: { localCode: 'L', localName: '药' }, quantity: '1', codes };
}

function put(...facts: Array<Partial<StoredStatement>>) {
  const statements = facts.map(
    (one): StoredStatement => ({
      ...{ id: newId(), importId: newId(), origin: 'user', source: '表', validFrom: '2026-01-01' },
      ...{ recordedAt: now, disputed: false },
      ...one,
    }),
  );
  return store.catalogue.putProducts(statements, { now });
}

const catalogueOf = () => createCatalogue({ store: store.catalogue, clock, newId });
async function completed(catalogue: ReturnType<typeof catalogueOf>, line: RecognisedLine, on = day) {
  return completeLine(line, await catalogue.tableFor([line], on), on).line;
}

describe('a line is completed from the store', () => {
  test('through the codes that its code leads to', async () => {
    await put(
      { prefix: '8100001', packLevel: 'small', nhsaCode: 'XA1', gtin: '6901234567892', origin: 'msfx' },
      { nhsaCode: 'XA1', approvalNo: '国药准字H1', manufacturer: '演示制药', origin: 'nhsa' },
    );
    const catalogue = catalogueOf();
    const line = await completed(catalogue, lineOf('8100001'));
    expect(line.product).toMatchObject({
      nhsaCode: 'XA1',
      gtin: '6901234567892',
      approvalNo: '国药准字H1',
      manufacturer: '演示制药',
    });
    expect(line.codes[0]?.packLevel).toBe('small');
    for (const product of [{ approvalNo: '国药准字H1' }, { standardCode: '86904879000126' }]) {
      const drug = { approvalNo: '国药准字H1', standardCode: '86904879000126', spec: '0.1g*10片' };
      await put({ nhsaCode: 'XA1', ...drug, validFrom: '2026-02-01' });
      const known = { ...lineOf(), product: { localCode: 'L', localName: '药', spec: drug.spec, ...product } };
      expect((await completed(catalogueOf(), known)).product).toMatchObject({ nhsaCode: 'XA1', ...product });
    }
    const byGtin = { ...lineOf(), product: { localCode: 'L', localName: '药', gtin: '6901234567892' } };
    expect((await completed(catalogue, byGtin)).product).toMatchObject({ nhsaCode: 'XA1', approvalNo: '国药准字H1' });
  });

  test('by what held on its day, the most trusted origin first', async () => {
    await put(
      { prefix: '8100001', nhsaCode: 'OLD' },
      { prefix: '8100001', nhsaCode: 'NEW', validFrom: '2026-06-01' },
      { prefix: '8100001', nhsaCode: 'THEIRS', approvalNo: 'H9', origin: 'msfx' },
    );
    const catalogue = catalogueOf();
    expect((await completed(catalogue, lineOf('8100001'))).product).toMatchObject({
      nhsaCode: 'NEW',
      approvalNo: 'H9',
    });
    expect((await completed(catalogue, lineOf('8100001'), '2026-05-31')).product.nhsaCode).toBe('OLD');
    expect((await completed(catalogue, lineOf('8100001'), '2025-01-01')).product.nhsaCode).toBeUndefined();
  });

  test('from memory the second time; own changes count at once, those of other nodes within seconds', async () => {
    const catalogue = catalogueOf();
    const line = lineOf('8100001');
    expect(catalogue.tableFor([line], day)).toBeInstanceOf(Promise);
    expect((await completed(catalogue, line)).product.nhsaCode).toBeUndefined();
    expect(catalogue.tableFor([line], day)).not.toBeInstanceOf(Promise);
    await catalogue.upsert({ prefix: '8100001', nhsaCode: 'XA1', source: '核对', validFrom: '2026-01-01' });
    expect((await completed(catalogue, line)).product.nhsaCode).toBe('XA1');

    await put({ prefix: '8100001', nhsaCode: 'XA2' });
    expect((await completed(catalogue, line)).product.nhsaCode).toBe('XA1');
    now += 5_000;
    await completed(catalogue, line);
    await store.catalogue.catalogueRevision();
    expect((await completed(catalogue, line)).product.nhsaCode).toBe('XA2');
  });
});

describe('the configured file', () => {
  const header = 'prefix,nhsaCode,source,validFrom\n';
  const follow = (file: string | undefined) => followConfiguredFile(file, { store: store.catalogue, clock, newId });
  const prefixes = async () => (await store.catalogue.findProducts({ limit: 10 })).items.map(({ prefix }) => prefix);
  const write = async (text: string) => {
    const path = join(folder, 'catalogue.csv');
    await writeFile(path, text);
    return path;
  };

  test('is imported when it has changed; what it no longer says is withdrawn, all of it when it is named no longer', async () => {
    const file = await write(`${header}8100001,XA,表,2026-01-01\n8100002,XB,表,2026-01-01\n`);
    expect((await follow(file))?.counts).toMatchObject({ added: 2 });
    expect(await store.catalogue.imports({ limit: 1 })).toMatchObject([{ origin: 'config', source: 'catalogue.csv' }]);
    expect(await follow(file)).toBeUndefined();
    await write(`${header}8100002,XB,表,2026-01-01\n8100003,XC,表,2026-01-01\n`);
    expect((await follow(file))?.counts).toMatchObject({ added: 1, unchanged: 1, withdrawn: 1 });
    expect(await prefixes()).toEqual(['8100002', '8100003']);
    expect((await follow(undefined))?.counts).toMatchObject({ withdrawn: 2 });
    expect(await follow(undefined)).toBeUndefined();
    expect(await prefixes()).toEqual([]);
  });

  test('with a mistake refuses the start and changes nothing', async () => {
    const file = await write(`${header}8100001,XA,表,2026-01-01\n8100001,XB,表,2026-01-01\n`);
    await expect(follow(file)).rejects.toBeInstanceOf(CatalogueError);
    await expect(follow(join(folder, 'none.csv'))).rejects.toThrow(/cannot be read/);
    expect(await prefixes()).toEqual([]);
  });
});

test('a file that says two things of one key is refused, dry as well; told to skip mistakes, the first stands', async () => {
  async function* items() {
    const row = { source: '表', validFrom: '2026-01-01' };
    yield { type: 'product', line: 2, row: { ...row, prefix: '8100001', nhsaCode: 'XA' } } as const;
    yield { type: 'product', line: 3, row: { ...row, prefix: '8100001', nhsaCode: 'XA' } } as const;
    for (let line = 4; line < 5_000; line += 1) {
      yield { type: 'product', line, row: { ...row, nhsaCode: `X${line}` } } as const;
    }
    yield { type: 'product', line: 5_000, row: { ...row, prefix: '8100001', nhsaCode: 'XB' } } as const;
    yield {
      type: 'product',
      line: 5_001,
      row: { ...row, prefix: '8100001', nhsaCode: 'XB', validFrom: '2027-01-01' },
    } as const;
  }
  const job = { items, format: 'csv', origin: 'user', source: 'f', actor: 'a', tenant: '', replace: false } as const;
  const run = (flags: { readonly dryRun: boolean; readonly skipErrors: boolean }) =>
    importFile({ ...job, ...flags }, { store: store.catalogue, clock, newId });
  const problems = [{ line: 5_000, message: 'says something else of the same key than line 2' }];
  for (const dryRun of [true, false]) {
    const refused = await run({ dryRun, skipErrors: false });
    expect(refused).toMatchObject({ result: 'refused', counts: { added: 0, repeated: 1 }, problems });
  }
  const taken = await run({ dryRun: false, skipErrors: true });
  expect(taken).toMatchObject({ result: 'imported', counts: { added: 4_998, unchanged: 1, repeated: 1 }, problems });
});

describe('packs', () => {
  const box = code('8100002');
  const inside = [1, 2].map((n) => code('8100001', n));
  const packed = sale({ kind: 'pack', documentNo: 'P-1' });
  const event = {
    lines: [
      {
        ...lineOf(),
        codes: inside.map((value) => ({
          kind: 'drug-trace' as const,
          raw: value,
          value,
          parent: box,
          packLevel: 'small' as const,
        })),
      },
    ],
  };

  async function learn(catalogue: ReturnType<typeof catalogueOf>, type: 'accepted' | 'replayed' | 'conflict') {
    const stored = { id: newId(), tenant: 'T', acceptedAt: now, event };
    const intake = {
      submit: () => Promise.resolve({ type, event: stored }),
      explain: () => Promise.reject(new Error()),
    };
    // Only what the wrapper looks at.
    await learningIntake(intake as unknown as Parameters<typeof learningIntake>[0], catalogue).submit('T', packed);
  }

  test('that an accepted pack event tells are known before the reply, at a repeat as well', async () => {
    const catalogue = catalogueOf();
    await learn(catalogue, 'conflict');
    expect((await catalogue.relationsOf([box], 'T')).size).toBe(0);
    for (const type of ['accepted', 'replayed'] as const) {
      await learn(catalogue, type);
      expect((await catalogue.relationsOf([box], 'T')).get(box)?.children).toEqual(inside);
    }
    expect((await catalogue.relationsOf([box], 'other')).size).toBe(0);
  });

  test('go to a platform that wants the smallest packs as these; unknown or incomplete ones stay whole, with a note', async () => {
    const catalogue = catalogueOf();
    await learn(catalogue, 'accepted');
    const half = code('8100002', 9);
    const relation = { origin: 'user', tenant: '', importId: newId(), recordedAt: now, disputed: false } as const;
    await store.catalogue.putRelations(
      [
        { ...relation, code: half, level: 2, packRatio: '1:2' },
        { ...relation, code: code('8100001', 9), parent: half, level: 1 },
      ],
      { now },
    );
    const codes = [box, half, code('8100003')].map(
      (value) => ({ kind: 'drug-trace', raw: value, value, packLevel: 'middle', lot: 'L1' }) as const,
    );
    const { lines, notes } = await addContents('T', [{ ...lineOf(), codes }], catalogue);
    expect(notes).toEqual(['/lines/0/codes/1: PACK_CONTENTS_INCOMPLETE', '/lines/0/codes/2: PACK_CONTENTS_UNKNOWN']);
    const [line] = lines;
    if (line === undefined) throw new Error('no line');
    expect(line.codes.map(({ contents }) => contents)).toEqual([inside, undefined, undefined]);
    const opened = withContents(line).codes;
    expect(opened.map(({ value }) => value)).toEqual([...inside, half, code('8100003')]);
    expect(opened[0]).toMatchObject({ kind: 'drug-trace', packLevel: 'small', prefix: '8100001', lot: 'L1' });
    expect(withContents(lineOf('8100001'))).toEqual(lineOf('8100001'));

    await store.catalogue.putRelations(
      [{ ...relation, code: half, level: 2, packRatio: '1:2', boxStatus: 2, importId: newId(), recordedAt: now + 1 }],
      { now },
    );
    expect((await catalogue.contentsOf(half, 'T')).type).toBe('children');
  });
});
