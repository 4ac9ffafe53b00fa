import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stockClaims } from '../../gateway/policy/index.ts';
import { fromMillionths, toMillionths } from '../../gateway/policy/quantity.ts';
import { line, recognised } from '../intake/event.ts';

describe('quantities in millionths', () => {
  test.each([
    ['1', 1_000_000],
    ['0.000001', 1],
    ['2.50', 2_500_000],
    ['-3.1', -3_100_000],
    ['9999999999999999.999999', 9_000_000_000_000_000],
  ])('%s', (text, millionths) => expect(toMillionths(text)).toBe(millionths));

  test('are written as the shortest decimal and read back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e15, max: 9e15 }), (millionths) => {
        const text = fromMillionths(millionths);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d{0,5}[1-9])?$/);
        expect(toMillionths(text)).toBe(millionths === 0 ? 0 : millionths);
      }),
    );
  });
});

describe('what an event wants of the 无码库', () => {
  const uncoded = line({ codes: [], noCodeReason: 'uncoded-stock', quantity: '2', lot: 'L', unit: '盒' });

  test('only lines that say they come from it, and only of sales, dispenses and their returns', () => {
    const lines = [line(), line({ codes: [], noCodeReason: 'herbal-slices' }), uncoded];
    const wish = { line: 2, localCode: 'L1', lot: 'L', unit: '盒', quantity: 2_000_000 };
    expect(stockClaims(recognised({ lines }))).toEqual([{ ...wish, takes: true }]);
    expect(stockClaims(recognised({ lines, kind: 'dispense-return' }))).toEqual([{ ...wish, takes: false }]);
    expect(stockClaims(recognised({ lines, kind: 'stock-count' }))).toEqual([]);
  });

  test('a line that carries a virtual code comes from it all the same', () => {
    const lines = [{ ...uncoded, codes: ['XNP430100000010000000000000001'] }];
    expect(stockClaims(recognised({ lines }))).toHaveLength(1);
  });

  test('a quantity of nothing or less moves nothing', () => {
    expect(
      stockClaims(
        recognised({
          lines: [
            { ...uncoded, quantity: '0' },
            { ...uncoded, quantity: '-1' },
          ],
        }),
      ),
    ).toEqual([]);
  });
});
