import type { DispatchPolicy } from './decision.ts';

/** Enquiries slow down to this pace. */
const longestEnquiryIntervalMs = 30 * 60_000;
/** Growth of the interval from one enquiry to the next; the first ones come close together, as the fate is mostly known soon. */
const enquiryGrowth = 1.5;

/**
 * Full jitter around a delay, applied after every cap and never below the floor, so that deliveries that failed together do not come back together.
 * @param random in [0, 1)
 */
export function jittered(baseMs: number, floorMs: number, jitter: number, random: number): number {
  const lowest = Math.max(baseMs * (1 - jitter), floorMs);
  return Math.round(lowest + random * 2 * jitter * Math.max(baseMs, floorMs));
}

/** @param attempts made so far, at least 1 @returns delay of the schedule before jitter, ms */
export function scheduledMs(attempts: number, retry: DispatchPolicy['retry']): number {
  return retry.scheduleMs[attempts - 1] ?? retry.repeatMs;
}

/** @returns delay until the next enquiry, ms; grows with the number of enquiries made. */
export function enquiryIntervalMs(baseMs: number, enquiries: number): number {
  // 16 steps of growth exceed every cap; more would only overflow.
  const grown = baseMs * enquiryGrowth ** Math.min(enquiries, 16);
  return Math.max(baseMs, Math.min(grown, longestEnquiryIntervalMs));
}
