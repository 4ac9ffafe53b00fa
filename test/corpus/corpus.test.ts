import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { bodyCases } from './body-cases.ts';
import { floorMs, withLongestStall } from './event-loop.ts';
import { subjects } from './families.ts';
import { framingCases } from './framing-cases.ts';
import { carrying, type MalformedReply, proofOf } from './reply.ts';
import { openRig, type Rig } from './rig.ts';
import { statusCases } from './status-cases.ts';

/*
 * Replies that prove nothing, over real sockets through the real link and adapter. Each states the one fault it must come to; jest
 * fails a test by itself when a rejection is left unhandled.
 */

/**
 * The bar for a gateway that serves healthy links meanwhile is 50 ms on an idle core, which is one and a half times the floor there;
 * on a slower or busier machine the multiple holds.
 */
const longestStallMs = 50;
const mostFloors = 1.5;
/** Other processes share the machine: a case above the bar gets this many further chances. */
const furtherRuns = 4;
const fewestCases = 40;

describe.each(subjects)('malformed replies of %s', (_, subject) => {
  const { family } = subject;
  const good = family.good(subject.input, 'RECEIPT0');
  const cases: readonly MalformedReply[] = [
    ...framingCases(good),
    ...statusCases(good, family),
    ...bodyCases(good, family),
    ...family.cases(subject.input),
  ];
  let rig: Rig;
  let receipts = 0;

  /** A proper success with a receipt of its own comes through: neither the link nor a socket kept anything of what was before. */
  async function takesASuccess(): Promise<void> {
    receipts += 1;
    const receipt = `RECEIPT${receipts}`;
    const success = family.good(subject.input, receipt);
    const { outcome } = await rig.deliver(carrying(proofOf(success), success));
    expect(outcome).toMatchObject({ type: family.success, receipt });
  }

  beforeAll(async () => {
    rig = await openRig(subject);
    await takesASuccess();
    await takesASuccess();
  });
  afterAll(() => rig.close());

  test.each(cases)('$name', async ({ reply, expect: expected, endless }) => {
    const run = () => withLongestStall(() => rig.deliver(reply, endless));
    let excess = Number.POSITIVE_INFINITY;
    for (let runs = 0; excess > 0 && runs <= furtherRuns; runs += 1) {
      const { stallMs, value } = await run();
      expect(summary(value.outcome)).toBe(expected);
      excess = stallMs <= longestStallMs ? 0 : stallMs - mostFloors * floorMs();
    }
    expect(excess).toBeLessThanOrEqual(0);
    await takesASuccess();
  });

  test('no socket is left over, and never were there more than the link may open', async () => {
    expect(rig.server.peak()).toBeLessThanOrEqual(subject.settings.limits.maxInFlight);
    expect(rig.server.open()).toBeLessThanOrEqual(2);
  });

  test('the corpus is wide enough, and names no case twice', () => {
    expect(cases.length).toBeGreaterThanOrEqual(fewestCases);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });
});

test('the measure sees a loop that stands still', async () => {
  const { stallMs } = await withLongestStall(async () => {
    await pause(1);
    const since = process.threadCpuUsage();
    // Microseconds of this thread's own time: on a busy machine they take longer.
    while (process.threadCpuUsage(since).user < 2 * longestStallMs * 1000);
  });
  expect(stallMs).toBeGreaterThan(longestStallMs);
});

function summary(outcome: Outcome): string {
  return outcome.type === 'fault' ? `${outcome.fault.category}/${outcome.fault.code}` : outcome.type;
}
