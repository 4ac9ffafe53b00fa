import { storable } from './code-rows.ts';
import type { Attempt, SendingMark, Settlement } from './contract.ts';

/** A settlement as both databases take it; structures are JSON text. */
export interface SettlementRow {
  readonly id: string;
  readonly owner: string;
  readonly now: number;
  readonly state: string;
  readonly next_at: number | null;
  readonly reason: string | null;
  readonly fault: string | null;
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

/** States that go on by themselves: never without a due time, or they would be forgotten. */
const scheduled: ReadonlySet<string> = new Set(['queued', 'pending', 'unknown']);

/** The rows' rule is the contract's (Settlement): null clears `next_at`, `reason`, `fault` and `step`, and keeps everything else. */
export function toSettlementRow(settlement: Settlement): SettlementRow {
  const { attempt, state } = settlement;
  return {
    id: settlement.id,
    owner: settlement.owner,
    now: settlement.now,
    state,
    next_at: settlement.nextAt ?? (scheduled.has(state) ? settlement.now : null),
    reason: text(settlement.reason),
    fault: json(settlement.fault),
    receipt: text(settlement.receipt),
    duplicate: flag(settlement.duplicate),
    partial: flag(settlement.partial),
    items: json(settlement.items),
    codes: json(settlement.codes),
    step: json(settlement.step),
    ids: json(settlement.ids),
    unknown_since: settlement.unknownSince ?? null,
    attempt: json(attempt),
    writes: attempt?.effect === 'write' ? 1 : 0,
    reads: attempt?.effect === 'read' ? 1 : 0,
  };
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
const text = (value: string | undefined): string | null => (value === undefined ? null : storable(value));
const flag = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0);
