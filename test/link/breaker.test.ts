import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Breaker, createBreaker, type Verdict } from '../../gateway/link/breaker.ts';
import type { BreakerState } from '../../gateway/link/contract.ts';
import { openTimeMs } from '../../gateway/link/recovery.ts';
import { type FakeClock, fakeClock } from './support.ts';

const settings = {
  errorPercent: 50,
  consecutiveFailures: 5,
  windowMs: 30_000,
  minimumCalls: 10,
  openMs: 15_000,
  maxOpenMs: 600_000,
  rampMs: 60_000,
};

interface Rig {
  readonly clock: FakeClock;
  readonly breaker: Breaker;
  readonly states: BreakerState[];
  run(verdict: Verdict): boolean;
  runAll(...verdicts: Verdict[]): void;
}

function rig(overrides: Partial<typeof settings> = {}, random = () => 0): Rig {
  const clock = fakeClock();
  const states: BreakerState[] = [];
  const onState = (state: BreakerState): void => {
    states.push(state);
  };
  const options = { maxInFlight: 8, clock, random, onState, onGrowth: () => undefined };
  const breaker = createBreaker({ ...settings, ...overrides }, options);
  const run = (verdict: Verdict): boolean => {
    const ticket = breaker.admit();
    if (ticket !== undefined) breaker.report(ticket, verdict);
    return ticket !== undefined;
  };
  const runAll = (...verdicts: Verdict[]): void => {
    for (const verdict of verdicts) run(verdict);
  };
  return { clock, breaker, states, run, runAll };
}

const times = (count: number, verdict: Verdict): Verdict[] => Array.from({ length: count }, () => verdict);

function opened(overrides: Partial<typeof settings> = {}): Rig {
  const made = rig(overrides);
  made.runAll(...times(5, 'failure'));
  expect(made.breaker.state()).toBe('open');
  return made;
}

function recovered(made: Rig): Rig {
  made.clock.advance(made.breaker.opensInMs() ?? 0);
  made.runAll(...times(14, 'success'));
  expect(made.breaker.state()).toBe('ramp');
  return made;
}

describe('opening (opossum traps)', () => {
  test('the first failure does not open (opossum opens at once by default)', () => {
    const { breaker, run } = rig();
    run('failure');
    expect(breaker.state()).toBe('closed');
  });

  test('opens at exactly the configured share (opossum only above it)', () => {
    const { breaker, runAll } = rig({ consecutiveFailures: 1000 });
    runAll(...times(5, 'success'), ...times(4, 'failure'));
    expect(breaker.state()).toBe('closed');
    runAll('failure');
    expect(breaker.state()).toBe('open');
  });

  test('a threshold of 100 % can be reached (in opossum it cannot)', () => {
    const { breaker, runAll } = rig({ errorPercent: 100, consecutiveFailures: 1000 });
    runAll(...times(10, 'failure'));
    expect(breaker.state()).toBe('open');
  });

  test('consecutive failures open before the window has its minimum', () => {
    const { breaker, runAll } = rig();
    runAll(...times(4, 'failure'), 'success', ...times(4, 'failure'));
    expect(breaker.state()).toBe('closed');
    runAll('failure');
    expect(breaker.state()).toBe('open');
  });

  test('failures older than the window are forgotten', () => {
    const { breaker, clock, runAll } = rig({ consecutiveFailures: 1000 });
    runAll(...times(9, 'failure'));
    clock.advance(30_001);
    runAll(...times(9, 'failure'));
    expect(breaker.state()).toBe('closed');
  });

  test('results that say nothing of the link are not counted', () => {
    const { breaker, runAll } = rig();
    runAll(...times(100, 'ignore'), ...times(4, 'failure'));
    expect(breaker.state()).toBe('closed');
  });

  test('a failing call stays cheap with many samples in the window (opossum sorts them all for percentiles)', async () => {
    const { runAll, run } = rig({ consecutiveFailures: 1_000_000, errorPercent: 100 });
    runAll(...times(20_000, 'success'));
    // opossum notes a success one turn of the event loop later.
    await new Promise((resolve) => setImmediate(resolve));
    const costs = times(101, 'failure').map((verdict) => {
      const since = performance.now();
      run(verdict);
      return performance.now() - since;
    });
    expect(costs.sort((a, b) => a - b)[50]).toBeLessThan(0.5);
  });
});

