import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { recogniseLines } from '../../gateway/intake/recognise-lines.ts';
import {
  CatalogueError,
  compileCatalogue,
  completeLine,
  loadCatalogue,
  readCatalogue,
} from '../../mappings/catalogue/index.ts';
import type { EventLine, Product } from '../../mappings/model/index.ts';
import { gs1Product, products } from '../demo/wares.ts';

const header = 'prefix,packLevel,gtin,nhsaCode,approvalNo,source,validFrom';
const small = '8123456,small,6901234000016,XA-ONE,国药准字H1,目录,2026-01-01';
const large = '8123457,large,16901234000013,XA-ONE,国药准字H1,目录,2026-01-01';
const other = '8765432,small,6901234000023,XA-TWO,国药准字H2,目录,2026-01-01';
const table = [header, small, large, other].join('\n');
const day = '2026-07-01';

function complete(product: Partial<Product>, codes: EventLine['codes'] = [], text = table, on = day) {
  const line = { product: { localCode: 'L', localName: '药', ...product }, quantity: '1', codes: codes ?? [] };
  const [recognised] = recogniseLines([line]).lines;
  if (recognised === undefined) throw new Error('no line');
  const completed = completeLine(recognised, compileCatalogue(readCatalogue(text, 'c.csv')), on);
  return { ...completed, given: recognised };
}

const smallCode = '81234560000000000001';
const largeCode = '81234570000000000001';

describe('a line gets what it lacks', () => {
  test('by the prefix of its trace code: 医保代码, GTIN, 批准文号 and pack level', () => {
    const { line, warnings } = complete({}, [smallCode]);
    expect(line.product).toMatchObject({ nhsaCode: 'XA-ONE', gtin: '6901234000016', approvalNo: '国药准字H1' });
    expect(line.codes[0]).toMatchObject({ value: smallCode, packLevel: 'small' });
    expect(warnings).toEqual([]);
  });

  test('by the GTIN of a GS1 code, by the product GTIN in any length, by the 医保代码', () => {
    expect(complete({}, ['(01)06901234000016(21)S1']).line).toMatchObject({ product: { nhsaCode: 'XA-ONE' } });
    expect(complete({ gtin: '06901234000023' }).line.product).toMatchObject({ nhsaCode: 'XA-TWO' });
    expect(complete({ nhsaCode: 'XA-TWO' }).line.product).toMatchObject({
      gtin: '6901234000023',
      approvalNo: '国药准字H2',
    });
  });

  test.each([
    ['本位码', { standardCode: '86904879000126' }],
    ['approval number', { approvalNo: '国药准字H1' }],
  ])('by its %s alone: with what is the drug’s, and what is the pack’s only by the same specification', (_, known) => {
    const columns =
      'prefix,packLevel,gtin,nhsaCode,standardCode,approvalNo,drugId,spec,content,contentUnit,source,validFrom';
    const drug = '国药准字H1,1000001,0.25g*24粒,24,粒,目录,2026-01-01';
    const drugs = [
      columns,
      `8123456,small,6901234000016,XA-ONE,86904879000126,${drug}`,
      `8123457,large,16901234000013,XA-ONE,86904879000126,${drug.replace('0.25g*24粒', '100盒').replace('1000001', 'a1b2')}`,
    ].join('\n');
    const ofDrug = { localCode: 'L', localName: '药', standardCode: '86904879000126', approvalNo: '国药准字H1' };
    expect(complete(known, [], drugs).line.product).toEqual(ofDrug);
    const other = { ...known, spec: '0.25g*48粒' };
    expect(complete(other, [], drugs).line.product).toEqual({ ...ofDrug, spec: '0.25g*48粒' });
    const same = { ...known, spec: '0.25g*24粒' };
    const { line: found, warnings: none } = complete(same, [], drugs);
    const ofPack = { spec: '0.25g*24粒', nhsaCode: 'XA-ONE', gtin: '6901234000016', drugId: '1000001' };
    expect(found.product).toEqual({ ...ofDrug, ...ofPack });
    expect(none).toEqual([]);
    // Another pack of the drug is none of those known: nothing said of it contradicts, and its content is not theirs.
    const given = { approvalNo: '国药准字H1', nhsaCode: 'XA-ONE-48', gtin: '6901234000023' };
    const { line, warnings } = complete(given, [], drugs);
    expect([line.product.nhsaCode, line.product.gtin, line.packContent]).toEqual([
      'XA-ONE-48',
      '6901234000023',
      undefined,
    ]);
    expect(warnings).toEqual([]);
  });

  test('but no value on which the rows found differ', () => {
    const packs = complete({}, [smallCode, largeCode]);
    expect(packs.line.product).toEqual({
      localCode: 'L',
      localName: '药',
      nhsaCode: 'XA-ONE',
      approvalNo: '国药准字H1',
    });
    expect(packs.line.codes.map(({ packLevel }) => packLevel)).toEqual(['small', 'large']);
    expect(packs.warnings).toEqual([]);
    expect(complete({ nhsaCode: 'XA-ONE' }).line.product).not.toHaveProperty('gtin');
  });

  test('the line itself comes back when there is nothing to fill in', () => {
    const unknown = complete({}, ['89999990000000000001']);
    expect(unknown.line).toBe(unknown.given);
    const full = complete({ nhsaCode: 'XA-ONE', gtin: '6901234000016', approvalNo: '国药准字H1' }, [
      { value: smallCode, packLevel: 'small' },
    ]);
    expect(full.line).toBe(full.given);
    expect(full.warnings).toEqual([]);
  });
});

