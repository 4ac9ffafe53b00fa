import { type Decision, outcomes } from '../../mappings/policy/index.ts';

const mark = 'policy: ';

/** A decision as the event's notes keep it; source and wording stand in the policy tables, whose rule ids stay for ever. */
export type KeptDecision = Pick<Decision, 'rule' | 'outcome' | 'lines'>;

/** @returns `policy: <rule>@<outcome>`, followed by the lines unless they are all of them. */
export function decisionNote({ rule, outcome, lines }: KeptDecision, lineCount: number): string {
  const which = lines.length === lineCount ? '' : ` ${lines.join(',')}`;
  return `${mark}${rule}@${outcome}${which}`;
}

/** @returns the decision that the note keeps; undefined for every other note. */
export function readDecisionNote(note: string, lineCount: number): KeptDecision | undefined {
  const at = note.indexOf('@');
  if (at < 0 || !note.startsWith(mark)) return undefined;
  const [kept, lines] = note.slice(at + 1).split(' ');
  const outcome = outcomes.find((known) => known === kept);
  if (outcome === undefined) return undefined;
  return {
    rule: note.slice(mark.length, at),
    outcome,
    lines: lines === undefined ? countTo(lineCount) : lines.split(',').map(Number),
  };
}

function countTo(count: number): number[] {
  const numbers: number[] = [];
  for (let number = 0; number < count; number += 1) numbers.push(number);
  return numbers;
}
