import { describe, expect, test } from '@jest/globals';
import { chinaDate, chinaDateTime, chinaDateTimeCompact, nextChinaMidnight } from '../../mappings/engine/index.ts';
import { compileType, type LengthUnit } from '../../mappings/engine/native-types.ts';

describe('types', () => {
  test.each<[string, string, boolean]>([
    ['N16,4', '0.5', true],
    ['N16,4', '123456789012.1234', true],
    ['N16,4', '1234567890123', false],
    ['N16,4', '1.23450', true],
    ['N16,4', '1.23456', false],
    ['N16,4', '0000000000000000001.5', true],
    ['N16,4', '-2', true],
    ['N16,4', '1e3', false],
    ['N16,4', '', false],
    ['N8', '12345678', true],
    ['N8', '1.5', false],
    ['date', '2026-02-28', true],
    ['date', '2026-02-29', false],
    ['date', '2028-02-29', true],
    ['date', '2100-02-29', false],
    ['date', '2000-02-29', true],
    ['date', '2026-04-31', false],
    ['date', '2026-13-01', false],
    ['date', '2026-00-10', false],
    ['date', '2026-01-00', false],
    ['date', '2026-2-28', false],
    ['datetime', '2026-02-28 23:59:59', true],
    ['datetime', '2026-02-28 24:00:00', false],
    ['datetime', '2026-02-28T23:59:59', false],
    ['text', 'x'.repeat(10_000), true],
  ])('%s of %s', (type, text, fits) => {
    expect(compileType(type, 'characters')(text) === undefined).toBe(fits);
  });

  test.each<[LengthUnit, string, number]>([
    ['characters', '药a𠮷', 3],
    ['utf8-bytes', '药a𠮷', 8],
    ['gbk-bytes', '药a𠮷', 7],
  ])('a length in %s', (unit, text, length) => {
    expect(compileType(`C${length}`, unit)(text)).toBeUndefined();
    expect(compileType(`C${length - 1}`, unit)(text)).toBe(
      `is ${length} ${unit} long, at most ${length - 1} are allowed`,
    );
  });
});

test('China time does not depend on the zone of the host', () => {
  const justBeforeMidnight = Date.parse('2026-06-30T15:59:59Z');
  expect(chinaDateTime(justBeforeMidnight)).toBe('2026-06-30 23:59:59');
  expect(chinaDateTimeCompact(justBeforeMidnight + 1000)).toBe('20260701000000');
  expect(chinaDate(justBeforeMidnight + 1000)).toBe('2026-07-01');
  expect(nextChinaMidnight(justBeforeMidnight)).toBe(justBeforeMidnight + 1000);
  expect(nextChinaMidnight(justBeforeMidnight + 1000)).toBe(justBeforeMidnight + 1000 + 86_400_000);
});
