import fc from 'fast-check';
import type { Random } from './random.ts';

/** What breaks naive writers of JSON, XML, forms and signing strings. */
const awkward = [
  '"',
  "'",
  '\\',
  '<',
  '&amp;',
  ']]>',
  '%00',
  '=',
  '&',
  '+',
  '中',
  '𠮷',
  '\u2028',
  'é',
  '\t',
  ' ',
  '#',
  '{{x}}',
];

const dates = ['2024-02-29', '2026-12-31', '1999-01-01'];
const times = [
  '2026-07-01T23:59:59.999Z',
  '2026-07-01T10:00:00+08:00',
  '2024-02-29T00:00:00-11:30',
  '2026-01-01T00:00:00+14:00',
];

/** @returns a text that the schema node takes and that few platforms do. */
export function wildText(node: { readonly [key: string]: unknown }, random: Random): string {
  if (node.format === 'date') return random.pick(dates);
  if (node.format === 'date-time') return random.pick(times);
  const longest = typeof node.maxLength === 'number' ? node.maxLength : 40;
  if (typeof node.pattern === 'string') {
    return random.pick(matching(node.pattern, longest));
  }
  const wanted = random.pick([1, longest, 1 + random.below(longest)]);
  const parts = Array.from({ length: wanted }, () => random.pick(awkward));
  return [...parts.join('')].slice(0, wanted).join('');
}

const samples = new Map<string, readonly string[]>();

/** Texts that match the pattern: made once, since making them takes long. */
export function matching(pattern: string, maxLength: number): readonly string[] {
  const key = `${maxLength} ${pattern}`;
  const known =
    samples.get(key) ?? fc.sample(fc.stringMatching(new RegExp(pattern, 'u'), { maxLength }), { seed: 1, numRuns: 30 });
  samples.set(key, known);
  return known;
}
