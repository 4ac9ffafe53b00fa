import type { Decision } from '../../mappings/policy/index.ts';

const mark = 'policy: ';
const form = /^policy: ([a-z][a-z0-9-]*)@(note|warn)(?: ([0-9]+(?:,[0-9]+)*))?$/;

/** A decision as the event's notes keep it; source and wording stand in the policy tables, whose rule ids stay for ever. */
export type KeptDecision = Pick<Decision, 'rule' | 'outcome' | 'lines'>;

/** @returns `policy: <rule>@<outcome>`, followed by the lines unless they are all of them. */
export function decisionNote({ rule, outcome, lines }: KeptDecision, lineCount: number): string {
  const which = lines.length === lineCount ? '' : ` ${lines.join(',')}`;
  return `${mark}${rule}@${outcome}${which}`;
}

/** @returns the decision that the note keeps; undefined for every other note. */
export function readDecisionNote(note: string, lineCount: number): KeptDecision | undefined {
  if (!note.startsWith(mark)) return undefined;
  const [, rule, outcome, lines] = form.exec(note) ?? [];
  if (rule === undefined || (outcome !== 'note' && outcome !== 'warn')) return undefined;
  const all = () => Array.from({ length: lineCount }, (_, index) => index);
  return { rule, outcome, lines: lines === undefined ? all() : lines.split(',').map(Number) };
}