describe('recovery (opossum traps)', () => {
  test('1, then 3, then 10 probes, each stage all successful, then the ramp', () => {
    const { breaker, clock, run } = opened();
    expect(breaker.tickets()).toBe(0);
    clock.advance(15_000);
    for (const size of [1, 3, 10]) {
      expect(breaker.state()).toBe('half-open');
      const tickets = Array.from({ length: size }, () => breaker.admit());
      expect(tickets.every((ticket) => ticket !== undefined)).toBe(true);
      expect(run('success')).toBe(false);
      for (const ticket of tickets) if (ticket !== undefined) breaker.report(ticket, 'success');
    }
    expect(breaker.state()).toBe('ramp');
  });

  test('a failed probe of any stage opens again, for twice as long', () => {
    const { breaker, clock, runAll } = opened();
    clock.advance(15_000);
    runAll('success', 'success', 'failure');
    expect(breaker.state()).toBe('open');
    expect(breaker.opensInMs()).toBe(30_000);
  });

  test('an unhelpful answer (429) as probe neither closes nor uses the probe up (a filtered error closes opossum)', () => {
    const { breaker, clock, run } = opened();
    clock.advance(15_000);
    for (let round = 0; round < 50; round += 1) expect(run('ignore')).toBe(true);
    expect(breaker.state()).toBe('half-open');
    expect(breaker.tickets()).toBe(1);
  });

  test('a success that started before the opening does not close (in opossum it does)', () => {
    const { breaker, clock, runAll } = rig();
    const stale = Array.from({ length: 20 }, () => breaker.admit());
    runAll(...times(5, 'failure'));
    clock.advance(15_000);
    expect(breaker.state()).toBe('half-open');
    for (const ticket of stale) if (ticket !== undefined) breaker.report(ticket, 'success');
    expect(breaker.state()).toBe('half-open');
    expect(breaker.tickets()).toBe(1);
  });

  test('a failure that started before the opening does not spoil the probes', () => {
    const { breaker, clock, runAll } = rig();
    const stale = breaker.admit();
    runAll(...times(5, 'failure'));
    clock.advance(15_000);
    if (stale !== undefined) breaker.report(stale, 'failure');
    expect(breaker.state()).toBe('half-open');
  });

  test('one failure after the recovery does not open again (opossum keeps its window)', () => {
    const { breaker, run } = recovered(opened());
    run('failure');
    expect(breaker.state()).toBe('ramp');
  });

  test('refused calls do not water down the window (opossum counts them as fires)', () => {
    const made = opened({ consecutiveFailures: 5 });
    for (let refusal = 0; refusal < 1000; refusal += 1) expect(made.run('failure')).toBe(false);
    recovered(made).runAll(...times(5, 'failure'));
    expect(made.breaker.state()).toBe('open');
  });

  test('permits grow from 1 to all over the ramp (opossum lets everything through at once)', () => {
    const { breaker, clock } = recovered(opened());
    const limits = Array.from({ length: 7 }, () => {
      const limit = breaker.limit();
      clock.advance(10_000);
      return limit;
    });
    expect(limits).toEqual([1, 1, 2, 4, 5, 6, 8]);
    expect(breaker.state()).toBe('closed');
  });

  test('the doubling ends only when the ramp was passed', () => {
    const made = recovered(opened());
    made.runAll(...times(5, 'failure'));
    expect(made.breaker.opensInMs()).toBe(30_000);
    recovered(made).clock.advance(60_000);
    expect(made.breaker.state()).toBe('closed');
    made.runAll(...times(5, 'failure'));
    expect(made.breaker.opensInMs()).toBe(15_000);
  });

  test('tells each change once, and by itself when only time passes', () => {
    const made = opened();
    made.clock.advance(15_000);
    made.runAll(...times(14, 'success'));
    made.clock.advance(60_000);
    expect(made.states).toEqual(['open', 'half-open', 'ramp', 'closed']);
    expect(made.clock.pendingTimers()).toBe(0);
  });
});

test('open time doubles, never exceeds its cap, and jitter keeps nodes apart at the cap', () => {
  expect([0, 1, 2, 6, 60].map((streak) => openTimeMs(15_000, 600_000, streak, 0))).toEqual([
    15_000, 30_000, 60_000, 600_000, 600_000,
  ]);
  expect(openTimeMs(15_000, 600_000, 9, 0.999)).toBeLessThan(openTimeMs(15_000, 600_000, 9, 0.5));
});

test('property: refuses exactly when open or when the probes of the stage are given out; never more probes than the stage', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('admit' as const) }),
    fc.record({
      do: fc.constant('report' as const),
      which: fc.nat(20),
      verdict: fc.constantFrom<Verdict>('success', 'failure', 'failure', 'ignore'),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40_000) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { breaker, clock } = rig({ consecutiveFailures: 3 });
      const out: Array<{ generation: number }> = [];
      let probesOut = new Set<object>();
      for (const each of steps) {
        const before = breaker.state();
        if (each.do === 'admit') {
          const refused = breaker.refuses();
          const ticket = breaker.admit();
          expect(ticket === undefined).toBe(refused);
          if (before === 'open') expect(refused).toBe(true);
          if (before === 'closed' || before === 'ramp') expect(refused).toBe(false);
          if (ticket === undefined) continue;
          out.push(ticket);
          if (before === 'half-open') probesOut.add(ticket);
          expect(probesOut.size).toBeLessThanOrEqual(10);
        } else if (each.do === 'report') {
          const [ticket] = out.splice(each.which % Math.max(1, out.length), 1);
          if (ticket === undefined) continue;
          breaker.report(ticket, each.verdict);
          const isProbe = probesOut.delete(ticket);
          if (before === 'half-open' && !isProbe) expect(breaker.state()).toBe('half-open');
          if (before === 'half-open' && isProbe && each.verdict === 'failure') expect(breaker.state()).toBe('open');
        } else clock.advance(each.ms);
        if (breaker.state() !== 'half-open') probesOut = new Set();
      }
    }),
    { numRuns: 500 },
  );
});
