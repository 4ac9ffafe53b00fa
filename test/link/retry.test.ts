import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { refusedTry, type Try } from '../../gateway/link/attempt.ts';
import { realClock } from '../../gateway/link/clock.ts';
import { retryOnce } from '../../gateway/link/retry.ts';
import { createRetryBudget } from '../../gateway/link/retry-budget.ts';
import { linkFault } from '../../gateway/link/transport-faults.ts';
import { fakeClock } from './support.ts';

const failed: Outcome = { type: 'fault', fault: { category: 'unavailable', code: 'CONNECT_REFUSED' } };
const tried = (repeatable: boolean): Try => ({ outcome: failed, made: true, sent: false, repeatable });

function rig(...tries: Array<Try | (() => Try)>) {
  const clock = fakeClock();
  let made = 0;
  const once = async (): Promise<Try> => {
    const next = tries[made];
    made += 1;
    if (next === undefined) throw new Error('one try too many');
    return typeof next === 'function' ? next() : next;
  };
  return { clock, made: () => made, run: (budget = createRetryBudget(clock)) => retryOnce(once, budget, clock) };
}

describe('retryOnce (p-retry traps)', () => {
  test('one extra try and no more (p-retry defaults to ten over 17 minutes)', async () => {
    const { run, made } = rig(tried(true), tried(true));
    expect((await run()).length).toBe(2);
    expect(made()).toBe(2);
  });

  test('what may not be repeated is not', async () => {
    const { run, made } = rig(tried(false));
    await run();
    expect(made()).toBe(1);
  });

  test('a second try that the link refuses leaves the first one standing', async () => {
    const { run } = rig(tried(true), refusedTry(linkFault('LINK_OPEN')));
    expect(await run()).toEqual([tried(true)]);
  });

  test('not after the short window, however fast the clock on the wall goes', async () => {
    const { clock, run, made } = rig(() => {
      clock.advance(2001);
      return tried(true);
    });
    await run();
    expect(made()).toBe(1);
  });

  test('a defect of our own is neither retried nor hidden', async () => {
    const { run, made } = rig(() => {
      throw new TypeError('bug');
    });
    await expect(run()).rejects.toThrow('bug');
    expect(made()).toBe(1);
  });
});

describe('retry budget', () => {
  test('three retries at little traffic, a fifth of the tries at much, over ten seconds', () => {
    const clock = fakeClock();
    const budget = createRetryBudget(clock);
    const granted = (asked: number) => Array.from({ length: asked }, () => budget.withdraw()).filter(Boolean).length;
    expect(granted(10)).toBe(3);
    for (let call = 0; call < 100; call += 1) budget.deposit();
    expect(granted(50)).toBe(17);
    clock.advance(10_000);
    expect(granted(10)).toBe(3);
  });
});

test('a real timer holds delays beyond 2³¹−1 ms (Node would run it after 1 ms)', async () => {
  let ran = false;
  const cancel = realClock.setTimer(() => {
    ran = true;
  }, 2 ** 31);
  await new Promise<void>((resolve) => realClock.setTimer(resolve, 20));
  cancel();
  expect(ran).toBe(false);
});
