import { valueProblem } from './check-value.ts';
import { type Identifier, identifier, identifierAt } from './dictionary.ts';

/** One element: application identifier and value. */
export interface Element {
  readonly identifier: Identifier;
  readonly value: string;
  /** Nothing but the end of the text says where the value ends, and no separator was seen: more elements may hide in it. */
  readonly open: boolean;
}

/** `problem` is what GS1's dictionary finds wrong with the first offending element, as `PROBLEM AI`. */
export interface ElementReading {
  readonly elements: readonly Element[];
  readonly problem?: string;
}

/** FNC1 as transmitted by scanners (GS1 General Specifications §7.8.3). */
export const groupSeparator = '\u001d';
/** GS1's engine takes no more elements from one text. */
const mostElements = 64;

/**
 * Reads an element string: fixed values by count, all others up to the separator or the end. One superfluous separator after a
 * fixed value is tolerated, as readers must (GS1 General Specifications §7.8.5).
 * @param text without symbology identifier; may begin with FNC1
 * @returns the elements with the first breach of the dictionary; undefined when the text does not divide into elements at all.
 */
export function readElementString(text: string): ElementReading | undefined {
  const start = text.startsWith(groupSeparator) ? 1 : 0;
  const separated = text.indexOf(groupSeparator, start) >= 0;
  const elements: Element[] = [];
  let problem: string | undefined;
  let at = start;
  while (at < text.length) {
    const known = identifierAt(text, at);
    if (known === undefined || elements.length === mostElements) return undefined;
    const from = at + known.ai.length;
    const end = valueEnd(text, from, known);
    if (end === undefined) return undefined;
    const value = text.slice(from, end);
    if (value === '') return undefined;
    elements.push({ identifier: known, value, open: known.variable && end === text.length && !separated });
    problem ??= tagged(valueProblem(known, value), known);
    at = text.startsWith(groupSeparator, end) ? end + 1 : end;
  }
  if (elements.length === 0) return undefined;
  return problem === undefined ? { elements } : { elements, problem };
}

function valueEnd(text: string, from: number, { variable, max }: Identifier): number | undefined {
  const separator = text.indexOf(groupSeparator, from);
  const last = separator < 0 ? text.length : separator;
  if (variable) return last;
  return from + max <= last ? from + max : undefined;
}

/** `(`, not escaped as `\(`, begins an identifier. */
const mark = /(?<!\\)\((\d{2,4})\)/g;
const strayBracket = /(?<!\\)\(/;

/**
 * Reads the human-readable form `(01)…(21)…`; `\(` is a bracket within a value. Brackets around anything but an identifier are taken
 * as data as well, and told as `BRACKET_NOT_ESCAPED`: printed texts do not escape them.
 * @returns undefined when the text is not of this form or does not divide into elements.
 */
export function readBracketed(text: string): ElementReading | undefined {
  if (!text.startsWith('(')) return undefined;
  const marks = [...text.matchAll(mark)].filter(([, ai]) => identifier(ai ?? '') !== undefined);
  if (marks[0]?.index !== 0 || marks.length > mostElements) return undefined;
  const elements: Element[] = [];
  let problem: string | undefined;
  for (const [index, found] of marks.entries()) {
    const known = identifier(found[1] ?? '');
    const raw = text.slice(found.index + found[0].length, marks[index + 1]?.index);
    if (known === undefined || raw === '') return undefined;
    if (strayBracket.test(raw)) problem ??= `BRACKET_NOT_ESCAPED ${known.ai}`;
    const value = raw.replaceAll('\\(', '(');
    elements.push({ identifier: known, value, open: false });
    problem ??= tagged(valueProblem(known, value), known);
  }
  return problem === undefined ? { elements } : { elements, problem };
}

/** @returns the human-readable form, brackets in values escaped. */
export function toBracketed(elements: readonly Element[]): string {
  return elements.map(({ identifier: { ai }, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('');
}

/** @returns the element string as a scanner transmits it: a separator after each variable value but the last. */
export function toElementString(elements: readonly Element[]): string {
  return elements
    .map(({ identifier: { ai, variable }, value }, index) => {
      const separator = variable && index < elements.length - 1 ? groupSeparator : '';
      return ai + value + separator;
    })
    .join('');
}

function tagged(problem: string | undefined, { ai }: Identifier): string | undefined {
  return problem === undefined ? undefined : `${problem} ${ai}`;
}