describe('a split pack gets the content of a full one', () => {
  const columns = 'prefix,packLevel,nhsaCode,spec,content,contentUnit,source,validFrom';
  const contentOf = (rows: readonly string[], more: Partial<EventLine> = {}) => {
    const text = [columns, ...rows.map((row, index) => `812345${6 + index},small,${row},目录,2026-01-01`)].join('\n');
    const product = { localCode: 'L', localName: '药' };
    const line = { product, quantity: '6', unit: '粒', split: true, codes: [smallCode], ...more };
    const [recognised] = recogniseLines([line]).lines;
    if (recognised === undefined) throw new Error('no line');
    return completeLine(recognised, compileCatalogue(readCatalogue(text, 'c.csv')), day).line.packContent;
  };

  test('in the unit that the catalogue counts', () => {
    expect(contentOf(['XA1,,24,粒'])).toBe('24');
    expect(contentOf(['XA1,,24,片'])).toBeUndefined();
    expect(contentOf(['XA1,0.25g*12粒*2板,24,粒'], { unit: '板' })).toBeUndefined();
  });

  test('without a unit only where the specification counts in the unit sold', () => {
    expect(contentOf(['XA1,0.25g×12粒/板×2板,24,'])).toBe('24');
    expect(contentOf(['XA1,0.25g,24,'])).toBeUndefined();
    expect(contentOf(['XA1,颗粒剂,24,'])).toBeUndefined();
    const product = { localCode: 'L', localName: '药', spec: '24 粒/盒' };
    expect(contentOf(['XA1,,24,'], { product })).toBe('24');
  });

  test('and a whole pack is one of its own unit, or its content in what the content counts', () => {
    const whole = (unit: string, row = 'XA1,,10,支') => contentOf([row], { split: false, unit });
    expect([whole('盒'), whole('支'), whole('件')]).toEqual(['1', '10', undefined]);
    expect(whole('盒', 'XA1,,10,')).toBeUndefined();
    expect(whole('盒', 'XA1,,,粒')).toBe('1');
  });

  test('also by what the specification counts, where the unit lies around it', () => {
    const whole = (unit: string, spec: string) => contentOf([`XA1,${spec},,`], { split: false, unit });
    for (const spec of ['0.25g*24粒', '12片/板×2板', '2ml*10支', '24 片']) expect(whole('盒', spec)).toBe('1');
    for (const spec of ['0.25g', '0.25克', '2毫升', '10万单位', '2盒/套']) expect(whole('盒', spec)).toBeUndefined();
    expect(whole('支', '2ml*10支')).toBeUndefined();
    expect(whole('瓶', '100ml*10瓶')).toBeUndefined();
    expect(contentOf(['XA1,,10,支'], { split: false, unit: '盒', codes: [] })).toBeUndefined();
  });

  test('but none for unknown units and rows that differ', () => {
    expect(contentOf(['XA1,,24,粒'], { unit: '盒' })).toBeUndefined();
    const codes = [smallCode, largeCode];
    expect(contentOf(['XA1,,24,粒', 'XA1,,24,粒'], { codes })).toBe('24');
    expect(contentOf(['XA1,,24,粒', 'XA2,,36,粒'], { codes })).toBeUndefined();
  });
});

