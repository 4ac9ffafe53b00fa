import type { Fault } from '../../adapters/contract/index.ts';
import { isSpent, notTried, parkSpent, parkUnknown } from './decide-submit.ts';
import { type Decision, type DispatchPolicy, inBoth, park, type Situation, standing } from './decision.ts';
import { dispatchFault } from './fault-rows.ts';
import { delivered, mergedResults } from './results.ts';
import { enquiryIntervalMs, jittered, scheduledMs } from './schedule.ts';

/**
 * What follows an enquiry for a delivery that is `unknown` or `pending`. Pure.
 * Guarantees: an enquiry that fails changes nothing but its own next time; a resend follows only a `not-found`, and where a repeat
 * would be booked twice only one that was asked after the settling time, of a record that the platform had not accepted.
 */
export function decideEnquiry(situation: Situation, policy: DispatchPolicy, now: number, random: number): Decision {
  const { delivery, outcome } = situation;
  switch (outcome.type) {
    case 'ok':
      return delivered(delivery, outcome, delivery.duplicate || outcome.duplicate === true);
    case 'accepted-pending':
      if (isSpent(situation, policy, now)) return { ...parkSpent(), ...mergedResults(delivery, outcome) };
      return {
        state: 'pending',
        counts: true,
        reason: outcome.reason,
        nextAt: now + interval(situation, outcome.pollAfterMs, policy, random),
        ...mergedResults(delivery, outcome),
      };
    case 'not-found':
      return { ...mergedResults(delivery, outcome), ...decideNotFound(situation, policy, now, random) };
    case 'fault':
      if (outcome.ofRecord) return refusedThere(situation, outcome.fault);
      return { ...mergedResults(delivery, outcome), ...decideFailed(situation, outcome.fault, policy, now, random) };
    case 'continue':
      return decideFailed(situation, dispatchFault('TOO_MANY_STEPS'), policy, now, random);
  }
}

function decideNotFound(situation: Situation, policy: DispatchPolicy, now: number, random: number): Decision {
  const { delivery, resend, startedAt } = situation;
  const { retry, enquiry } = policy;
  if (delivery.state === 'pending') return lostThere(situation, policy, now, random);

  const since = unknownSince(situation);
  const settled = startedAt - since >= enquiry.settleMs;
  if (!settled && resend === 'unsafe') {
    const regularMs = interval(situation, enquiry.everyMs, policy, random);
    const settledMs = Math.max(enquiry.firstAfterMs, since + enquiry.settleMs - now);
    return { ...unchanged(situation), counts: true, nextAt: now + Math.min(regularMs, settledMs) };
  }
  if (isSpent(situation, policy, now)) return parkSpent(delivery.fault);
  const delayMs = jittered(scheduledMs(Math.max(1, delivery.attempts), retry), 0, retry.jitter, random);
  return { state: 'queued', counts: true, nextAt: now + delayMs, reason: 'not found there; to be sent again' };
}

/**
 * Accepted once, and not (yet) known: early it may only be invisible still. Later its fate is as good as unknown; where a repeat would
 * be booked twice, "not found" frees nothing that the platform has taken, unless it says itself that its processing has failed.
 */
function lostThere(situation: Situation, policy: DispatchPolicy, now: number, random: number): Decision {
  const { delivery, outcome, resend, startedAt } = situation;
  const nextAt = now + interval(situation, policy.enquiry.everyMs, policy, random);
  if (startedAt - (delivery.firstSentAt ?? delivery.createdAt) < policy.enquiry.settleMs) {
    return { ...unchanged(situation), counts: true, nextAt };
  }
  const endedThere = outcome.type === 'not-found' && outcome.failedThere === true;
  if (resend === 'unsafe' && !endedThere) return parkLost(situation);
  return {
    state: 'unknown',
    counts: true,
    nextAt,
    unknownSince: now,
    reason: 'accepted there, but not found any more',
  };
}

