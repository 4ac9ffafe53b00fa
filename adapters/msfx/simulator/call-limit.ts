import { callLimited } from './top-error.ts';

const windowMs = 1_000;

/** Calls per app: above the rate the app is banned for a second, whatever it calls (quota is per AppKey). */
export class CallLimit {
  readonly #callsPerSecond: number;
  readonly #windows = new Map<string, { startedAt: number; calls: number; bannedUntil: number }>();

  constructor(callsPerSecond: number) {
    this.#callsPerSecond = callsPerSecond;
  }

  /** @throws TopError 7 with the seconds of the ban. */
  take(appKey: string, now: number): void {
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
}
