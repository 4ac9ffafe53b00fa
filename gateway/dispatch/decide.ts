import { decideEnquiry } from './decide-enquiry.ts';
import { decideSubmit } from './decide-submit.ts';
import type { Decision, DispatchPolicy, Situation } from './decision.ts';

/**
 * The state machine of a delivery: what follows one run. Pure; the tests walk it row by row.
 * @param now epoch ms
 * @param random in [0, 1)
 */
export function decide(situation: Situation, policy: DispatchPolicy, now: number, random: number): Decision {
  return situation.work === 'submit'
    ? decideSubmit(situation, policy, now, random)
    : decideEnquiry(situation, policy, now, random);
}
