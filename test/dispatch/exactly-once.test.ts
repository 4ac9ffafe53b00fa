import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../adapters/contract/index.ts';
import { createCalls } from '../../gateway/dispatch/calls.ts';
import { createSeats } from '../../gateway/dispatch/seats.ts';
import { serve } from '../../gateway/dispatch/serve.ts';
import { createSessions } from '../../gateway/dispatch/sessions.ts';
import type { ClaimedDelivery, Delivery } from '../../gateway/store/contract.ts';
import { type Asked, fakeRuntime, type PlatformOptions } from './fake-platform.ts';
import { createManualClock } from './manual-clock.ts';
import { recordingLogger, silentMetrics } from './rig.ts';
import { day, delivery, faulty, minute, now } from './situation.ts';

/** What happens to one request: at the platform, and to the reply. */
const mishaps = [
  'fine', // applied or answered truthfully
  'lost-before', // never arrives, our side cannot tell
  'lost-after', // applied, the reply is lost
  'alien', // applied, the reply is not understood
  'down', // provably not processed
  'limited', // refused for now, with a delay
  'open', // the link does not try
  'crash-before', // our process dies before the request leaves
  'crash-after', // our process dies after the request was applied
  'pending', // applied, still being processed
] as const;
type Mishap = (typeof mishaps)[number];

/** One delivery against a platform that keeps its own ledger; what is applied becomes visible there after a while. */
async function live(plan: readonly Mishap[], visibleAfterMs: number, options: PlatformOptions) {
  const clock = createManualClock(now);
  const ledger: number[] = [];
  const history: string[] = [];
  const rest = [...plan];
  let writesInFlight = 0;
  let mostInFlight = 0;
  let crashed = false;

  function book(): void {
    const dedupes = options.resend === 'keyed' && ledger.length > 0;
    if (!dedupes) ledger.push(clock.now());
  }
  function truth(asked: Asked): Outcome {
    if (asked.effect === 'write') return { type: 'ok' };
    const visible = ledger.some((at) => clock.now() - at >= visibleAfterMs);
    return visible ? { type: 'ok' } : { type: 'not-found' };
  }
  async function answer(asked: Asked): Promise<Outcome> {
    const mishap = rest.shift() ?? 'fine';
    const write = asked.effect === 'write';
    history.push(`${asked.effect} ${mishap}`);
    const applies = write && ['fine', 'lost-after', 'alien', 'crash-after', 'pending'].includes(mishap);
    if (applies) book();
    writesInFlight += write ? 1 : 0;
    mostInFlight = Math.max(mostInFlight, writesInFlight);
    await Promise.resolve();
    writesInFlight -= write ? 1 : 0;
    switch (mishap) {
      case 'fine':
        return truth(asked);
      case 'pending':
        return { type: 'accepted-pending', reason: 'processing', pollAfterMs: 5_000 };
      case 'lost-before':
      case 'lost-after':
        return faulty('unknown-outcome', { code: 'TIMEOUT' });
      case 'alien':
        return faulty('contract-broken');
      case 'down':
        return faulty('unavailable');
      case 'limited':
        return faulty('rate-limited', { retryAfterMs: 2_000 });
      case 'open':
        return faulty('link-open');
      case 'crash-before':
      case 'crash-after':
        crashed = true;
        return { type: 'ok' };
    }
  }

  const runtime = fakeRuntime('a', answer, options);
  const logger = recordingLogger();
  const calls = createCalls(runtime, { clock, random: () => 0.5, metrics: silentMetrics, logger });
  const sessions = createSessions(runtime, calls, clock);
  let row: ClaimedDelivery = {
    ...delivery({ operation: 'sale.submit', link: 'a' }),
    event: {
      kind: 'retail-sale',
      institution: { code: 'P', region: '430100' },
      documentNo: 'S1',
      occurredAt: new Date(now).toISOString(),
      lines: [],
    },
    expired: false,
  };
  const store = {
    attempts: () => Promise.resolve([]),
    markSending: ({ ids }: { ids: Delivery['ids'] }) => {
      row = {
        ...row,
        state: 'sending',
        ...(ids === undefined ? {} : { ids }),
        firstSentAt: row.firstSentAt ?? clock.now(),
      };
      return Promise.resolve(true);
    },
  };
  const directory = {
    context: () => Promise.resolve({ code: 'P', name: 'P', region: '430100', identity: {}, credentials: {} }),
  };
  const deps = {
    runtime,
    store,
    calls,
    sessions,
    directory,
    clock,
    owner: 'o',
    leaseMs: minute,
    random: () => 0.5,
    logger,
  };

  for (let turns = 0; !['delivered', 'rejected', 'parked'].includes(row.state); turns += 1) {
    if (turns > plan.length + 40) throw new Error(`no end: ${history.join(', ')}`);
    const served = await serve(row, createSeats().take(), deps);
    if (crashed) {
      // Nothing after the crash is recorded. The lease runs out, then another process claims what it finds.
      crashed = false;
      clock.advance(minute);
      row = { ...row, expired: true };
      continue;
    }
    if (served === undefined) throw new Error('no lease is ever lost here');
    const { counts, hold, nextAt, reason, fault, step, ...kept } = served.decision;
    const scheduled = nextAt !== undefined || ['delivered', 'rejected', 'parked'].includes(kept.state);
    if (!scheduled) throw new Error(`${kept.state} without a next step`);
    const read = served.attempt?.effect === 'read';
    const { reason: _reason, fault: _fault, step: _step, ...before } = row;
    row = {
      ...before,
      ...kept,
      ...(reason === undefined ? {} : { reason }),
      ...(fault === undefined ? {} : { fault }),
      ...(step === undefined ? {} : { step }),
      attempts: row.attempts + (counts && !read ? 1 : 0),
      enquiries: row.enquiries + (counts && read ? 1 : 0),
    };
    if (nextAt !== undefined) clock.advance(Math.max(0, nextAt - clock.now()));
  }
  return { row, ledger, history, mostInFlight, elapsedMs: clock.now() - now };
}

