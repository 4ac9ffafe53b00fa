import type { Clock } from '../../gateway/link/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time and fires the timers that come due, in order. */
  advance(ms: number): void;
}

export function createManualClock(startMs: number): ManualClock {
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  let now = startMs;
  return {
    now: () => now,
    monotonic: () => now - startMs,
    setTimer(run, afterMs) {
      const timer = { at: now + afterMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((left, right) => left.at - right.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
    },
  };
}

/** Waits for a condition by letting the event loop turn; fails by the test's own time limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}
