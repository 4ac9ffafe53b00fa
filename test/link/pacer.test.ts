import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPacer, type PaceResult } from '../../gateway/link/pacer.ts';
import { type FakeClock, fakeClock } from './support.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const stepMs = 20;

async function turn(clock: FakeClock, ms: number): Promise<void> {
  for (let done = 0; done < ms; done += stepMs) {
    clock.advance(Math.min(stepMs, ms - done));
    await settled();
  }
}

function rig() {
  const clock = fakeClock();
  const resumed: number[] = [];
  const pacer = createPacer(clock, () => {
    resumed.push(clock.monotonic());
  });
  const grants: Array<{ name: string; at: number }> = [];
  const refusals: Array<{ name: string; retryAfterMs: number }> = [];
  const ask = (
    name: string,
    options: { rate?: number; burst?: number; key?: string; priority?: number; maxWaitMs?: number } = {},
  ) => {
    const { rate, burst = 1, key = 'k', priority = 0, maxWaitMs = 10_000 } = options;
    const limit = rate === undefined ? {} : { rate: { ratePerSecond: rate, burst } };
    void pacer.acquire({ key, priority, maxWaitMs, ...limit }).then((result: PaceResult) => {
      if (result.type === 'granted') grants.push({ name, at: clock.monotonic() - 1000 });
      else refusals.push({ name, retryAfterMs: result.retryAfterMs });
    });
  };
  return { clock, pacer, grants, refusals, ask, resumed };
}

describe('pacer', () => {
  test('spaces calls by the rate, higher priority first, then in order', async () => {
    const { clock, grants, ask } = rig();
    ask('first', { rate: 2 });
    ask('query', { rate: 2 });
    ask('sale', { rate: 2, priority: 5 });
    ask('later sale', { rate: 2, priority: 5 });
    for (let tick = 0; tick < 4; tick += 1) {
      await settled();
      clock.advance(500);
    }
    expect(grants.map(({ name }) => name)).toEqual(['first', 'sale', 'later sale', 'query']);
  });

  test('one key does not slow another', async () => {
    const { grants, ask } = rig();
    ask('a', { rate: 1, key: 'a' });
    ask('a again', { rate: 1, key: 'a' });
    ask('b', { rate: 1, key: 'b' });
    await settled();
    expect(grants.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('refuses at once who could not start in time, with the time to come back', async () => {
    const { refusals, ask } = rig();
    ask('now', { rate: 0.1 });
    ask('too slow', { rate: 0.1, maxWaitMs: 5000 });
    await settled();
    expect(refusals).toEqual([{ name: 'too slow', retryAfterMs: 10_000 }]);
  });

  test('a pause holds the key, refuses those it makes hopeless, and announces its end', async () => {
    const { clock, pacer, grants, refusals, ask, resumed } = rig();
    pacer.pause('k', 60_000);
    ask('hopeless');
    ask('patient', { maxWaitMs: 90_000 });
    ask('other key', { key: 'other' });
    await settled();
    expect(grants.map(({ name }) => name)).toEqual(['other key']);
    expect(refusals.map(({ name }) => name)).toEqual(['hopeless']);
    expect(pacer.pausedForMs('k')).toBe(60_000);
    clock.advance(60_000);
    await settled();
    expect(grants.map(({ name }) => name)).toEqual(['other key', 'patient']);
    expect(resumed).toEqual([61_000]);
  });

  test('a shorter pause never shortens a longer one, nor its announcement', () => {
    const { clock, pacer, resumed } = rig();
    pacer.pause('k', 60_000);
    pacer.pause('k', 1000);
    pacer.pause('other', 2000);
    expect(pacer.pausedForMs('k')).toBe(60_000);
    clock.advance(60_000);
    expect(resumed.at(-1)).toBe(61_000);
    expect(pacer.pausedForMs('k')).toBe(0);
  });

  test('a pause of all keys holds each', async () => {
    const { pacer, refusals, ask } = rig();
    pacer.pause(undefined, 7_200_000);
    ask('any', { key: 'any' });
    await settled();
    expect(refusals).toEqual([{ name: 'any', retryAfterMs: 7_200_000 }]);
  });

  test('close refuses everybody who waits and leaves no timer', async () => {
    const { clock, pacer, refusals, ask } = rig();
    ask('a', { rate: 1 });
    ask('b', { rate: 1 });
    pacer.pause('k', 5000);
    pacer.close();
    await settled();
    expect(refusals.map(({ name }) => name)).toEqual(['b']);
    expect(clock.pendingTimers()).toBe(0);
  });

  test('property: within any window a key gets at most burst + rate × window, and everybody is answered', async () => {
    const scenario = fc.record({
      rate: fc.integer({ min: 1, max: 50 }),
      burst: fc.integer({ min: 1, max: 10 }),
      gaps: fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ rate, burst, gaps }) => {
        const { clock, grants, refusals, ask } = rig();
        for (const gap of gaps) {
          ask('x', { rate, burst, maxWaitMs: 3000 });
          await turn(clock, gap);
        }
        await turn(clock, 4000);
        expect(grants.length + refusals.length).toBe(gaps.length);
        const at = grants.map((grant) => grant.at);
        for (const [from, start] of at.entries()) {
          for (let to = from; to < at.length; to += 1) {
            const windowMs = (at[to] ?? 0) - start;
            // A grant is noticed at the end of a step of the clock.
            expect(to - from + 1).toBeLessThanOrEqual(burst + (rate * (windowMs + stepMs)) / 1000 + 1e-6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
