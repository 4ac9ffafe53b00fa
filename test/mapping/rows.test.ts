import { describe, expect, test } from '@jest/globals';
import type { RecognisedLine } from '../../mappings/model/index.ts';
import { compileOperationText, compileTexts, mapInput, profileText, saleEvent } from './support.ts';

const code = (value: string, packLevel: 'small' | 'large' = 'small') => ({
  kind: 'opaque' as const,
  raw: value,
  value,
  packLevel,
});

function line(localCode: string, quantity: string, codes: RecognisedLine['codes'], lot = 'L1'): RecognisedLine {
  return { product: { localCode, localName: localCode }, quantity, lot, codes };
}

const rows = (each: string, lines: RecognisedLine[], more = '') =>
  compileOperationText(`    items: { node: rows, each: ${each} }
    fields:
      row: { from: row }
      item: { from: line.product.localCode }
      count: { from: line.quantity }
      code: { each: line.codes, from: code.value, format: { join: ' ' } }${more}`).map(
    'op',
    mapInput({ event: { ...saleEvent, lines } }),
  ).rows;

describe('one row per code (each: packs)', () => {
  test('a line is cut into its codes, each with its share; a line without codes stays a row', () => {
    const lines = [
      line('A', '3', [code('1'), code('2'), code('3')]),
      line('B', '2', []),
      line('C', '0.5', [code('4')]),
      line('D', '20', [code('5', 'large'), code('6', 'large')]),
    ];
    expect(rows('packs', lines)).toEqual([
      { row: '1', item: 'A', count: '1', code: '1' },
      { row: '2', item: 'A', count: '1', code: '2' },
      { row: '3', item: 'A', count: '1', code: '3' },
      { row: '4', item: 'B', count: '2' },
      { row: '5', item: 'C', count: '0.5', code: '4' },
      { row: '6', item: 'D', count: '10', code: '5' },
      { row: '7', item: 'D', count: '10', code: '6' },
    ]);
  });

  test('each pack knows its code, its line’s native ids and its place in the line', () => {
    const fields =
      '\n      id: { from: itemIds.row }\n      place: { from: position }\n      own: { from: code.value }';
    const lines = [line('A', '1', []), line('B', '2', [code('1'), code('2')])];
    expect(rows('packs', lines, fields)).toMatchObject([
      { id: 'R1', place: '1' },
      { id: 'R2', place: '1', own: '1' },
      { id: 'R2', place: '2', own: '2' },
    ]);
  });

  test.each([
    ['that does not divide', line('A', '1', [code('1'), code('2'), code('3')])],
    ['over packs of two levels', line('A', '11', [code('1', 'large'), code('2')])],
  ])('a quantity %s is refused, not guessed', (_, one) => {
    const map = () => rows('packs', [one]);
    expect(map).toThrow(/^lines\[0\].quantity is not the same for each of the \d codes, .* \(mappings\/fam\/0.yaml:/);
  });
});

describe('one row per product (each: products)', () => {
  test('lines that differ only in codes and quantity are one row; every other difference keeps them apart', () => {
    const lines = [
      line('A', '1', [code('1')]),
      line('B', '1', []),
      line('A', '0.5', [code('2')]),
      line('A', '1', [code('3')], 'L2'),
    ];
    expect(rows('products', lines)).toEqual([
      { row: '1', item: 'A', count: '1.5', code: '1 2' },
      { row: '2', item: 'B', count: '1' },
      { row: '3', item: 'A', count: '1', code: '3' },
    ]);
  });
});

test('rows that a condition leaves out are not numbered', () => {
  const body = `    items: { node: rows, each: lines, when: { line.product.localCode: [A, C] } }
    fields: { row: { from: row }, item: { from: line.product.localCode } }`;
  const lines = ['A', 'B', 'C'].map((name) => line(name, '1', []));
  expect(compileOperationText(body).map('op', mapInput({ event: { ...saleEvent, lines } })).rows).toEqual([
    { row: '1', item: 'A' },
    { row: '2', item: 'C' },
  ]);
});

describe('spelling as data', () => {
  const national = profileText(
    'fam/national',
    `operations:
  op:
    root: { head_no: { from: documentNo } }
    items: { node: drugtracinfo, each: lines }
    fields: { drug_name: { from: line.product.localName } }`,
  );
  const spelled = (more: string) =>
    compileTexts([national, profileText('fam/p', `extends: fam/national\n${more}`)]).map('op', mapInput());

  test('keys in capitals, but for a node that the platform misspells', () => {
    expect(spelled('keyCase: upper\naliases: { drugtracinfo: durg_trac_info }')).toEqual({
      HEAD_NO: 'XS1',
      durg_trac_info: [{ DRUG_NAME: '甲' }, { DRUG_NAME: '乙' }],
    });
  });

  test('an operation may differ from the profile', () => {
    const operation = 'operations: { op: { keyCase: as-written, aliases: { drug_name: drugName } } }';
    expect(spelled(`keyCase: upper\n${operation}`)).toMatchObject({
      head_no: 'XS1',
      drugtracinfo: [{ drugName: '甲' }, {}],
    });
  });

  test('the place of a mistake keeps the name that the file has', () => {
    const strict = 'keyCase: upper\noperations: { op: { fields: { drug_name: { type: C0 } } } }';
    expect(() => spelled(strict)).toThrow('fields.drug_name.type');
  });
});
