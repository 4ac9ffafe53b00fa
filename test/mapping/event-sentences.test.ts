import { describe, expect, test } from '@jest/globals';
import type { MapInput } from '../../mappings/engine/index.ts';
import { chain, compile, here, messageOf, national, province } from './sentences-support.ts';
import { mapInput, saleEvent } from './support.ts';

describe('an event that cannot be mapped', () => {
  const [line] = saleEvent.lines;
  const change = (more: object): MapInput =>
    mapInput({ event: { ...saleEvent, lines: [{ ...line, ...more }] } as never });
  const by = (place: string) => `(${place})`;

  test.each([
    [
      'a required value is missing',
      change({ product: { localCode: '', localName: '甲' } }),
      'lines[0].product.localCode is missing and the platform requires it ' +
        by(`mappings/fam/national.yaml:11 operations.sale.submit.fields.item_code ${chain}`),
    ],
    [
      'a text is too long',
      change({ product: { localCode: 'x'.repeat(31), localName: '甲' } }),
      'lines[0].product.localCode is 31 characters long, at most 30 are allowed ' +
        by(`mappings/fam/national.yaml:11 operations.sale.submit.fields.item_code ${chain}`),
    ],
    [
      'a day does not exist',
      change({ producedOn: '2026-02-30' }),
      'lines[0].producedOn is not a date yyyy-MM-dd ' +
        by(`mappings/fam/national.yaml:12 operations.sale.submit.fields.made_on ${chain}`),
    ],
    [
      'a number has too many places',
      change({ quantity: '0.25' }),
      'lines[0].quantity has 2 decimal places, at most 1 are allowed ' +
        by(`mappings/fam/national.yaml:13 operations.sale.submit.fields.count ${chain}`),
    ],
    [
      'a code is too long',
      change({ codes: [{ kind: 'opaque', raw: 'x', value: 'x'.repeat(21) }] }),
      'lines[0].codes[0].value is 21 characters long, at most 20 are allowed ' +
        by(`mappings/fam/national.yaml:18 operations.sale.submit.fields.codes.fields.code ${chain}`),
    ],
    [
      'an extension is misspelt',
      mapInput({ event: { ...saleEvent, extensions: { fam: { shelv: 'A' } } } }),
      `extensions.fam.shelv is taken by no field of profile fam/430000; did you mean 'shelf'? ` +
        by(`${here}:1 ${chain}`),
    ],
  ])('%s', (_, input, sentence) => {
    const profile = compile({ 'national.yaml': national, '430000-hunan.yaml': province }).get('fam/430000');
    expect(messageOf(() => profile?.map('sale.submit', input))).toBe(sentence);
  });

  test('an operation that the profile does not have', () => {
    const profile = compile({ 'national.yaml': national }).get('fam/national');
    expect(messageOf(() => profile?.map('sale.submt', mapInput()))).toBe(
      "sale.submt is no operation of profile fam/national; did you mean 'sale.submit'? (mappings/fam/national.yaml:7 operations)",
    );
  });
});
