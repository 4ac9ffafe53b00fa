import { callLimited } from './top-error.ts';

const windowMs = 1_000;
const dayMs = 86_400_000;
const chinaOffsetMs = 28_800_000;

/** Calls per app, by the second and by the day: above the rate the app is banned for a second, whatever it calls (quota is per AppKey). */
export class CallLimit {
  readonly #callsPerSecond: number;
  readonly #callsPerDay: number;
  readonly #days = new Map<string, { day: number; calls: number }>();
  readonly #windows = new Map<string, { startedAt: number; calls: number; bannedUntil: number }>();

  constructor({ callsPerSecond, callsPerDay }: { readonly callsPerSecond: number; readonly callsPerDay: number }) {
    this.#callsPerSecond = callsPerSecond;
    this.#callsPerDay = callsPerDay;
  }

  /** @throws TopError 7 with the seconds of the ban. */
  take(appKey: string, now: number): void {
    this.#takeOfDay(appKey, now);
    const window = this.#windows.get(appKey) ?? { startedAt: now, calls: 0, bannedUntil: 0 };
    this.#windows.set(appKey, window);
    if (now < window.bannedUntil) throw callLimited(window.bannedUntil - now);
    if (now - window.startedAt >= windowMs) {
      window.startedAt = now;
      window.calls = 0;
    }
    window.calls += 1;
    if (window.calls <= this.#callsPerSecond) return;
    window.bannedUntil = now + windowMs;
    throw callLimited(windowMs);
  }

  /** The quota of the day ends at midnight in China; the ban lasts until then. @throws TopError 7 */
  #takeOfDay(appKey: string, now: number): void {
    const day = Math.floor((now + chinaOffsetMs) / dayMs);
    const known = this.#days.get(appKey);
    const today = known?.day === day ? known : { day, calls: 0 };
    this.#days.set(appKey, today);
    today.calls += 1;
    if (today.calls > this.#callsPerDay) throw callLimited((day + 1) * dayMs - chinaOffsetMs - now);
  }
}
