import { chinaDay } from '../engine/china-time.ts';
import type { RecognisedEvent } from '../model/index.ts';
import type { Circumstances, Condition, Decision, JudgedLine, Policy, Rule } from './types.ts';

/** What came of one rule. */
export interface Judgement {
  readonly rule: Rule;
  readonly inForce: boolean;
  /** The lines as the rule met them: what it exempts itself is not in it yet. */
  readonly lines: readonly JudgedLine[];
  /** Absent when the rule says nothing. */
  readonly decision?: Decision;
}

/**
 * Puts an event before every rule for the institution's region. A rule without a condition on lines concerns all of them, one with such a
 * condition only the lines that meet it, and says nothing when there is none. Rules speak in the order of the table: what an exempt rule
 * covers, the rules after it know. The day of the event in China decides which rules are in force.
 */
export function* judge(
  event: RecognisedEvent,
  policy: Pick<Policy, 'rulesFor'>,
  circumstances: Circumstances,
): Generator<Judgement> {
  const day = chinaDay(event.occurredAt);
  let lines = asTheyCame(event, circumstances);
  for (const rule of policy.rulesFor(event.institution.region)) {
    const inForce = isInForce(rule, day);
    const concerned = inForce ? linesThatFit(rule, event, lines, circumstances) : [];
    if (concerned.length === 0) {
      yield { rule, inForce, lines };
      continue;
    }
    const { id, source, message } = rule;
    const { outcome, lines: decided } = tempered(rule, concerned, day, circumstances);
    yield { rule, inForce, lines, decision: { rule: id, outcome, source, message, lines: decided } };
    if (outcome !== 'exempt') continue;
    lines = lines.map((judged, index) => (concerned.includes(index) ? { ...judged, exempt: true } : judged));
  }
}

/**
 * What a rule that blocks may refuse: no document that came on a later day, because the goods have left and refusing it loses only the record; and
 * no repeat that only another tenant tells of. It warns of these.
 */
function tempered(
  { outcome, when }: Rule,
  lines: readonly number[],
  day: string,
  { arrivedOn, hearsayLines }: Circumstances,
): Pick<Decision, 'outcome' | 'lines'> {
  if (outcome !== 'block') return { outcome, lines };
  if (arrivedOn !== undefined && arrivedOn > day) return { outcome: 'warn', lines };
  if (when?.repeated !== true || hearsayLines === undefined) return { outcome, lines };
  const firm = lines.filter((line) => !hearsayLines.has(line));
  return firm.length === 0 ? { outcome: 'warn', lines } : { outcome, lines: firm };
}

function asTheyCame(
  { lines }: RecognisedEvent,
  { repeatedLines, unregisteredLines, boughtOn, otherProductLines }: Circumstances,
): readonly JudgedLine[] {
  return lines.map((line, index) => {
    const bought = boughtOn?.get(index);
    return {
      line,
      exempt: false,
      repeated: repeatedLines?.has(index) ?? false,
      unregistered: unregisteredLines?.has(index) ?? false,
      ...(bought === undefined ? {} : { boughtOn: bought }),
      otherProduct: otherProductLines?.has(index) ?? false,
    };
  });
}

function linesThatFit(
  { conditions }: Rule,
  event: RecognisedEvent,
  lines: readonly JudgedLine[],
  circumstances: Circumstances,
): readonly number[] {
  for (const condition of conditions) {
    if (condition.on === 'event' && !condition.fits(event, circumstances)) return [];
  }
  const fitting: number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const judged = lines[index];
    if (judged !== undefined && lineFits(conditions, judged)) fitting.push(index);
  }
  return fitting;
}

function lineFits(conditions: readonly Condition[], judged: JudgedLine): boolean {
  for (const condition of conditions) {
    if (condition.on === 'line' && !condition.fits(judged)) return false;
  }
  return true;
}

/** @param day yyyy-MM-dd in China */
function isInForce({ effectiveFrom, effectiveTo }: Pick<Rule, 'effectiveFrom' | 'effectiveTo'>, day: string): boolean {
  return effectiveFrom <= day && (effectiveTo === undefined || day <= effectiveTo);
}
