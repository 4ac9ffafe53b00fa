import type { Attempt, Delivery } from '../store/contract.ts';
import { type Decision, type DispatchPolicy, park, standing } from './decision.ts';
import { dispatchFault } from './fault-rows.ts';
import { jittered, scheduledMs } from './schedule.ts';

/** Our own errors: a mapping that does not fit the event, a faulty adapter. Nothing was sent. */
const internalOutcome = 'internal-error';

/** A message that breaks our own code must not circle for ever (reliability §1d: internal receives). */
const maxInternalReceives = 5;
const longestInternalDelayMs = 15 * 60_000;

/**
 * What follows an error of our own. Pure.
 * @param attempts all earlier attempts of the delivery
 * @param cause named in the reason; must hold no personal data
 */
export function decideInternal(
  delivery: Delivery,
  work: 'submit' | 'enquire',
  attempts: readonly Attempt[],
  cause: string,
  policy: DispatchPolicy,
  now: number,
  random: number,
): Decision {
  const receives = 1 + trailingInternal(attempts);
  const fault = dispatchFault('INTERNAL_ERROR', cause);
  if (receives >= maxInternalReceives) {
    return park(`内部错误 ${receives} 次，需开发或实施人员处理 / ${receives} internal errors: ${cause}`, fault);
  }
  const baseMs = Math.min(scheduledMs(receives, policy.retry), longestInternalDelayMs);
  const nextAt = now + jittered(baseMs, 0, policy.retry.jitter, random);
  return { state: standing(delivery, work), counts: true, nextAt, fault };
}

function trailingInternal(attempts: readonly Attempt[]): number {
  const newestFirst = [...attempts].sort((left, right) => right.startedAt - left.startedAt);
  const other = newestFirst.findIndex((attempt) => attempt.outcome !== internalOutcome);
  return other === -1 ? newestFirst.length : other;
}

/** The record of a run that broke before anything was sent. */
export function internalAttempt(operation: string, startedAt: number, work: 'submit' | 'enquire'): Attempt {
  return {
    operation,
    effect: work === 'submit' ? 'write' : 'read',
    startedAt,
    durationMs: 0,
    sent: false,
    outcome: internalOutcome,
    category: 'misconfigured',
    code: 'INTERNAL_ERROR',
    attemptIds: {},
  };
}
