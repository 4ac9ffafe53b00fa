import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partNumber } from '../../adapters/kit/part-number.ts';
import { smallest } from './mah-epcis-support.ts';

const schema = JSON.parse(await readFile(new URL('../../mappings/model/event.schema.json', import.meta.url), 'utf8'));
const { maxLength, pattern } = schema.properties.documentNo;

const numberOf = (documentNo: string, index = 0, count = 1): string =>
  partNumber({ event: { ...smallest('retail-sale'), documentNo }, part: { index, count } });

test('a document in one part goes by its own number, whatever it looks like', () => {
  expect(['XS1', 'XS1_2', 'XS_0000000000000000000000000000000000002'].map((number) => numberOf(number))).toEqual([
    'XS1',
    'XS1_2',
    'XS_0000000000000000000000000000000000002',
  ]);
});

test('parts are called after their document', () => {
  expect(numberOf('XS1', 1, 3)).toBe(`XS1_${'2'.padStart(41, '0')}`);
});

test('no part can be taken for a document, nor for a part of another one', () => {
  const documentNo = fc.oneof(
    fc.stringMatching(new RegExp(`${pattern.slice(0, -2)}{1,${maxLength}}$`)),
    // Those that look like parts of one another.
    fc.stringMatching(/^X(_?0*[0-9]?){0,4}$/).map((text) => text.slice(0, maxLength)),
  );
  const delivery = fc.tuple(documentNo, fc.integer({ min: 0, max: 9_998 }), fc.boolean());
  fc.assert(
    fc.property(delivery, delivery, ([one, index, split], [other, otherIndex, otherSplit]) => {
      const number = numberOf(one, split ? index : 0, split ? 9_999 : 1);
      const same = numberOf(other, otherSplit ? otherIndex : 0, otherSplit ? 9_999 : 1) === number;
      expect(number.length <= maxLength).toBe(!split);
      expect(number.length).toBeLessThanOrEqual(50);
      expect(same).toBe(one === other && split === otherSplit && (!split || index === otherIndex));
    }),
    { numRuns: 2_000 },
  );
});
