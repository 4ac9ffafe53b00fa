import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { digestAlgorithms, digestText } from '../../adapters/kit/digest.ts';
import { isObject, parseJson } from '../../adapters/kit/json.ts';
import { atPath, rowsAt } from '../../adapters/kit/json-path.ts';
import { nameUuid, randomUuid } from '../../adapters/kit/name-uuid.ts';
import { namesPart, signingString, sortedMembers } from '../../adapters/kit/signing-string.ts';

interface Sm3Vectors {
  readonly vectors: ReadonlyArray<{ readonly id: string; readonly inputHex: string; readonly digest: string }>;
  readonly hmac: ReadonlyArray<{
    readonly id: string;
    readonly keyHex: string;
    readonly inputHex: string;
    readonly mac: string;
  }>;
}
const sm3: Sm3Vectors = JSON.parse(readFileSync(new URL('../fixtures/gm/sm3.json', import.meta.url), 'utf8'));
const hex = (text: string) => Buffer.from(text, 'hex');

describe('digests', () => {
  test.each(sm3.vectors.map(({ id, inputHex, digest }) => [id, inputHex, digest]))('SM3 %s', (_id, input, digest) => {
    expect(digestText(hex(input), { algorithm: 'sm3', encoding: 'hex' }, '')).toBe(digest);
  });

  test.each(sm3.hmac.map(({ id, keyHex, inputHex, mac }) => [id, keyHex, inputHex, mac]))(
    'HMAC-SM3 %s',
    (_id, key, input, mac) => {
      expect(digestText(hex(input), { algorithm: 'hmac-sm3', encoding: 'hex' }, hex(key))).toBe(mac);
    },
  );

  // RFC 1321 A.5, FIPS 180-2 A.1/B.1, RFC 2202 §2 and §3 case 2, RFC 4231 §4.3.
  test.each([
    ['md5', 'abc', '', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha1', 'abc', '', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha256', 'abc', '', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['hmac-md5', 'what do ya want for nothing?', 'Jefe', '750c783e6ab0b503eaa86e310a5db738'],
    ['hmac-sha1', 'what do ya want for nothing?', 'Jefe', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    [
      'hmac-sha256',
      'what do ya want for nothing?',
      'Jefe',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
  ] as const)('%s of the published vector', (algorithm, text, key, expected) => {
    expect(digestText(text, { algorithm, encoding: 'hex' }, key)).toBe(expected);
    expect(digestText(text, { algorithm, encoding: 'hex-upper' }, key)).toBe(expected.toUpperCase());
    expect(digestText(text, { algorithm, encoding: 'base64' }, key)).toBe(hex(expected).toString('base64'));
  });

  test('an HMAC without a key is refused', () => {
    for (const algorithm of digestAlgorithms.filter((name) => name.startsWith('hmac-'))) {
      expect(() => digestText('x', { algorithm, encoding: 'hex' }, '')).toThrow(TypeError);
    }
  });
});

describe('signing string', () => {
  const values = { secret: () => 'S', body: () => '{"a":1}' };
  const field = (name: string) => ({ id: '7', none: '' })[name];

  test.each([
    ['secret body', '', 'S{"a":1}'],
    ['body  secret', '|', '{"a":1}|S'],
    ['id=field.id key=secret', '&', 'id=7&key=S'],
    ['field.id field.none field.absent secret', '&', '7&&&S'],
  ])('%s joined by "%s"', (template, separator, expected) => {
    expect(signingString(template, separator, values, field)).toBe(expected);
  });

  test.each(['', '  ', 'secrets', 'toString', 'key=nothing'])(
    'the template "%s" is a mistake of the profile',
    (template) => {
      expect(() => signingString(template, '', values, field)).toThrow(TypeError);
    },
  );

  test('tells whether a value takes part, labelled or not', () => {
    expect(namesPart('body key=secret', 'secret')).toBe(true);
    expect(namesPart('body field.secret', 'secret')).toBe(false);
  });

  test('sorted members: by code unit, empty ones and the digest left out, nested ones as JSON', () => {
    const message = { b: '2', a: '1', B: '3', none: '', nil: null, gone: undefined, data: { y: ['1'] }, sign: 'x' };
    expect(sortedMembers(message, ['sign'])).toBe('B=3&a=1&b=2&data={"y":["1"]}');
  });
});

describe('UUIDs', () => {
  test('of a name: the published vectors of RFC 9562 A.4 and of the RFC 4122 DNS namespace', () => {
    const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
    expect(nameUuid(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
    expect(nameUuid(dns, 'www.example.org')).not.toBe(nameUuid(dns, 'www.example.com'));
  });

  test('of random bytes: version 4, variant 10', () => {
    expect(randomUuid('ff'.repeat(16))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(randomUuid('00'.repeat(16))).toBe('00000000-0000-4000-8000-000000000000');
  });
});

describe('paths into a reply', () => {
  const read = (text: string) => {
    const value = parseJson(new TextEncoder().encode(text));
    if (!isObject(value)) throw new Error('no object');
    return value;
  };
  const reply = read('{"a":{"b":"1","rows":[{"x":"1"}],"mixed":[{"x":"1"},2]},"t":"text"}');

  test('follow objects only', () => {
    expect(atPath(reply, 'a.b')).toBe('1');
    expect([atPath(reply, 'a.c'), atPath(reply, 't.length'), atPath(reply, '__proto__.x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('rows are a list of objects, or nothing', () => {
    expect(rowsAt(reply, 'a.rows')).toHaveLength(1);
    expect([rowsAt(reply, 'a.mixed'), rowsAt(reply, 'a.b'), rowsAt(reply, 'a.none')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
