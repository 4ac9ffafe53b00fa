import { chinaDay } from '../engine/china-time.ts';
import type { RecognisedEvent } from '../model/index.ts';
import { eventTests, type JudgedLine, lineTests } from './conditions.ts';
import type { Circumstances, Conditions, Decision, Policy, Rule } from './types.ts';

const ordinary: Circumstances = {};

/**
 * What the rules in force where and when the event happened say about it. Pure; a rule without a condition on lines concerns
 * all of them, one with such a condition only the lines that meet it, and says nothing when there is none. Rules speak in the order
 * of the table: what an exempt rule covers, the rules after it know.
 * @returns in the order of the table, inherited rules first.
 */
export function decide(
  event: RecognisedEvent,
  policy: Pick<Policy, 'rulesFor'>,
  circumstances: Circumstances = ordinary,
): readonly Decision[] {
  const day = chinaDay(event.occurredAt);
  const exempt = new Set<number>();
  const decisions: Decision[] = [];
  for (const rule of policy.rulesFor(event.institution.region)) {
    if (!isInForce(rule, day) || !eventFits(event, rule.when, circumstances)) continue;
    const lines = linesThatFit(event, rule.when, exempt, circumstances);
    if (lines.length === 0) continue;
    const { id, outcome, source, message } = rule;
    decisions.push({ rule: id, outcome, source, message, lines });
    if (outcome === 'exempt') for (const line of lines) exempt.add(line);
  }
  return decisions;
}

/** @param day yyyy-MM-dd in China */
export function isInForce(
  { effectiveFrom, effectiveTo }: Pick<Rule, 'effectiveFrom' | 'effectiveTo'>,
  day: string,
): boolean {
  return effectiveFrom <= day && (effectiveTo === undefined || day <= effectiveTo);
}

/** @returns the line with what the rules ask of it. */
export function judged(
  event: RecognisedEvent,
  index: number,
  exempt: ReadonlySet<number>,
  { repeatedLines, unregisteredLines }: Circumstances,
): JudgedLine | undefined {
  const line = event.lines[index];
  if (line === undefined) return undefined;
  return {
    line,
    exempt: exempt.has(index),
    repeated: repeatedLines?.has(index) ?? false,
    unregistered: unregisteredLines?.has(index) ?? false,
  };
}

function eventFits(event: RecognisedEvent, when: Conditions | undefined, circumstances: Circumstances): boolean {
  if (when === undefined) return true;
  const { kinds, settlement, regions, roles, daysLate } = when;
  if (kinds !== undefined && !eventTests.kinds(kinds, event, circumstances)) return false;
  if (settlement !== undefined && !eventTests.settlement(settlement, event, circumstances)) return false;
  if (regions !== undefined && !eventTests.regions(regions, event, circumstances)) return false;
  if (roles !== undefined && !eventTests.roles(roles, event, circumstances)) return false;
  return daysLate === undefined || eventTests.daysLate(daysLate, event, circumstances);
}

function linesThatFit(
  event: RecognisedEvent,
  when: Conditions = {},
  exempt: ReadonlySet<number>,
  circumstances: Circumstances,
): number[] {
  const { coded, split, noCodeReasons, exempt: wantsExempt, repeated, unregistered } = when;
  const fitting: number[] = [];
  for (let index = 0; index < event.lines.length; index += 1) {
    const line = judged(event, index, exempt, circumstances);
    if (line === undefined) continue;
    if (coded !== undefined && !lineTests.coded(coded, line)) continue;
    if (split !== undefined && !lineTests.split(split, line)) continue;
    if (noCodeReasons !== undefined && !lineTests.noCodeReasons(noCodeReasons, line)) continue;
    if (wantsExempt !== undefined && !lineTests.exempt(wantsExempt, line)) continue;
    if (repeated !== undefined && !lineTests.repeated(repeated, line)) continue;
    if (unregistered !== undefined && !lineTests.unregistered(unregistered, line)) continue;
    fitting.push(index);
  }
  return fitting;
}
