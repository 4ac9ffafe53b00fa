import { describe, expect, test } from '@jest/globals';
import { faultFromStatus, httpFaults, retryAfterMs } from '../../adapters/kit/http.ts';

const NOW = Date.UTC(2026, 10, 22, 4, 0, 0);

describe('faults by HTTP status', () => {
  test.each([
    [429, 'write', 'rate-limited'],
    [429, 'read', 'rate-limited'],
    [503, 'write', 'unknown-outcome'],
    [503, 'read', 'unavailable'],
    [500, 'write', 'unknown-outcome'],
    [502, 'write', 'unknown-outcome'],
    [504, 'write', 'unknown-outcome'],
    [599, 'write', 'unknown-outcome'],
    [500, 'read', 'unavailable'],
    [502, 'read', 'unavailable'],
    [401, 'write', 'auth'],
    [403, 'read', 'auth'],
    [404, 'write', 'misconfigured'],
    [405, 'write', 'misconfigured'],
    [301, 'write', 'contract-broken'],
    [302, 'read', 'contract-broken'],
    [400, 'write', 'contract-broken'],
    [418, 'write', 'contract-broken'],
    [204, 'write', 'contract-broken'],
    [101, 'write', 'contract-broken'],
  ] as const)('%d on a %s is %s', (status, effect, category) => {
    expect(faultFromStatus(status, {}, effect)).toMatchObject({ category, nativeCode: String(status) });
  });

  test('honours Retry-After of 429 and 503 only', () => {
    expect(faultFromStatus(429, { 'retry-after': '7' }, 'write').retryAfterMs).toBe(7000);
    expect(faultFromStatus(503, { 'retry-after': '120' }, 'read').retryAfterMs).toBe(120_000);
    expect(faultFromStatus(500, { 'retry-after': '7' }, 'write').retryAfterMs).toBeUndefined();
  });

  test.each([
    ['0', 0],
    [' 15 ', 15_000],
    ['Sun, 22 Nov 2026 04:01:00 GMT', 60_000],
    ['Sun, 22 Nov 2026 03:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    ['12345678901234567890', undefined],
  ])('Retry-After %j is %j ms', (value, expected) => {
    expect(retryAfterMs(value, NOW)).toBe(expected);
  });

  test('a date without a clock gives no delay', () => {
    expect(retryAfterMs('Sun, 22 Nov 2026 04:01:00 GMT')).toBeUndefined();
  });

  test('every row speaks both languages and says what to do', () => {
    for (const row of httpFaults) {
      for (const text of [row.message.zh, row.message.en, row.hint.zh, row.hint.en])
        expect(text.length).toBeGreaterThan(3);
    }
  });
});