describe('a contradiction is told, never resolved', () => {
  test('what the document says stays', () => {
    const { line, warnings } = complete({ nhsaCode: 'XA-NINE' }, [{ value: smallCode, packLevel: 'large' }]);
    expect(line.product.nhsaCode).toBe('XA-NINE');
    expect(complete({ nhsaCode: 'XA-NINE' }, [{ value: smallCode, packLevel: 'large' }]).otherProduct).toBe(true);
    expect(complete({ nhsaCode: 'XA-ONE' }, [smallCode]).otherProduct).toBe(false);
    expect(line.codes[0]?.packLevel).toBe('large');
    expect(warnings).toEqual([
      { pointer: '/product/nhsaCode', warning: 'CATALOGUE_DIFFERS', table: 'XA-ONE' },
      { pointer: '/codes/0/packLevel', warning: 'CATALOGUE_DIFFERS', table: 'small' },
    ]);
  });

  test('codes of two products in one line', () => {
    const { line, warnings } = complete({}, [smallCode, '87654320000000000001']);
    expect(line.product).not.toHaveProperty('nhsaCode');
    expect(warnings).toEqual([{ pointer: '/codes', warning: 'CATALOGUE_SEVERAL_PRODUCTS', table: 'XA-ONE XA-TWO' }]);
  });

  test('the GTIN of another pack of the same product is none; of another product it is one', () => {
    expect(complete({ gtin: '6901234000016' }, [largeCode]).warnings).toEqual([]);
    expect(complete({ gtin: '6901234000023' }, [largeCode]).warnings).toMatchObject([{ pointer: '/product/gtin' }]);
  });
});

test('a row holds from its day until a later one of its key', () => {
  const text = [table, '8123456,small,6901234000016,XA-NEW,国药准字H1,目录,2026-06-01'].join('\n');
  const nhsaCodeOn = (on: string) => complete({}, [smallCode], text, on).line.product.nhsaCode;
  expect(nhsaCodeOn('2025-12-31')).toBeUndefined();
  expect(nhsaCodeOn('2026-05-31')).toBe('XA-ONE');
  expect(nhsaCodeOn('2026-06-01')).toBe('XA-NEW');
});

describe('a wrong file is refused with line and column', () => {
  const problemsOf = (text: string) => {
    try {
      readCatalogue(text, 'c.csv');
    } catch (error) {
      if (error instanceof CatalogueError) return error.message.split('\n');
      throw error;
    }
    return [];
  };

  test.each([
    [
      'header',
      'prefix,colour,source',
      ['c.csv:1 validFrom: this column is missing', 'c.csv:1 colour: is not a known column'],
    ],
    ['prefix', `${header}\n812345,,,,,S,2026-01-01`, ['c.csv:2 prefix: must be 7 digits beginning with 8']],
    [
      'check digit',
      `${header}\n,,6901234000017,,,S,2026-01-01`,
      ['c.csv:2 gtin: must be a GTIN of 8, 12, 13 or 14 digits with its check digit'],
    ],
    [
      'pack level',
      `${header}\n8123456,tiny,,,,S,2026-01-01`,
      ['c.csv:2 packLevel: must be one of small, middle, large'],
    ],
    [
      'date and source',
      `${header}\n8123456,,,,,,2026-02-30`,
      ['c.csv:2 source: is missing', 'c.csv:2 validFrom: must be a date yyyy-MM-dd'],
    ],
    ['no key', `${header}\n,,,,国药准字H1,S,2026-01-01`, ['c.csv:2: needs at least one of prefix, gtin, nhsaCode']],
    ['repeat', `${table}\n${small}`, ['c.csv:5: says the same key and validFrom as line 2']],
    [
      '本位码',
      `prefix,standardCode,source,validFrom\n8123456,86904879000125,S,2026-01-01`,
      ['c.csv:2 standardCode: must be 14 digits beginning with 869, with their check digit'],
    ],
    [
      'prefix of no trace code',
      `${header}\n1234567,,,,,S,2026-01-01`,
      ['c.csv:2 prefix: must be 7 digits beginning with 8'],
    ],
    ['cells', `${header}\n8123456,S`, ['c.csv:2: has more or fewer cells than the header']],
    ['quotes', `${header}\n"8123456,S`, ['c.csv:2: has unbalanced quotes or is no CSV']],
  ])('%s', (_, text, expected) => expect(problemsOf(text)).toEqual(expected));

  test('a file that is not there', async () => {
    await expect(loadCatalogue('/nowhere/c.csv')).rejects.toThrow('/nowhere/c.csv: cannot be read (ENOENT)');
  });
});

test("the sandbox's catalogue knows every ware of the demo and contradicts none", async () => {
  const catalogue = compileCatalogue(readCatalogue(await readFile('config/sandbox-catalogue.csv', 'utf8'), 'c.csv'));
  const lines: EventLine[] = products.map(({ prefix, product }, index) => ({
    product,
    quantity: '1',
    codes: [`${prefix}000000000000${index}`],
  }));
  for (const line of recogniseLines([...lines, gs1Product]).lines) {
    const completed = completeLine(line, catalogue, day);
    expect(completed.warnings).toEqual([]);
    expect(completed.line.product.approvalNo).toMatch(/^国药准字/);
    expect(completed.line.codes[0]?.packLevel).toBe('small');
  }
});
