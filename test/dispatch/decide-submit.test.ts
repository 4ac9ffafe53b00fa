import { describe, expect, test } from '@jest/globals';
import type { FaultCategory } from '../../adapters/contract/index.ts';
import { decide } from '../../gateway/dispatch/decide.ts';
import type { Situation } from '../../gateway/dispatch/decision.ts';
import { day, delivery, faulty, hour, minute, now, policy, situation } from './situation.ts';

const middle = 0.5;
const next = (it: Situation, random = middle) => decide(it, policy, now, random);
const delayOf = (it: Situation, random = middle) => (next(it, random).nextAt ?? Number.NaN) - now;

describe('what the platform accepted', () => {
  test('ok ends the delivery with its receipt', () => {
    const decision = next(situation({ type: 'ok', receipt: 'R1', items: [{ key: 'line-0', ok: true }] }));
    expect(decision).toMatchObject({
      state: 'delivered',
      receipt: 'R1',
      duplicate: false,
      partial: false,
      counts: true,
    });
    expect(decision.nextAt).toBeUndefined();
  });

  test('a repeat that the platform recognised is a success, marked as duplicate', () => {
    expect(next(situation({ type: 'ok', duplicate: true }))).toMatchObject({ state: 'delivered', duplicate: true });
    expect(next(situation(faulty('already-accepted')))).toMatchObject({ state: 'delivered', duplicate: true });
  });

  test('refused rows or codes make it partial, whether the adapter says so or not', () => {
    const items = [
      { key: 'line-0', ok: true },
      { key: 'line-1', ok: false, message: 'no stock' },
    ];
    expect(next(situation({ type: 'ok', items }))).toMatchObject({ state: 'delivered', partial: true, items });
    const codes = [{ code: '8', verdict: 'refused' as const }];
    expect(next(situation({ type: 'ok', codes }))).toMatchObject({ state: 'delivered', partial: true, codes });
  });

  test('accepted for processing waits at least as long as the platform said', () => {
    const outcome = { type: 'accepted-pending', reason: 'queued there', pollAfterMs: 3_000 } as const;
    expect(next(situation(outcome), 0)).toMatchObject({
      state: 'pending',
      reason: 'queued there',
      nextAt: now + 3_000,
    });
    expect(delayOf(situation(outcome), 0.999)).toBeLessThan(3_000 * 1.5);
  });

  test('what was there before stays a duplicate while it is processed, until a later submission was new there', () => {
    const outcome = { type: 'accepted-pending', reason: 'processing', pollAfterMs: 3_000 } as const;
    expect(next(situation({ ...outcome, duplicate: true }))).toMatchObject({ state: 'pending', duplicate: true });
    const again = situation(outcome, { delivery: delivery({ duplicate: true }) });
    expect(next(again)).toMatchObject({ state: 'pending', duplicate: false });
  });
});

describe('what ends without a retry', () => {
  test.each<[FaultCategory, string]>([
    ['invalid-request', 'rejected'],
    ['rejected', 'rejected'],
    ['misconfigured', 'parked'],
  ])('%s: %s', (category, state) => {
    const decision = next(situation(faulty(category)));
    expect(decision).toMatchObject({ state, fault: { category }, counts: true });
    expect(decision.nextAt).toBeUndefined();
  });

  test('a refusal of a later step says that an earlier one was booked', () => {
    const items = [
      { key: 'line-0', ok: true },
      { key: 'line-0-codes', ok: false, message: 'no stock' },
    ];
    const refused = { ...faulty('rejected'), items };
    expect(next(situation(refused))).toMatchObject({ state: 'rejected', partial: true, items });
    expect(next(situation(faulty('rejected')))).toMatchObject({ state: 'rejected', partial: false });
  });
});

