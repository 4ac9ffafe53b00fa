import { beforeAll, expect, test } from '@jest/globals';
import { compileCatalogue, readCatalogue } from '../../mappings/catalogue/index.ts';
import type { EventLine } from '../../mappings/model/index.ts';
import { loadPolicy, type Policy } from '../../mappings/policy/index.ts';
import { line, sale } from './event.ts';
import { accepted } from './room.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy();
});

const columns = 'prefix,packLevel,nhsaCode,content,contentUnit,source,validFrom';
const rows = ['8185386,small,XA-ONE,10,支,目录,2026-01-01', '8185387,large,XA-ONE,10,支,目录,2026-01-01'];
const catalogue = compileCatalogue(readCatalogue([columns, ...rows].join('\n'), 'c.csv'));

let documents = 0;
/** @returns rules that warn. */
async function warned(more: Partial<EventLine>): Promise<string[]> {
  documents += 1;
  const lines = [line({ quantity: '1', unit: '盒', ...more })];
  const { notes } = await accepted(sale({ documentNo: `codes-${documents}`, lines }), { catalogue, policy });
  return notes.flatMap((note) => /^policy: ([a-z-]+)@warn$/.exec(note)?.[1] ?? []);
}

const packs = (count: number) => Array.from({ length: count }, (_, at) => `8185386000000000${1000 + at}`);

test('one code for five boxes, and three codes for one', async () => {
  expect(await warned({ codes: packs(1), quantity: '5' })).toEqual(['code-for-every-pack']);
  expect(await warned({ codes: packs(3) })).toEqual(['more-codes-than-packs']);
  expect(await warned({ codes: packs(5), quantity: '5' })).toEqual([]);
});

test('ten ampoules are one box, a case says nothing, and neither does a unit that may be any pack', async () => {
  expect(await warned({ codes: packs(1), quantity: '10', unit: '支' })).toEqual([]);
  expect(await warned({ codes: packs(1), quantity: '11', unit: '支' })).toEqual(['code-for-every-pack']);
  expect(await warned({ codes: ['81853870000000001001'], quantity: '40' })).toEqual([]);
  expect(await warned({ codes: packs(40), quantity: '1', unit: '件' })).toEqual([]);
});

test('a code of another product than the line names', async () => {
  const product = { localCode: 'L', localName: 'L', nhsaCode: 'XA-TWO' };
  expect(await warned({ codes: packs(1), product })).toEqual(['code-of-another-product']);
  expect(await warned({ codes: packs(1), product: { ...product, nhsaCode: 'XA-ONE' } })).toEqual([]);
  expect(await warned({ codes: ['81859990000000001001'], product })).toEqual([]);
});
