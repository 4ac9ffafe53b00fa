import type { RecognisedEvent } from '../model/index.ts';
import { type Judgement, judge } from './judge.ts';
import type { Circumstances, Condition, JudgedLine, Policy } from './types.ts';

/** Why one rule speaks of an event, or does not. */
export interface Explanation extends Pick<Judgement, 'rule' | 'decision' | 'inForce'> {
  readonly conditions: ReadonlyArray<
    Pick<Condition, 'name' | 'wanted'> & {
      readonly fits: boolean;
      /** Of a condition on lines: the lines that meet it. */
      readonly lines?: readonly number[];
    }
  >;
}

/**
 * Every rule for the institution's region with each of its conditions, met or not, on this event. Pure.
 * @returns in the order of the table
 */
export function explain(
  event: RecognisedEvent,
  policy: Pick<Policy, 'rulesFor'>,
  circumstances: Circumstances = {},
): readonly Explanation[] {
  const explanations: Explanation[] = [];
  for (const { rule, inForce, decision, lines } of judge(event, policy, circumstances)) {
    const conditions = rule.conditions.map((condition) => met(condition, event, lines, circumstances));
    explanations.push({ rule, inForce, conditions, ...(decision === undefined ? {} : { decision }) });
  }
  return explanations;
}

function met(
  condition: Condition,
  event: RecognisedEvent,
  lines: readonly JudgedLine[],
  circumstances: Circumstances,
): Explanation['conditions'][number] {
  const { name, wanted } = condition;
  if (condition.on === 'event') return { name, wanted, fits: condition.fits(event, circumstances) };
  const fitting = lines.flatMap((judged, index) => (condition.fits(judged) ? [index] : []));
  return { name, wanted, fits: fitting.length > 0, lines: fitting };
}
