import type { NativeRequest, NativeResponse, Outcome } from '../../adapters/contract/index.ts';

/** One protected connection to one platform: deadline, retry, breaker, bulkhead, pacer. `execute` never throws. */
export interface Link {
  readonly id: string;
  /**
   * Sends one request through all protections and has the reply classified.
   * Transport failures come back as `fault` outcomes: `unavailable` only when provably nothing was processed,
   * `unknown-outcome` for a write that may have been, `link-open` / `overloaded` when we did not try.
   */
  execute(call: LinkCall): Promise<LinkResult>;
  /** How many further calls may start now (permits, breaker stage and pause considered); 0 with `retryAt` (epoch ms) when none. */
  capacity(): { readonly permits: number; readonly retryAt?: number };
  /** Calls `listener` whenever capacity may have grown. @returns unsubscribe */
  onCapacity(listener: () => void): () => void;
  health(): LinkHealth;
  /** Ends all sockets; calls in flight end as faults. */
  close(): Promise<void>;
}

export interface LinkCall {
  readonly request: NativeRequest;
  readonly operation: string;
  readonly effect: 'read' | 'write';
  /** What the platform limits: the link's id, or link + institution; from the operation's pace. */
  readonly paceKey: string;
  readonly pace?: { readonly ratePerSecond: number; readonly burst: number };
  /** Higher first when calls queue for the pacer: sales before queries. */
  readonly priority?: number;
  /** The adapter's parseResponse bound to its context. */
  classify(response: NativeResponse): Outcome;
}

export interface LinkResult {
  readonly outcome: Outcome;
  /** epoch ms */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Whether any byte of the request may have left this host. */
  readonly sent: boolean;
  readonly httpStatus?: number;
  /** Up to 64 KiB of the reply as text, unscrubbed: the caller scrubs before it stores or logs. */
  readonly excerpt?: string;
  /** Requests really made (in-process retries included). */
  readonly tries: number;
}

export type BreakerState = 'closed' | 'open' | 'half-open' | 'ramp';

export interface LinkHealth {
  readonly breaker: BreakerState;
  /** epoch ms of the next probe while open. */
  readonly nextProbeAt?: number;
  readonly openings: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
  readonly pausedUntil?: number;
  /** Our code of the fault that paused it: a rate exceeded, or the day's quota used up. */
  readonly pausedBecause?: string;
  readonly lastSuccessAt?: number;
  readonly lastFailure?: { readonly at: number; readonly code: string };
  /** Platform clock minus ours, from its Date header, milliseconds. */
  readonly clockSkewMs?: number;
  /** Absent before the first connection. */
  readonly peer?: Peer;
}

/** The other end of the newest connection. */
export interface Peer {
  /** Address and port. */
  readonly address: string;
  readonly tls?: {
    /** TLSv1.2 … */
    readonly protocol: string;
    /** epoch ms: the end of its certificate's validity */
    readonly validUntil?: number;
    readonly issuedBy?: string;
  };
}
