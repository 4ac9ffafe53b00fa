import type { Attempt, SendingMark, Settlement } from './contract.ts';

/** A settlement as both databases take it. null keeps the stored value, except for what describes the present (see `toSettlementRow`). */
export interface SettlementRow {
  readonly id: string;
  readonly owner: string;
  readonly now: number;
  readonly state: string;
  readonly next_at: number | null;
  readonly reason: string | null;
  readonly fault: string | null;
  readonly keep_fault: number;
  readonly receipt: string | null;
  readonly duplicate: number | null;
  readonly partial: number | null;
  readonly items: string | null;
  readonly codes: string | null;
  readonly step: string | null;
  readonly ids: string | null;
  readonly unknown_since: number | null;
  readonly attempt: string | null;
  readonly writes: number;
  readonly reads: number;
}

const scheduled: ReadonlySet<string> = new Set(['queued', 'pending', 'unknown']);
const doubtful: ReadonlySet<string> = new Set(['unknown', 'parked', 'held']);

/**
 * What a settlement without a field means:
 * - `reason`, `step`: there is none now. `nextAt`: at once for a state that goes on by itself, none for the others.
 * - `fault`: there is none now when an attempt was made; without an attempt the last one stays.
 * - `unknownSince`: kept while the outcome may still be unknown, else none; the first `unknown` without one starts it.
 * - everything else (receipt, items, ids …): what is known stays known.
 */
export function toSettlementRow(settlement: Settlement): SettlementRow {
  const { attempt, state } = settlement;
  return {
    id: settlement.id,
    owner: settlement.owner,
    now: settlement.now,
    state,
    next_at: scheduled.has(state) || state === 'held' ? (settlement.nextAt ?? settlement.now) : null,
    reason: settlement.reason ?? null,
    fault: json(settlement.fault),
    keep_fault: attempt === undefined ? 1 : 0,
    receipt: settlement.receipt ?? null,
    duplicate: flag(settlement.duplicate),
    partial: flag(settlement.partial),
    items: json(settlement.items),
    codes: json(settlement.codes),
    step: json(settlement.step),
    ids: json(settlement.ids),
    unknown_since: settlement.unknownSince ?? (state === 'unknown' ? settlement.now : null),
    attempt: json(attempt),
    writes: attempt?.effect === 'write' ? 1 : 0,
    reads: attempt?.effect === 'read' ? 1 : 0,
  };
}

/** @returns whether a delivery in this state keeps its `unknown_since`. */
export function keepsUnknownSince(state: string): boolean {
  return doubtful.has(state);
}

/** The try under way as an attempt: what is left of it if the gateway goes away before the outcome is recorded. */
export function sendingAttempt(mark: SendingMark): string {
  const attempt: Attempt = {
    operation: mark.operation,
    effect: 'write',
    startedAt: mark.now,
    durationMs: 0,
    sent: true,
    outcome: 'interrupted',
    category: 'unknown-outcome',
    attemptIds: mark.attemptIds,
  };
  return JSON.stringify(attempt);
}

/** @returns all tries of a delivery in order, the one under way last. */
export function toAttempts(bodies: readonly string[], sending: string | null | undefined): Attempt[] {
  const attempts: Attempt[] = bodies.map((body) => JSON.parse(body));
  if (sending === null || sending === undefined) return attempts;
  const { category: _, ...underWay }: Attempt = JSON.parse(sending);
  return [...attempts, { ...underWay, outcome: 'sending' }];
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
const flag = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0);