describe('what was provably not processed is sent again by the schedule', () => {
  test('5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h, 8 h, then every 12 h', () => {
    const delays = Array.from({ length: 11 }, (_, attempts) =>
      delayOf(situation(faulty('unavailable'), { delivery: delivery({ attempts, firstSentAt: now }) })),
    );
    const { scheduleMs, repeatMs } = policy.retry;
    expect(delays).toEqual([...scheduleMs, repeatMs, repeatMs]);
  });

  test('jitter of 20 % to both sides, also beyond the end of the schedule', () => {
    const late = situation(faulty('unavailable'), { delivery: delivery({ attempts: 30, firstSentAt: now }) });
    expect(delayOf(late, 0)).toBeCloseTo(12 * hour * 0.8);
    expect(delayOf(late, 0.999_999)).toBeCloseTo(12 * hour * 1.2, -2);
  });

  test.each([
    ['HTTP 503', { httpStatus: 503 }, faulty('unavailable')],
    ['HTTP 429 of a proxy', { httpStatus: 429 }, faulty('unavailable')],
    ['a timeout', {}, faulty('unavailable', { code: 'CONNECT_TIMEOUT' })],
    ['a limit without a delay', {}, faulty('rate-limited')],
  ])('%s: never before a minute has passed', (_name, evidence, outcome) => {
    expect(delayOf(situation(outcome, evidence), 0)).toBeGreaterThanOrEqual(minute);
  });

  test('the platform’s own delay is never undercut, and a short ban is not made a long one', () => {
    expect(delayOf(situation(faulty('rate-limited', { retryAfterMs: 31_062_000 })), 0)).toBe(31_062_000);
    const short = situation(faulty('rate-limited', { retryAfterMs: 1_000 }));
    expect(delayOf(short, 0)).toBe(1_000);
    expect(delayOf(short, 0.999)).toBeLessThan(2_000);
    expect(delayOf(situation(faulty('unavailable', { retryAfterMs: hour }), { httpStatus: 503 }), 0)).toBe(hour);
  });

  test('after seven days from the first send it is parked, with the last fault', () => {
    const old = (ageMs: number) =>
      situation(faulty('unavailable'), { delivery: delivery({ attempts: 20, firstSentAt: now - ageMs }) });
    expect(next(old(7 * day - 1)).state).toBe('queued');
    expect(next(old(7 * day))).toMatchObject({ state: 'parked', fault: { code: 'TEST' } });
  });

  test('a long time on hold before the first send does not count', () => {
    const held = situation(faulty('unavailable'), { delivery: delivery({ createdAt: now - 30 * day }) });
    expect(next(held).state).toBe('queued');
  });

  test('what was unknown before stays unknown when a harmless repeat did not get through', () => {
    const repeat = {
      resend: 'keyed',
      hasEnquiry: false,
      delivery: delivery({ state: 'unknown', firstSentAt: now }),
    } as const;
    expect(next(situation(faulty('unavailable'), repeat)).state).toBe('unknown');
    expect(next(situation(faulty('link-open'), repeat)).state).toBe('unknown');
  });

  test('a stepped operation goes on at its step', () => {
    const step = { operation: 'retail-sale.submit', progress: { row: 3 } };
    expect(next(situation(faulty('unavailable'), { step }))).toMatchObject({ state: 'queued', step });
  });

  test('rows that went through before the fault are remembered', () => {
    const outcome = { ...faulty('unavailable'), items: [{ key: 'line-0', ok: true }] };
    expect(next(situation(outcome)).items).toEqual([{ key: 'line-0', ok: true }]);
  });
});

describe('what the link did not try', () => {
  test.each<FaultCategory>(['link-open', 'overloaded'])('%s uses no attempt and waits for the link', (category) => {
    const it = situation(faulty(category), { retryAt: now + 8 * minute });
    const decision = next(it, 0);
    expect(decision).toMatchObject({ state: 'queued', counts: false, nextAt: now + 8 * minute });
  });

  test('it never gives up by itself', () => {
    const old = delivery({ attempts: 50, firstSentAt: now - 30 * day });
    expect(next(situation(faulty('link-open'), { delivery: old })).state).toBe('queued');
  });
});

describe('refused credentials', () => {
  test('one new sign-in at once', () => {
    const decision = next(situation(faulty('auth'), { refreshable: true }));
    expect(decision).toMatchObject({ state: 'queued', nextAt: now, fault: { category: 'auth' } });
    expect(decision.hold).toBeUndefined();
  });

  test('then the institution is held on this link, and the delivery with it', () => {
    const decision = next(situation(faulty('auth', { nativeCode: '-25' })));
    expect(decision).toMatchObject({ state: 'queued', hold: 'TEST -25' });
    expect(decision.nextAt).toBeGreaterThan(now);
  });
});

describe('what may have been booked', () => {
  const unclear: FaultCategory[] = ['unknown-outcome', 'contract-broken'];

  test('the enquiry does not come before the delay that the platform asked for', () => {
    const delay = delayOf(situation(faulty('unknown-outcome', { retryAfterMs: hour }), { httpStatus: 503 }), 0);
    expect(delay).toBeGreaterThanOrEqual(hour);
  });

  test.each(unclear)('%s is asked for first, even where a repeat would be harmless', (category) => {
    for (const resend of ['safe', 'keyed', 'unsafe'] as const) {
      const decision = next(situation(faulty(category), { resend }), 0);
      expect(decision).toMatchObject({ state: 'unknown', unknownSince: now, nextAt: now + 5_000 });
    }
  });

  test.each(unclear)('%s without an enquiry: a harmless repeat by the schedule, not before a minute', (category) => {
    const it = situation(faulty(category), { hasEnquiry: false, resend: 'keyed' });
    expect(next(it)).toMatchObject({ state: 'unknown', unknownSince: now });
    expect(delayOf(it, 0)).toBeGreaterThanOrEqual(minute);
  });

  test.each(unclear)('%s without an enquiry and unsafe to repeat: parked with what to check', (category) => {
    const checkHint = { zh: '请在平台核对', en: 'check there' };
    const decision = next(situation(faulty(category), { hasEnquiry: false, checkHint }));
    expect(decision).toMatchObject({ state: 'parked', reason: '请在平台核对 / check there' });
    expect(decision.nextAt).toBeUndefined();
  });

  test('an answer that belongs to an enquiry proves nothing about a submission', () => {
    expect(next(situation({ type: 'not-found' })).state).toBe('unknown');
  });
});
