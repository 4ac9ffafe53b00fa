import { describe, expect, test } from '@jest/globals';
import { createFileCheck } from '../../mappings/catalogue/index.ts';

type Item = Parameters<ReturnType<typeof createFileCheck>>[0];
const lies = (line: number, code: string, parent: string | undefined, level?: number): Item => ({
  type: 'relation',
  line,
  relation: { code, ...(parent === undefined ? {} : { parent }), ...(level === undefined ? {} : { level }) },
});
const check = (items: readonly Item[]) => {
  const contradicts = createFileCheck();
  return items.flatMap((item) => {
    const found = contradicts(item);
    return found === undefined ? [] : [`${item.line}: ${found.message}`];
  });
};
const itself = 'lies in itself, by way of the packs around it';

describe('packs that a file lays into each other in a circle are told where it closes', () => {
  test.each([
    ['two', [lies(2, 'A', 'B'), lies(3, 'B', 'A')], [`3: ${itself}`]],
    ['three', [lies(2, 'A', 'B'), lies(3, 'B', 'C'), lies(4, 'C', 'A')], [`4: ${itself}`]],
    ['with levels', [lies(2, 'A', 'B', 2), lies(3, 'B', 'A', 3)], [`3: ${itself}`]],
    [
      'smallest ones',
      [lies(2, 'A', 'B', 1), lies(3, 'B', 'A', 1)],
      ['3: is a smallest pack (level 1), but others lie in it'],
    ],
  ])('%s', (_name, items, told) => expect(check(items)).toEqual(told));

  test('an ordinary case, in any order of its rows, is none', () => {
    const rows = [
      lies(2, 'case', undefined, 3),
      lies(3, 'middle', 'case', 2),
      lies(4, 'a', 'middle', 1),
      lies(5, 'b', 'middle', 1),
    ];
    expect(check(rows)).toEqual([]);
    expect(check([...rows].reverse())).toEqual([]);
    expect(check([lies(2, 'b', 'middle'), lies(3, 'middle', 'case'), lies(4, 'b', 'middle')])).toEqual([]);
  });
});

test('a hundred thousand keys are told apart, each second meaning with the line of the first', () => {
  const many = Array.from({ length: 100_000 }, (_, n) =>
    lies(n + 2, `8123456${String(n).padStart(13, '0')}`, undefined, 1),
  );
  const again = lies(200_000, '81234560000000077777', undefined, 2);
  expect(check([...many, ...many, again])).toEqual(['200000: says something else of the same key than line 77779']);
});
