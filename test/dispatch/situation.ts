import type { Fault, FaultCategory, Outcome } from '../../adapters/contract/index.ts';
import type { DispatchPolicy, Situation } from '../../gateway/dispatch/decision.ts';
import type { Delivery } from '../../gateway/store/contract.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const now = Date.UTC(2026, 0, 31);

/** The defaults of the configuration schema. */
export const policy: DispatchPolicy = {
  retry: {
    scheduleMs: [5_000, 30_000, 2 * minute, 10 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 8 * hour],
    repeatMs: 12 * hour,
    giveUpAfterMs: 7 * day,
    jitter: 0.2,
    overloadFloorMs: minute,
  },
  enquiry: { firstAfterMs: 5_000, everyMs: 30_000, settleMs: minute, giveUpAfterMs: day },
};

export function delivery(overrides: Partial<Delivery> = {}): Delivery {
  return {
    id: 'delivery-1',
    eventId: 'event-1',
    tenant: 'chain-a',
    institution: 'P43010000001',
    kind: 'retail-sale',
    documentNo: 'S1',
    link: 'hunan',
    operation: 'retail-sale.submit',
    primary: true,
    part: { index: 0, count: 1 },
    lines: [0],
    state: 'queued',
    attempts: 0,
    enquiries: 0,
    duplicate: false,
    partial: false,
    items: [],
    codes: [],
    createdAt: now,
    updatedAt: now,
    ...overrides,
  };
}

export function faulty(category: FaultCategory, more: Partial<Fault> = {}): Outcome {
  return { type: 'fault', fault: { category, code: 'TEST', ...more } };
}

/** After a submission, unless told otherwise. */
export function situation(outcome: Outcome, overrides: Partial<Situation> = {}): Situation {
  return {
    delivery: delivery(),
    work: 'submit',
    outcome,
    resend: 'unsafe',
    hasEnquiry: true,
    startedAt: now,
    refreshable: false,
    ...overrides,
  };
}

/** After an enquiry for a delivery that became unknown `ageMs` ago. */
export function enquired(outcome: Outcome, ageMs: number, overrides: Partial<Situation> = {}): Situation {
  const since = now - ageMs;
  return situation(outcome, {
    work: 'enquire',
    delivery: delivery({ state: 'unknown', attempts: 1, unknownSince: since, firstSentAt: since, createdAt: since }),
    ...overrides,
  });
}
