import type { BreakerState } from '../link/contract.ts';

/** Fields of a log line: an allow-list by type. Never an error object of a library, a payload, a credential or a person. */
export interface LogFields {
  readonly link?: string;
  readonly adapter?: string;
  readonly operation?: string;
  readonly category?: string;
  readonly code?: string;
  readonly kind?: string;
  readonly tenant?: string;
  readonly institution?: string;
  readonly event?: string;
  readonly delivery?: string;
  readonly request?: string;
  readonly state?: string;
  readonly durationMs?: number;
  readonly status?: number;
  readonly count?: number;
  readonly detail?: string;
}

export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

/** The counters and gauges of the hub; names and labels in metrics.ts, prefix `tracehub_`. */
export interface Metrics {
  intake(result: 'accepted' | 'replayed' | 'conflict' | 'invalid' | 'failed', kind: string, durationMs: number): void;
  attempt(
    link: string,
    adapter: string,
    operation: string,
    outcome: string,
    category: string | undefined,
    durationMs: number,
  ): void;
  settled(link: string, state: string, endToEndMs: number | undefined): void;
  breaker(link: string, state: BreakerState): void;
  leaseLost(link: string): void;
  /** Findings that are new; `findingClass` and `severity` are closed sets of the ledger. */
  found(findingClass: string, severity: string, count: number): void;
  /** Prometheus text format. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}
