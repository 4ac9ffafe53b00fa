import { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';
import type { Clock } from './clock.ts';

export interface FailureWindowSettings {
  /** Opens at this share of failures or more. */
  readonly errorPercent: number;
  readonly consecutiveFailures: number;
  readonly windowMs: number;
  readonly minimumCalls: number;
}

/** Decides from finished attempts when a closed link must open. */
export interface FailureWindow {
  /** Counts one finished attempt. @returns true when the link must open now */
  record(failed: boolean): boolean;
  /** Forgets everything counted so far. */
  reset(): void;
  close(): void;
}

const buckets = 10;
/** opossum opens above its threshold; ours opens at it, and at 100 % too. */
const justBelowPercent = 1e-6;
/** Half-open is ours (breaker.ts): opossum's own timer must never come first. Longest delay that setTimeout can hold. */
const neverMs = 2 ** 31 - 1;

/**
 * The rolling window of opossum, fed with one event per finished attempt and turned by our clock. Left out on purpose: its timeout
 * (does not cancel), capacity (permits come back while calls run on, and a full one counts as failure), abortController (one for all
 * calls), errorFilter (a filtered error closes a half-open breaker), percentiles and snapshots (CPU per failed call).
 */
export function createFailureWindow(settings: FailureWindowSettings, clock: Clock): FailureWindow {
  const rotation = new EventEmitter();
  const bucketMs = settings.windowMs / buckets;
  let circuit = newCircuit(settings, rotation);
  let rotatedAt = clock.monotonic();
  let consecutive = 0;

  function rotate(): void {
    const turns = Math.floor((clock.monotonic() - rotatedAt) / bucketMs);
    for (let turn = 0; turn < Math.min(turns, buckets); turn += 1) rotation.emit('rotate');
    rotatedAt += turns * bucketMs;
  }

  return {
    record(failed) {
      rotate();
      consecutive = failed ? consecutive + 1 : 0;
      // The failure is known already; opossum rejects with the same one.
      circuit.fire(failed).catch(() => undefined);
      if (consecutive >= settings.consecutiveFailures) circuit.open();
      return circuit.opened;
    },
    reset() {
      circuit.shutdown();
      circuit = newCircuit(settings, rotation);
      rotatedAt = clock.monotonic();
      consecutive = 0;
    },
    close: () => circuit.shutdown(),
  };
}

/** Throws rather than rejects: opossum then counts in the same turn of the event loop. */
function replay(failed: boolean): Promise<void> {
  if (failed) throw new Error('attempt failed');
  return Promise.resolve();
}

function newCircuit(settings: FailureWindowSettings, rotation: EventEmitter): CircuitBreaker<[boolean], void> {
  const options = {
    timeout: false,
    resetTimeout: neverMs,
    errorThresholdPercentage: settings.errorPercent - justBelowPercent,
    volumeThreshold: settings.minimumCalls,
    rollingCountTimeout: settings.windowMs,
    rollingCountBuckets: buckets,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    rotateBucketController: rotation,
  } as const;
  return new CircuitBreaker(replay, options);
}
