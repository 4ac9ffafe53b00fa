import { chinaDay } from '../engine/china-time.ts';
import type { RecognisedEvent, RecognisedLine } from '../model/index.ts';
import type { Decision, Policy, Rule } from './types.ts';

/**
 * What the rules in force where and when the event happened say about it. Pure; a rule without a condition on lines concerns
 * all of them, one with such a condition only the lines that meet it, and says nothing when there is none.
 * @returns in the order of the table, inherited rules first.
 */
export function decide(event: RecognisedEvent, policy: Pick<Policy, 'rulesFor'>): readonly Decision[] {
  const day = chinaDay(event.occurredAt);
  const decisions: Decision[] = [];
  for (const rule of policy.rulesFor(event.institution.region)) {
    if (!isInForce(rule, day) || !eventFits(event, rule)) continue;
    const lines = linesThatFit(event.lines, rule);
    if (lines.length === 0) continue;
    const { id, outcome, source, message } = rule;
    decisions.push({ rule: id, outcome, source, message, lines });
  }
  return decisions;
}

function isInForce({ effectiveFrom, effectiveTo }: Rule, day: string): boolean {
  return effectiveFrom <= day && (effectiveTo === undefined || day <= effectiveTo);
}

function eventFits({ kind, settlement, institution }: RecognisedEvent, { when }: Rule): boolean {
  if (when === undefined) return true;
  if (when.kinds !== undefined && !when.kinds.includes(kind)) return false;
  if (when.settlement !== undefined && when.settlement !== settlement?.type) return false;
  return when.regions === undefined || when.regions.some((region) => institution.region.startsWith(region));
}

function linesThatFit(lines: readonly RecognisedLine[], { when }: Rule): number[] {
  const fitting: number[] = [];
  lines.forEach(({ codes, split = false }, index) => {
    if (when?.coded !== undefined && when.coded !== codes.length > 0) return;
    if (when?.split !== undefined && when.split !== split) return;
    fitting.push(index);
  });
  return fitting;
}
