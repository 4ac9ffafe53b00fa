import type { RecognisedEvent } from '../model/index.ts';
import { judge } from './judge.ts';
import type { Circumstances, Decision, Policy } from './types.ts';

const ordinary: Circumstances = {};

/**
 * What the rules in force where and when the event happened say about it. Pure.
 * @returns in the order of the table, inherited rules first.
 */
export function decide(
  event: RecognisedEvent,
  policy: Pick<Policy, 'rulesFor'>,
  circumstances: Circumstances = ordinary,
): readonly Decision[] {
  const decisions: Decision[] = [];
  for (const { decision } of judge(event, policy, circumstances)) {
    if (decision !== undefined) decisions.push(decision);
  }
  return decisions;
}
