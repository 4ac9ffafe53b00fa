/** How a link that was open comes back: probes in stages, then a ramp. Pure arithmetic, no clock. */

/** Straight successes asked of each stage before the next (reliability defaults: 1 probe, then 3, then 10). */
export const probeStages: readonly number[] = [1, 3, 10];

/** Share of the open time that jitter may take away, so that many nodes do not probe together and the cap still holds. */
const jitterShare = 0.2;

/**
 * @param streak how often the link opened since it was last fully closed, this opening not counted
 * @param random 0 ≤ random < 1
 * @returns ms to stay open: doubled per opening, capped, jittered after the cap
 */
export function openTimeMs(openMs: number, maxOpenMs: number, streak: number, random: number): number {
  const doubled = Math.min(openMs * 2 ** Math.min(streak, 30), maxOpenMs);
  return doubled * (1 - jitterShare * random);
}

/** @returns permits allowed in flight `elapsedMs` after the probes succeeded: from 1 to all, linearly */
export function rampLimit(maxInFlight: number, rampMs: number, elapsedMs: number): number {
  return Math.max(1, Math.min(maxInFlight, Math.floor((maxInFlight * elapsedMs) / rampMs)));
}

/** @returns ms from the start of the ramp until the limit grows beyond what it is at `elapsedMs` */
export function nextRampStepMs(maxInFlight: number, rampMs: number, elapsedMs: number): number {
  const next = rampLimit(maxInFlight, rampMs, elapsedMs) + 1;
  return Math.min(rampMs, Math.ceil((next * rampMs) / maxInFlight));
}