const plans = fc.array(fc.constantFrom(...mishaps), { maxLength: 12 });
/** Platforms show a record within the settling time; that is what the setting is for. */
const visibility = fc.integer({ min: 0, max: minute - 1 });

test.each<[string, PlatformOptions]>([
  ['unsafe, with an enquiry', { resend: 'unsafe', enquiry: true }],
  ['unsafe, without', { resend: 'unsafe', enquiry: false }],
  ['keyed, with an enquiry', { resend: 'keyed', enquiry: true }],
  ['keyed, without', { resend: 'keyed', enquiry: false }],
])('whatever happens, the platform books once or we say that we do not know: %s', async (_name, options) => {
  await fc.assert(
    fc.asyncProperty(plans, visibility, async (plan, visibleAfterMs) => {
      const { row, ledger, history, mostInFlight } = await live(plan, visibleAfterMs, options);
      const told = `${row.state} after ${history.join(', ')}`;
      expect([ledger.length <= 1, told]).toEqual([true, told]);
      expect(mostInFlight).toBeLessThanOrEqual(1);
      if (row.state === 'delivered') expect([ledger.length, told]).toEqual([1, told]);
      // Parked only when nobody can tell: a person is named a reason.
      if (row.state === 'parked') expect(row.reason).not.toBe('');
      expect([row.state === 'rejected', told]).toEqual([false, told]);
    }),
    { numRuns: 400 },
  );
});

test('an unsafe write leaves again only after the platform said that it does not hold the record', async () => {
  await fc.assert(
    fc.asyncProperty(plans, visibility, async (plan, visibleAfterMs) => {
      const { history } = await live(plan, visibleAfterMs, { resend: 'unsafe', enquiry: true });
      let mayBeThere = false;
      for (const [index, step] of history.entries()) {
        if (step.startsWith('write')) {
          expect([mayBeThere, history.slice(0, index + 1)]).toEqual([false, history.slice(0, index + 1)]);
          mayBeThere = !/down|limited|open/.test(step);
        } else if (step === 'read fine') mayBeThere = false;
      }
    }),
    { numRuns: 400 },
  );
});

test('with nothing but failures a delivery is tried for seven days, then parked', async () => {
  const { row, elapsedMs } = await live(
    Array.from({ length: 40 }, () => 'down' as const),
    0,
    { resend: 'unsafe' },
  );
  expect(row.state).toBe('parked');
  expect(elapsedMs).toBeGreaterThanOrEqual(7 * day);
  expect(elapsedMs).toBeLessThan(8 * day);
});
