import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const resolutionMs = 5;
/** Two samples: the histogram counts from the second on. */
const settleMs = 2 * resolutionMs;
const nsPerMs = 1e6;
const usPerMs = 1e3;

/**
 * Measures how long the event loop stood still while `run` was under way, by work of its own. Where other processes take the machine
 * away, the loop stands still through no fault of ours: no pause counts for more than the processor time that this thread used. Nor
 * do collections of garbage count: they take as long as the heap of the whole test run is large.
 * @returns the longest pause in milliseconds, and what `run` gave
 */
export async function withLongestStall<T>(
  run: () => Promise<T>,
): Promise<{ readonly stallMs: number; readonly value: T }> {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  const collections = new PerformanceObserver(() => undefined);
  delays.enable();
  collections.observe({ entryTypes: ['gc'] });
  await pause(settleMs);
  collections.takeRecords();
  const since = process.threadCpuUsage();
  const value = await run();
  // A block at the very end is noticed only when the timer fires after it.
  await pause(settleMs);
  delays.disable();
  const { user, system } = process.threadCpuUsage(since);
  const collectedMs = collections.takeRecords().reduce((sum, { duration }) => sum + duration, 0);
  collections.disconnect();
  const ownMs = (user + system) / usPerMs - collectedMs;
  return { stallMs: Math.max(0, Math.min(delays.max / nsPerMs, ownMs)), value };
}

const megabyteOfBrackets = '['.repeat(1_000_000);

/**
 * What this machine, as busy as it is now, needs for a known piece of work: V8's own JSON parser on a megabyte of open brackets
 * (33 ms on an idle core of 2020). A bar in multiples of it holds on any machine.
 * @returns processor milliseconds of this thread
 */
export function floorMs(): number {
  const since = process.threadCpuUsage();
  try {
    JSON.parse(megabyteOfBrackets);
  } catch {
    // No end: the parser says so after the last bracket.
  }
  const { user, system } = process.threadCpuUsage(since);
  return (user + system) / usPerMs;
}