function parkLost({ checkHint }: Situation): Decision {
  const where = checkHint ?? { zh: '请在平台上核对', en: 'Check at the platform' };
  const reason = {
    zh: `${where.zh}；已入账则重投（只查询），确认没有后由运维人员确认并重投`,
    en: `${where.en}; if it is there, retry, which only asks; if it is not, an operator confirms that and retries`,
  };
  return park(inBoth(reason), dispatchFault('ACCEPTED_THEN_LOST'));
}

/** The answer is about the record itself: the platform took it and refused it in processing. */
function refusedThere({ delivery, outcome }: Situation, fault: Fault): Decision {
  const results = mergedResults(delivery, outcome);
  const partial = results.items?.some((item) => item.ok) === true;
  return { state: 'rejected', counts: true, fault, partial, ...results };
}

function decideFailed(
  situation: Situation,
  fault: Fault,
  policy: DispatchPolicy,
  now: number,
  random: number,
): Decision {
  const { delivery, refreshable } = situation;
  if (fault.category === 'link-open' || fault.category === 'overloaded') {
    return notTried(situation, fault, policy, now, random);
  }
  if (fault.category === 'misconfigured') {
    return park(
      '链路配置有误，无法查询结果；修正后重投（先查询）。 / The link is misconfigured, the fate cannot be asked; mend it, then retry with an enquiry first.',
      fault,
    );
  }
  const base = { ...unchanged(situation), ...resumable(situation, policy), counts: true, fault };
  if (fault.category === 'auth') {
    if (refreshable) return { ...base, nextAt: now };
    const nextAt = now + interval(situation, policy.enquiry.everyMs, policy, random);
    return { ...base, nextAt, hold: `${fault.code} ${fault.nativeCode ?? ''}`.trim() };
  }
  if (delivery.state === 'pending' && isSpent(situation, policy, now)) return parkSpent(fault);
  if (delivery.state !== 'pending' && now - unknownSince(situation) >= policy.enquiry.giveUpAfterMs) {
    return giveUp(situation, fault, policy, now, random);
  }
  const regularMs = interval(situation, policy.enquiry.everyMs, policy, random);
  return { ...base, nextAt: now + Math.max(regularMs, fault.retryAfterMs ?? 0) };
}

/** Nobody there tells the fate: where a repeat is recognised it is sent again, else a person must look. */
function giveUp(situation: Situation, fault: Fault, policy: DispatchPolicy, now: number, random: number): Decision {
  const { delivery, resend } = situation;
  if (resend === 'unsafe' || isSpent(situation, policy, now)) return parkUnknown(situation, fault);
  const delayMs = jittered(scheduledMs(Math.max(1, delivery.attempts), policy.retry), 0, policy.retry.jitter, random);
  return { state: 'queued', counts: true, fault, nextAt: now + delayMs };
}

function unchanged({ delivery }: Situation): Pick<Decision, 'state' | 'reason'> {
  const state = standing(delivery, 'enquire');
  return delivery.reason === undefined ? { state } : { state, reason: delivery.reason };
}

/** A run that began before the settling time is asked anew from its first row: its early "not found" would prove nothing. */
function resumable(situation: Situation, policy: DispatchPolicy): Pick<Decision, 'step'> {
  const { step, startedAt, delivery } = situation;
  if (step === undefined) return {};
  const early = delivery.state !== 'pending' && startedAt - unknownSince(situation) < policy.enquiry.settleMs;
  return early ? {} : { step };
}

function unknownSince({ delivery }: Situation): number {
  return delivery.unknownSince ?? delivery.firstSentAt ?? delivery.createdAt;
}

function interval({ delivery }: Situation, baseMs: number, policy: DispatchPolicy, random: number): number {
  return jittered(enquiryIntervalMs(baseMs, delivery.enquiries), baseMs, policy.retry.jitter, random);
}
