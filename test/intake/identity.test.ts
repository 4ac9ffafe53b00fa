import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createUuidv7, fingerprint } from '../../gateway/intake/index.ts';

describe('UUIDv7', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  test('carries the time and the version bits (example of RFC 9562, appendix A.6)', () => {
    const newId = createUuidv7(() => 0x017f22e279b0);
    const id = newId();
    expect(id).toMatch(form);
    expect(id.slice(0, 13)).toBe('017f22e2-79b0');
  });

  test('ascends strictly within a millisecond, beyond the counter, and when the clock steps back', () => {
    let now = 1_000_000;
    const newId = createUuidv7(() => now);
    const ids = Array.from({ length: 20_000 }, (_, index) => {
      if (index === 10_000) now -= 500;
      return newId();
    });
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(form);
  });
});

describe('fingerprint', () => {
  test('does not depend on the order of members', () => {
    expect(fingerprint({ a: '1', b: { c: '2', d: ['3'] } })).toBe(fingerprint({ b: { d: ['3'], c: '2' }, a: '1' }));
  });

  test('differs for other content, other order of a list, and members that look alike', () => {
    const base = fingerprint({ lines: ['1', '2'] });
    for (const other of [{ lines: ['2', '1'] }, { lines: ['12'] }, { lines: '1,2' }, { lines: ['1', '2', true] }]) {
      expect(fingerprint(other)).not.toBe(base);
    }
  });

  test('a member named __proto__ counts', () => {
    expect(fingerprint(JSON.parse('{"__proto__":{"a":"1"}}'))).not.toBe(fingerprint({}));
  });

  test('equal exactly when the content is equal', () => {
    const content = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string())));
    fc.assert(
      fc.property(content, (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(fingerprint(reversed)).toBe(fingerprint(value));
      }),
    );
  });
});
