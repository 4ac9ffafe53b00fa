import type { Fault } from '../../adapters/contract/index.ts';
import { type Decision, type DispatchPolicy, inBoth, park, type Situation, standing } from './decision.ts';
import { dispatchFault } from './fault-rows.ts';
import { delivered, mergedResults } from './results.ts';
import { jittered, scheduledMs } from './schedule.ts';

/** When a link that turned a call away does not say when it takes calls again. */
const linkBusyMs = 5_000;
/** An overloaded platform: it says so, or ran out of time. */
const overloadStatus: ReadonlySet<number> = new Set([429, 503, 504]);

/**
 * What follows a submission (architecture §5, fault categories and delivery states; numbers: reliability §1d). Pure.
 * Guarantees: an unsafe write whose fate is unknown is never scheduled for a resend here; every outcome ends final, scheduled or parked.
 */
export function decideSubmit(situation: Situation, policy: DispatchPolicy, now: number, random: number): Decision {
  const { delivery, outcome } = situation;
  switch (outcome.type) {
    case 'ok':
      return delivered(delivery, outcome, outcome.duplicate === true);
    case 'accepted-pending':
      return {
        state: 'pending',
        counts: true,
        nextAt: now + jittered(outcome.pollAfterMs, outcome.pollAfterMs, policy.retry.jitter, random),
        reason: outcome.reason,
        // Kept for the enquiry's answer, which does not say it again; a later submission that was new there takes it back.
        ...((outcome.duplicate || delivery.duplicate) && { duplicate: outcome.duplicate === true }),
        ...mergedResults(delivery, outcome),
      };
    case 'fault':
      return { ...mergedResults(delivery, outcome), ...decideFault(situation, outcome.fault, policy, now, random) };
    case 'not-found':
    case 'continue':
      return decideFault(situation, dispatchFault('ANSWER_OF_WRONG_TYPE', outcome.type), policy, now, random);
  }
}

function decideFault(
  situation: Situation,
  fault: Fault,
  policy: DispatchPolicy,
  now: number,
  random: number,
): Decision {
  const { delivery } = situation;
  switch (fault.category) {
    case 'invalid-request':
    case 'rejected':
      return { state: 'rejected', counts: true, fault, partial: holdsSome(delivery, situation.outcome) };
    case 'already-accepted':
      return { ...delivered(delivery, situation.outcome, true), fault };
    case 'auth':
      return decideAuth(situation, fault, policy, now, random);
    case 'rate-limited':
    case 'unavailable':
      return again(situation, fault, policy, now, random);
    case 'unknown-outcome':
    case 'contract-broken':
      return decideUnknown(situation, fault, policy, now, random);
    case 'link-open':
    case 'overloaded':
      return notTried(situation, fault, policy, now, random);
    case 'misconfigured':
      return park('链路配置有误，请修正后重投。 / The link is misconfigured; mend it, then retry.', fault);
  }
}

/** A step or row before the refusal may have been booked, in this run or an earlier one. */
function holdsSome(delivery: Situation['delivery'], outcome: Situation['outcome']): boolean {
  return mergedResults(delivery, outcome).items?.some((item) => item.ok) === true;
}

/** One new sign-in at once; then this institution rests on this link until its directory entry is mended. */
function decideAuth(situation: Situation, fault: Fault, policy: DispatchPolicy, now: number, random: number): Decision {
  const base = { ...where(situation), counts: true, fault };
  if (situation.refreshable) return { ...base, nextAt: now };
  const delayMs = jittered(scheduledMs(1, policy.retry), 0, policy.retry.jitter, random);
  return { ...base, nextAt: now + delayMs, hold: `${fault.code} ${fault.nativeCode ?? ''}`.trim() };
}

