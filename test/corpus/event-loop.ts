import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const resolutionMs = 5;
/** Two samples: the histogram counts from the second on. */
const settleMs = 2 * resolutionMs;
const nsPerMs = 1e6;
const usPerMs = 1e3;

/**
 * Measures how long the event loop stood still while `run` was under way. Where other processes take the machine away, the loop
 * stands still through no fault of ours: no pause counts for more than the processor time that this thread used in all.
 * @returns the longest pause in milliseconds, and what `run` gave
 */
export async function withLongestStall<T>(
  run: () => Promise<T>,
): Promise<{ readonly stallMs: number; readonly value: T }> {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  await pause(settleMs);
  const since = process.threadCpuUsage();
  const value = await run();
  // A block at the very end is noticed only when the timer fires after it.
  await pause(settleMs);
  delays.disable();
  const { user, system } = process.threadCpuUsage(since);
  return { stallMs: Math.min(delays.max / nsPerMs, (user + system) / usPerMs), value };
}
