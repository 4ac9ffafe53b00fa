import type { Clock } from './clock.ts';

export interface Rate {
  readonly ratePerSecond: number;
  readonly burst: number;
}

export interface PaceRequest {
  readonly key: string;
  /** Absent: only pauses hold the call back. */
  readonly rate?: Rate;
  /** Higher first. */
  readonly priority: number;
  /** A call that could not start within this time is refused at once. */
  readonly maxWaitMs: number;
}

/** `retryAfterMs`: when it is worth trying again. */
export type PaceResult = { readonly type: 'granted' } | { readonly type: 'full'; readonly retryAfterMs: number };

/**
 * Spaces the calls of each key as the platform demands.
 * Guarantees: within any window of w ms a key gets at most burst + rate × w grants, and none while it is paused; higher priority
 * first, then oldest first; nobody waits longer than asked. Gives up: sharing a rate between several gateway processes.
 */
export interface Pacer {
  acquire(request: PaceRequest): Promise<PaceResult>;
  /** No grants for this key (all keys when undefined) during the next `forMs`; never shortens a pause. `because`: our code of the fault. */
  pause(key: string | undefined, forMs: number, because?: string): void;
  /** ms the pause of this key still lasts, 0 for none; with undefined that of all keys */
  pausedForMs(key: string | undefined): number;
  /** Why the pause that lasts longest was made; undefined without pause. */
  pausedBecause(key: string): string | undefined;
  /** Refuses everybody who waits. */
  close(): void;
}

interface Waiter {
  readonly priority: number;
  readonly giveUpAt: number;
  readonly settle: (result: PaceResult) => void;
}

/** Generic cell rate algorithm: `dueAt` is when the bucket would be full again (ITU-T I.371, virtual scheduling). */
interface Lane {
  dueAt: number;
  pausedUntil: number;
  because: string | undefined;
  rate: Rate | undefined;
  readonly waiting: Waiter[];
  cancelTimer: () => void;
}

/** Lanes come by institution, tens of thousands of them: idle ones are swept when there are more than this. */
const sweepAbove = 1024;
const granted: PaceResult = { type: 'granted' };

/** @param onResume called when a pause has ended */
export function createPacer(clock: Clock, onResume: () => void): Pacer {
  const lanes = new Map<string, Lane>();
  let allPausedUntil = 0;
  let allBecause: string | undefined;
  const resumes = new Set<() => void>();
  let closed = false;

  function laneOf(key: string): Lane {
    const known = lanes.get(key);
    if (known !== undefined) return known;
    if (lanes.size >= sweepAbove) sweep();
    const lane: Lane = {
      dueAt: 0,
      pausedUntil: 0,
      because: undefined,
      rate: undefined,
      waiting: [],
      cancelTimer: () => undefined,
    };
    lanes.set(key, lane);
    return lane;
  }

  function sweep(): void {
    const now = clock.monotonic();
    for (const [key, lane] of lanes) {
      if (lane.waiting.length === 0 && lane.dueAt <= now && lane.pausedUntil <= now) lanes.delete(key);
    }
  }

  function earliest(lane: Lane): number {
    const { rate } = lane;
    const conforming = rate === undefined ? 0 : lane.dueAt - ((rate.burst - 1) * 1000) / rate.ratePerSecond;
    return Math.max(conforming, lane.pausedUntil, allPausedUntil);
  }

  function take(lane: Lane, now: number): void {
    if (lane.rate !== undefined) lane.dueAt = Math.max(now, lane.dueAt) + 1000 / lane.rate.ratePerSecond;
  }

  function pump(lane: Lane): void {
    lane.cancelTimer();
    const now = clock.monotonic();
    while (lane.waiting.length > 0 && earliest(lane) <= now) {
      take(lane, now);
      lane.waiting.shift()?.settle(granted);
    }
    dropHopeless(lane, now);
    if (lane.waiting.length > 0) lane.cancelTimer = clock.setTimer(() => pump(lane), earliest(lane) - now);
  }

  function dropHopeless(lane: Lane, now: number): void {
    const next = earliest(lane);
    const spacing = lane.rate === undefined ? 0 : 1000 / lane.rate.ratePerSecond;
    for (let place = lane.waiting.length - 1; place >= 0; place -= 1) {
      const waiter = lane.waiting[place];
      if (waiter === undefined || next + place * spacing <= waiter.giveUpAt) continue;
      lane.waiting.splice(place, 1);
      waiter.settle({ type: 'full', retryAfterMs: Math.ceil(next - now + place * spacing) });
    }
  }

  function resumeAfter(forMs: number): void {
    const cancel = clock.setTimer(() => {
      resumes.delete(cancel);
      onResume();
    }, forMs);
    resumes.add(cancel);
  }

  return {
    acquire(request) {
      if (closed) return Promise.resolve({ type: 'full', retryAfterMs: 0 });
      const lane = laneOf(request.key);
      lane.rate = request.rate;
      const now = clock.monotonic();
      if (lane.waiting.length === 0 && earliest(lane) <= now) {
        take(lane, now);
        return Promise.resolve(granted);
      }
      return new Promise((settle) => {
        const waiter = { priority: request.priority, giveUpAt: now + request.maxWaitMs, settle };
        const place = lane.waiting.findIndex((other) => other.priority < waiter.priority);
        lane.waiting.splice(place === -1 ? lane.waiting.length : place, 0, waiter);
        pump(lane);
      });
    },
    pause(key, forMs, because) {
      const until = clock.monotonic() + forMs;
      if (key === undefined) {
        if (until >= allPausedUntil) allBecause = because;
        allPausedUntil = Math.max(allPausedUntil, until);
        for (const lane of lanes.values()) pump(lane);
      } else {
        const lane = laneOf(key);
        if (until >= lane.pausedUntil) lane.because = because;
        lane.pausedUntil = Math.max(lane.pausedUntil, until);
        pump(lane);
      }
      resumeAfter(forMs);
    },
    pausedForMs(key) {
      const lane = key === undefined ? undefined : lanes.get(key);
      return Math.max(0, Math.max(allPausedUntil, lane?.pausedUntil ?? 0) - clock.monotonic());
    },
    pausedBecause(key) {
      const lane = lanes.get(key);
      if (Math.max(allPausedUntil, lane?.pausedUntil ?? 0) <= clock.monotonic()) return undefined;
      return allPausedUntil > (lane?.pausedUntil ?? 0) ? allBecause : lane?.because;
    },
    close() {
      closed = true;
      for (const cancel of resumes) cancel();
      for (const lane of lanes.values()) {
        lane.cancelTimer();
        for (const waiter of lane.waiting.splice(0)) waiter.settle({ type: 'full', retryAfterMs: 0 });
      }
    },
  };
}
