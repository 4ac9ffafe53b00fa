import type { EventKind, TraceEvent } from '../../mappings/model/index.ts';
import type { FieldError } from './contract.ts';
import { fieldError } from './errors.ts';

/** POS clocks drift; more than this is a wrong date, and platforms refuse documents of the future. */
const futureToleranceMs = 5 * 60_000;
/** 码上放心 answers FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR (系统不支持上传2年前单据) for older documents. */
const oldestYears = 2;

/**
 * Checks that no schema can express.
 * @param kinds that are taken, see takenKinds
 * @returns errors, and notes for what is odd but taken.
 */
export function checkEvent(
  event: TraceEvent,
  nowMs: number,
  kinds: ReadonlySet<EventKind>,
): { readonly errors: readonly FieldError[]; readonly notes: readonly string[] } {
  const errors: FieldError[] = [];
  const notes: string[] = [];
  if (!kinds.has(event.kind)) errors.push(fieldError('KIND_NOT_SUPPORTED', '/kind', event.kind));
  const occurredAt = Date.parse(event.occurredAt);
  if (Number.isNaN(occurredAt)) errors.push(fieldError('OCCURRED_AT_INVALID', '/occurredAt'));
  if (occurredAt > nowMs + futureToleranceMs) {
    errors.push(fieldError('OCCURRED_IN_FUTURE', '/occurredAt'));
  }
  errors.push(...settlementErrors(event.settlement));
  if (occurredAt < yearsBefore(nowMs, oldestYears)) notes.push('/occurredAt: OCCURRED_LONG_AGO');
  return { errors, notes };
}

/** What waits for its settlement has none yet, and only the insurance settles. */
function settlementErrors(settlement: TraceEvent['settlement']): readonly FieldError[] {
  if (settlement?.awaiting === undefined) return [];
  if (settlement.type !== 'insured')
    return [fieldError('SETTLEMENT_NOT_AWAITED', '/settlement/awaiting', settlement.type)];
  return settlement.id === undefined ? [] : [fieldError('SETTLEMENT_NOT_AWAITED', '/settlement/id')];
}

function yearsBefore(nowMs: number, years: number): number {
  const date = new Date(nowMs);
  return date.setUTCFullYear(date.getUTCFullYear() - years);
}
