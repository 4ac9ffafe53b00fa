import { describe, expect, test } from '@jest/globals';
import { isObject, JsonRefused, parseJson, textOf } from '../../adapters/kit/json.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const field = (text: string, key: string) => {
  const value = parseJson(bytes(text));
  return isObject(value) ? value[key] : undefined;
};

describe('strict JSON of replies', () => {
  test.each([
    ['81234567890123456789', '81234567890123456789'],
    ['-9007199254740993', '-9007199254740993'],
    ['1234567890.12345678', '1234567890.12345678'],
    ['1e400', '1e400'],
    ['1e-400', '1e-400'],
  ])('keeps the bare number %s digit for digit, as text', (literal, kept) => {
    expect(field(`{"n":${literal}}`, 'n')).toBe(kept);
  });

  test('keeps numbers of up to 15 digits as numbers, beside long ones too', () => {
    expect(parseJson(bytes('[0, -1, 1.5, 999999999999999, 12345678901234567890]'))).toEqual([
      0,
      -1,
      1.5,
      999999999999999,
      '12345678901234567890',
    ]);
  });

  test('refuses GBK bytes instead of guessing', () => {
    const gbk = Uint8Array.of(0x7b, 0x22, 0x6d, 0x22, 0x3a, 0x22, 0xb3, 0xc9, 0xb9, 0xa6, 0x22, 0x7d);
    expect(() => parseJson(gbk)).toThrow(JsonRefused);
  });

  test.each([
    ['', 'empty body'],
    ['  \n', 'empty body'],
    ['<html></html>', 'not JSON'],
    ['{"a":1', 'not JSON'],
    ['{"a":1}{"b":2}', 'not JSON'],
    ['NaN', 'not JSON'],
    ['{"secret":"abc",}', 'not JSON'],
  ])('refuses %j without repeating it', (text, reason) => {
    expect(() => parseJson(bytes(text))).toThrow(new JsonRefused(reason));
  });

  test.each(['{"a":1,"a":2}', '[{"b":{"a":1,"\\u0061":1}}]', '{"__proto__":1,"__proto__":2}'])(
    'refuses %s: readers disagree on which of the two counts',
    (text) => expect(() => parseJson(bytes(text))).toThrow(new JsonRefused('a member stands twice')),
  );

  test('colons, quotes and brackets inside texts are none', () => {
    const text = `{"a:\\"":":\\\\","b":{"c":"${'[{'.repeat(100)}"}}`;
    expect(parseJson(bytes(text))).toMatchObject({ 'a:"': ':\\', b: { c: '[{'.repeat(100) } });
  });

  test('refuses nesting that would break a recursive reader', () => {
    expect(() => parseJson(bytes(`${'['.repeat(100)}${']'.repeat(100)}`))).toThrow('nested deeper than 64');
    expect(() => parseJson(bytes(`${'['.repeat(200_000)}12345678901234567${']'.repeat(200_000)}`))).toThrow(
      JsonRefused,
    );
  });

  test('a __proto__ key is data and pollutes nothing', () => {
    const value = parseJson(bytes('{"__proto__":{"polluted":1},"constructor":2}'));
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('a byte order mark is no content', () => {
    expect(parseJson(bytes('\uFEFF{"a":"b"}'))).toEqual(Object.assign(Object.create(null), { a: 'b' }));
  });

  test('text and numbers read as text, everything else as absent', () => {
    expect([textOf('0'), textOf(0), textOf(null), textOf(true), textOf(undefined), textOf([])]).toEqual([
      '0',
      '0',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
