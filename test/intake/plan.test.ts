import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planRoutes } from '../../gateway/intake/plan-routes.ts';
import { splitParts } from '../../gateway/intake/split-parts.ts';
import { line, recognised, route } from './event.ts';

const gs1 = '(01)06901234567892(21)A1';

describe('routes', () => {
  const linksOf = (event: Parameters<typeof planRoutes>[0], ...routes: Parameters<typeof planRoutes>[1]) =>
    planRoutes(event, routes, undefined).map(({ link }) => link);

  test('by prefix of the institution’s region', () => {
    const routes = [
      route('hunan', { when: { regions: ['43'] } }),
      route('gansu', { when: { regions: ['62', '630'] } }),
    ];
    expect(linksOf(recognised(), ...routes)).toEqual(['hunan']);
  });

  test('by kind; all conditions must hold', () => {
    const sales = route('a', { when: { kinds: ['retail-sale'], regions: ['99'] } });
    expect(linksOf(recognised(), sales)).toEqual([]);
  });

  test('by role, which the directory may supply; unknown does not match', () => {
    const pharmacies = route('a', { when: { roles: ['pharmacy'] } });
    expect(planRoutes(recognised(), [pharmacies], 'pharmacy')).toHaveLength(1);
    expect(planRoutes(recognised(), [pharmacies], 'hospital')).toEqual([]);
    expect(planRoutes(recognised(), [pharmacies], undefined)).toEqual([]);
  });

  test('coded and uncoded sales', () => {
    const routes = [route('coded', { when: { coded: true } }), route('uncoded', { when: { coded: false } })];
    expect(linksOf(recognised(), ...routes)).toEqual(['coded']);
    expect(linksOf(recognised({ lines: [line({ codes: [] })] }), ...routes)).toEqual(['uncoded']);
  });

  test('only the lines that concern the link go out; without any there is no delivery', () => {
    const event = recognised({ lines: [line(), line({ codes: [gs1] })] });
    expect(planRoutes(event, [route('m', { lines: { codeKinds: ['gs1'] } })], undefined)).toEqual([
      { link: 'm', primary: false, lines: [1] },
    ]);
    expect(linksOf(event, route('m', { lines: { codePrefixes: ['8999999'] } }))).toEqual([]);
  });

  test.each([
    ['code prefix', { codePrefixes: ['8185386'] }, line()],
    ['GTIN in the code', { gtins: ['06901234567892'] }, line({ codes: [gs1] })],
    [
      'GTIN-13 of the product',
      { gtins: ['06901234567892'] },
      line({ product: { localCode: 'x', localName: 'x', gtin: '6901234567892' } }),
    ],
    ['医保 code', { nhsaCodes: ['X1'] }, line({ product: { localCode: 'x', localName: 'x', nhsaCode: 'X1' } })],
    [
      'approval number',
      { approvalNos: ['国药准字H1'] },
      line({ product: { localCode: 'x', localName: 'x', approvalNo: '国药准字H1' } }),
    ],
    [
      'manufacturer, brackets and blanks in either form',
      { manufacturers: ['演示制药（集团）有限公司'] },
      line({ product: { localCode: 'x', localName: 'x', manufacturer: '演示制药(集团) 有限公司' } }),
    ],
  ])('a line matches by %s', (_name, lines, item) => {
    expect(linksOf(recognised({ lines: [item] }), route('m', { lines }))).toEqual(['m']);
  });

  test('two routes to one link are one delivery with the lines of both', () => {
    const event = recognised({ lines: [line(), line({ codes: [gs1] })] });
    const routes = [
      route('m', { lines: { codeKinds: ['gs1'] } }),
      route('m', { primary: true, lines: { codeKinds: ['drug-trace'] } }),
    ];
    expect(planRoutes(event, routes, undefined)).toEqual([{ link: 'm', primary: true, lines: [0, 1] }]);
  });
});

describe('parts', () => {
  const lines = (...codeCounts: number[]) =>
    codeCounts.map((count, index) => ({
      ...recognised().lines[0],
      product: { localCode: `${index}`, localName: 'x' },
      quantity: '1',
      codes: Array.from({ length: count }, (_, n) => ({
        kind: 'opaque' as const,
        raw: `${index}-${n}`,
        value: `${index}-${n}`,
      })),
    }));

  test('by lines and by codes, in line order', () => {
    expect(splitParts(lines(1, 1, 1), [0, 1, 2], { maxItems: 2 }).parts).toEqual([{ lines: [0, 1] }, { lines: [2] }]);
    expect(splitParts(lines(2, 2, 1, 3), [0, 1, 2, 3], { maxCodes: 4 }).parts).toEqual([
      { lines: [0, 1] },
      { lines: [2, 3] },
    ]);
    expect(splitParts(lines(2, 2), [0, 1], {}).parts).toEqual([{ lines: [0, 1] }]);
  });

  test('a line that no request can carry is named', () => {
    expect(splitParts(lines(1, 5), [0, 1], { maxCodes: 4 }).tooLarge).toEqual([1]);
  });

  test('a line above the limit is cut where the platform takes pieces; its rest shares a part with what follows', () => {
    const { parts, tooLarge } = splitParts(lines(1, 9, 2), [0, 1, 2], { maxCodes: 4, splitLines: true });
    expect(tooLarge).toEqual([]);
    expect(parts).toEqual([
      { lines: [0] },
      { lines: [1], slices: [{ line: 1, from: 0, to: 4 }] },
      { lines: [1], slices: [{ line: 1, from: 4, to: 8 }] },
      { lines: [1, 2], slices: [{ line: 1, from: 8, to: 9 }] },
    ]);
  });

  test('every code goes out exactly once, in order, however lines are cut', () => {
    const counts = fc.array(fc.nat(40), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        (sizes, maxCodes, maxItems) => {
          const all = lines(...sizes);
          const indexes = sizes.map((_, index) => index);
          const { parts } = splitParts(all, indexes, { maxCodes, maxItems, splitLines: true });
          const sent = parts.map((part) =>
            part.lines.flatMap((index) => {
              const slice = part.slices?.find(({ line: at }) => at === index);
              return (all[index]?.codes ?? []).slice(slice?.from, slice?.to).map(({ value }) => value);
            }),
          );
          expect(sent.flat()).toEqual(all.flatMap(({ codes }) => codes.map(({ value }) => value)));
          for (const codes of sent) expect(codes.length).toBeLessThanOrEqual(maxCodes);
          for (const part of parts) expect(part.lines.length).toBeLessThanOrEqual(maxItems);
        },
      ),
    );
  });

  test('every line goes out exactly once and no part exceeds a limit', () => {
    const counts = fc.array(fc.nat(4), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 4, max: 9 }),
        (sizes, maxItems, maxCodes) => {
          const indexes = sizes.map((_, index) => index);
          const { parts } = splitParts(lines(...sizes), indexes, { maxItems, maxCodes });
          expect(parts.flatMap((part) => part.lines)).toEqual(indexes);
          for (const { lines: part } of parts) {
            expect(part.length).toBeLessThanOrEqual(maxItems);
            expect(part.reduce((sum, index) => sum + (sizes[index] ?? 0), 0)).toBeLessThanOrEqual(maxCodes);
          }
        },
      ),
    );
  });
});
