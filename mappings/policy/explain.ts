import { chinaDay } from '../engine/china-time.ts';
import type { RecognisedEvent } from '../model/index.ts';
import { eventTests, lineTests } from './conditions.ts';
import { decide, isInForce, judged } from './decide.ts';
import type { Circumstances, Conditions, Decision, EventConditions, LineConditions, Policy, Rule } from './types.ts';

/** Why one rule speaks of an event, or does not. */
export interface Explanation {
  readonly rule: Rule;
  /** Its decision; absent when it says nothing. */
  readonly decision?: Decision;
  readonly inForce: boolean;
  readonly conditions: ReadonlyArray<{
    readonly name: keyof Conditions;
    readonly wanted: unknown;
    readonly fits: boolean;
    /** Of a condition on lines: the lines that meet it. */
    readonly lines?: readonly number[];
  }>;
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
  const day = chinaDay(event.occurredAt);
  const decisions = new Map(decide(event, policy, circumstances).map((decision) => [decision.rule, decision]));
  const exempt = new Set<number>();
  return policy.rulesFor(event.institution.region).map((rule) => {
    const decision = decisions.get(rule.id);
    const conditions = Object.entries(rule.when ?? {}).flatMap(([name, wanted]) =>
      condition(name, wanted, rule.when ?? {}, event, exempt, circumstances),
    );
    if (decision?.outcome === 'exempt') for (const line of decision.lines) exempt.add(line);
    return { rule, inForce: isInForce(rule, day), conditions, ...(decision === undefined ? {} : { decision }) };
  });
}

function condition(
  name: string,
  wanted: unknown,
  when: Conditions,
  event: RecognisedEvent,
  exempt: ReadonlySet<number>,
  circumstances: Circumstances,
): Explanation['conditions'] {
  if (isEventCondition(name)) {
    return [{ name, wanted, fits: testEvent(name, when, event, circumstances) }];
  }
  if (!isLineCondition(name)) return [];
  const lines = event.lines.flatMap((_, index) =>
    testLine(name, when, event, index, exempt, circumstances) ? [index] : [],
  );
  return [{ name, wanted, fits: lines.length > 0, lines }];
}

function isEventCondition(name: string): name is keyof EventConditions {
  return name in eventTests;
}

function isLineCondition(name: string): name is keyof LineConditions {
  return name in lineTests;
}

function testEvent<K extends keyof EventConditions>(
  name: K,
  when: Conditions,
  event: RecognisedEvent,
  circumstances: Circumstances,
): boolean {
  const wanted = when[name];
  return wanted === undefined || eventTests[name](wanted as NonNullable<EventConditions[K]>, event, circumstances);
}

function testLine<K extends keyof LineConditions>(
  name: K,
  when: Conditions,
  event: RecognisedEvent,
  index: number,
  exempt: ReadonlySet<number>,
  circumstances: Circumstances,
): boolean {
  const wanted = when[name];
  const line = judged(event, index, exempt, circumstances);
  if (wanted === undefined || line === undefined) return false;
  return lineTests[name](wanted as NonNullable<LineConditions[K]>, line);
}
