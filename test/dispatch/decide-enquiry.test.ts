import { describe, expect, test } from '@jest/globals';
import type { FaultCategory, Outcome } from '../../adapters/contract/index.ts';
import { decide } from '../../gateway/dispatch/decide.ts';
import type { Situation } from '../../gateway/dispatch/decision.ts';
import { day, delivery, enquired, faulty, hour, minute, now, policy, situation } from './situation.ts';

const next = (it: Situation, random = 0.5) => decide(it, policy, now, random);

describe('the enquiry answers', () => {
  test('the platform holds the record: delivered', () => {
    expect(next(enquired({ type: 'ok', receipt: 'R' }, minute))).toMatchObject({ state: 'delivered', receipt: 'R' });
  });

  test('still being processed: pending', () => {
    const outcome = { type: 'accepted-pending', reason: 'processing', pollAfterMs: 10_000 } as const;
    expect(next(enquired(outcome, minute))).toMatchObject({ state: 'pending', reason: 'processing' });
  });

  test('polls grow apart, up to half an hour', () => {
    const outcome = { type: 'accepted-pending', reason: 'processing', pollAfterMs: 10_000 } as const;
    const delay = (enquiries: number) => {
      const pending = delivery({ state: 'pending', enquiries, firstSentAt: now });
      return (next(situation(outcome, { work: 'enquire', delivery: pending })).nextAt ?? 0) - now;
    };
    expect(delay(0)).toBeLessThan(delay(1));
    expect(delay(1)).toBeLessThan(delay(5));
    expect(delay(100)).toBeLessThanOrEqual(30 * minute * 1.2);
  });
});

test('a refusal of the record itself ends the delivery; a refusal of the question does not', () => {
  const outcome = { ...faulty('rejected'), ofRecord: true, items: [{ key: 'line-0', ok: false }] } as const;
  expect(next(enquired(outcome, minute))).toMatchObject({ state: 'rejected', items: [{ key: 'line-0', ok: false }] });
  expect(next(enquired(faulty('rejected'), minute)).state).toBe('unknown');
});

describe('not found', () => {
  test('an unsafe write is not sent again before the settling time, and asked again right after it', () => {
    const decision = next(enquired({ type: 'not-found' }, 40_000));
    expect(decision.state).toBe('unknown');
    expect(decision.nextAt).toBe(now + 20_000);
  });

  test('what counts is when the question was asked, not when the answer came', () => {
    const slow = enquired({ type: 'not-found' }, minute + 1, { startedAt: now - 10_000 });
    expect(next(slow).state).toBe('unknown');
  });

  test('after it the delivery is sent again', () => {
    const decision = next(enquired({ type: 'not-found' }, minute));
    expect(decision.state).toBe('queued');
    expect(decision.nextAt).toBeLessThanOrEqual(now + 6_000);
  });

  test.each(['safe', 'keyed'] as const)('%s: at once', (resend) => {
    expect(next(enquired({ type: 'not-found' }, 1_000, { resend })).state).toBe('queued');
  });

  test('rows that it does hold are remembered, so that only the others are sent', () => {
    const outcome = { type: 'not-found', items: [{ key: 'line-1', ok: true }] } as const;
    expect(next(enquired(outcome, hour))).toMatchObject({ state: 'queued', items: [{ key: 'line-1', ok: true }] });
  });

  test('beyond the retry period a person decides', () => {
    expect(next(enquired({ type: 'not-found' }, 7 * day)).state).toBe('parked');
  });
});

describe('an accepted record that is not found any more', () => {
  const checkHint = { zh: '请核对', en: 'Look there' };
  const pending = (ageMs: number, overrides: Partial<Situation> = {}, outcome: Outcome = { type: 'not-found' }) => {
    const accepted = delivery({ state: 'pending', firstSentAt: now - ageMs, reason: 'queued there' });
    return situation(outcome, { work: 'enquire', delivery: accepted, checkHint, ...overrides });
  };

  test.each(['safe', 'keyed', 'unsafe'] as const)('%s: stays pending until the settling time', (resend) => {
    expect(next(pending(30_000, { resend }))).toMatchObject({ state: 'pending', reason: 'queued there' });
  });

  test('unsafe: a person must look, and reads why and where; it is never sent again', () => {
    for (const ageMs of [minute, hour, 8 * day]) {
      const decision = next(pending(ageMs));
      expect(decision).toMatchObject({ state: 'parked', counts: true });
      expect(decision.reason).toMatch(/请核对.* \/ Look there.*operator confirms/);
      expect(decision.fault).toEqual({ category: 'unknown-outcome', code: 'ACCEPTED_THEN_LOST' });
      expect(decision.nextAt).toBeUndefined();
    }
  });

  test('unsafe: what the platform does hold of it is remembered', () => {
    const outcome = { type: 'not-found', items: [{ key: 'line-1', ok: true }] } as const;
    expect(next(pending(hour, {}, outcome))).toMatchObject({ state: 'parked', items: [{ key: 'line-1', ok: true }] });
  });

  test('unsafe, but the platform says that its processing has failed: its fate becomes unknown', () => {
    const outcome = { type: 'not-found', failedThere: true } as const;
    expect(next(pending(minute, {}, outcome))).toMatchObject({ state: 'unknown', unknownSince: now });
  });

  test.each(['safe', 'keyed'] as const)('%s: its fate becomes unknown, with a settling time of its own', (resend) => {
    expect(next(pending(minute, { resend }))).toMatchObject({ state: 'unknown', unknownSince: now });
  });
});

describe('an enquiry that fails changes nothing but its own next time', () => {
  const categories: FaultCategory[] = [
    'invalid-request',
    'rejected',
    'already-accepted',
    'auth',
    'rate-limited',
    'unavailable',
    'unknown-outcome',
    'contract-broken',
    'link-open',
    'overloaded',
  ];
  test.each(categories)('%s', (category) => {
    for (const state of ['unknown', 'pending'] as const) {
      const it = enquired(faulty(category), hour);
      const decision = next({ ...it, delivery: { ...it.delivery, state, reason: 'as before' } });
      expect(decision).toMatchObject({ state, reason: 'as before' });
      expect(decision.nextAt).toBeGreaterThan(now);
      expect(decision.unknownSince).toBeUndefined();
    }
  });

  test('it honours the platform’s own delay', () => {
    const decision = next(enquired(faulty('rate-limited', { retryAfterMs: 2 * hour }), hour));
    expect(decision.nextAt).toBeGreaterThanOrEqual(now + 2 * hour);
  });

  test('refused credentials hold the institution, after one new sign-in', () => {
    expect(next(enquired(faulty('auth'), hour, { refreshable: true }))).toMatchObject({
      state: 'unknown',
      nextAt: now,
    });
    expect(next(enquired(faulty('auth'), hour)).hold).toBe('TEST');
  });

  test('a day of failing ends it: parked when unsafe, sent again when a repeat is recognised', () => {
    expect(next(enquired(faulty('unavailable'), day)).state).toBe('parked');
    expect(next(enquired(faulty('unavailable'), day, { resend: 'keyed' })).state).toBe('queued');
  });

  test('rows asked before the settling time are asked anew; later the enquiry goes on where it stood', () => {
    const step = { operation: 'query', progress: { row: 4 } };
    expect(next(enquired(faulty('unavailable'), 30_000, { step })).step).toBeUndefined();
    expect(next(enquired(faulty('unavailable'), hour, { step })).step).toEqual(step);
  });
});