/** Provably not processed: again by the schedule, not before the platform's own delay, then parked. */
function again(situation: Situation, fault: Fault, policy: DispatchPolicy, now: number, random: number): Decision {
  const { delivery, httpStatus } = situation;
  if (isSpent(situation, policy, now)) return parkSpent(fault);
  const asked = fault.retryAfterMs ?? 0;
  const paced = fault.category === 'rate-limited' && fault.retryAfterMs !== undefined;
  const overload =
    fault.category === 'rate-limited' || overloadStatus.has(httpStatus ?? 0) || /TIMEOUT/.test(fault.code);
  const baseMs = paced ? asked : scheduledMs(delivery.attempts + 1, policy.retry);
  const floorMs = overload && !paced ? Math.max(policy.retry.overloadFloorMs, asked) : asked;
  const nextAt = now + jittered(baseMs, floorMs, policy.retry.jitter, random);
  return { ...where(situation), counts: true, fault, nextAt };
}

/** The record may stand there: learn its fate first; without an enquiry send again only where that is harmless; else a person. */
function decideUnknown(
  situation: Situation,
  fault: Fault,
  policy: DispatchPolicy,
  now: number,
  random: number,
): Decision {
  const { delivery, hasEnquiry, resend } = situation;
  const { retry, enquiry } = policy;
  const base = { state: 'unknown', counts: true, fault, unknownSince: now } as const;
  if (hasEnquiry) {
    // A platform that names its delay would not answer an enquiry sooner either.
    const firstMs = Math.max(enquiry.firstAfterMs, fault.retryAfterMs ?? 0);
    return { ...base, nextAt: now + jittered(firstMs, firstMs, retry.jitter, random) };
  }
  if (resend === 'unsafe') return { ...parkUnknown(situation, fault), unknownSince: now };
  if (isSpent(situation, policy, now)) return { ...parkSpent(fault), unknownSince: now };
  const floorMs = Math.max(retry.overloadFloorMs, fault.retryAfterMs ?? 0);
  const delayMs = jittered(scheduledMs(delivery.attempts + 1, retry), floorMs, retry.jitter, random);
  return { ...base, nextAt: now + delayMs };
}

/** The link did not try: no attempt is used, nothing is forgotten. */
export function notTried(
  { delivery, retryAt, work, step }: Situation,
  fault: Fault,
  policy: DispatchPolicy,
  now: number,
  random: number,
): Decision {
  const waitMs = Math.max(linkBusyMs, fault.retryAfterMs ?? 0, (retryAt ?? now) - now);
  const resumed = step ?? delivery.step;
  return {
    state: standing(delivery, work),
    counts: false,
    nextAt: now + jittered(waitMs, waitMs, policy.retry.jitter, random),
    ...(delivery.reason === undefined ? {} : { reason: delivery.reason }),
    ...(delivery.fault === undefined ? {} : { fault: delivery.fault }),
    ...(resumed === undefined ? {} : { step: resumed }),
  };
}

/** Provably nothing happened: the delivery stays where it stood, a stepped operation at its step. */
function where({ delivery, work, step }: Situation): Pick<Decision, 'state' | 'step'> {
  return { state: standing(delivery, work), ...(step === undefined ? {} : { step }) };
}

/**
 * The clock of the schedule starts at the first send, so that time on hold before it does not count. What was never sent (each
 * sign-in failed) must have used the whole schedule besides.
 */
export function isSpent({ delivery, startedAt }: Situation, { retry }: DispatchPolicy, now: number): boolean {
  const usedUp = delivery.attempts >= retry.scheduleMs.length;
  const since = delivery.firstSentAt ?? (usedUp ? delivery.createdAt : startedAt);
  return now - since >= retry.giveUpAfterMs;
}

export function parkSpent(fault?: Fault): Decision {
  return park('自动重试期限已过，请查明原因后重投。 / The retry period is over; find the cause, then retry.', fault);
}

export function parkUnknown({ checkHint }: Pick<Situation, 'checkHint'>, fault?: Fault): Decision {
  const hint = checkHint ?? {
    zh: '平台是否已收到本单据未知。请先在平台上核对，确认没有后再重投。',
    en: 'Whether the platform holds this record is unknown. Check there first; retry only if it does not.',
  };
  return park(inBoth(hint), fault);
}
