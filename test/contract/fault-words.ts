import fc from 'fast-check';
import type { FaultRow } from '../../adapters/contract/index.ts';
import { httpFaults } from '../../adapters/kit/http.ts';

/** Statuses that the rows of the shared HTTP table are for: a class by a member that no other row names. */
const statuses: Readonly<Record<string, number>> = { '3xx': 302, '4xx': 418, '5xx': 500, '*': 199 };

/** @returns the HTTP status that a row of the shared table is for; undefined for a row of the platform's own. */
export function statusOf(row: FaultRow): number | undefined {
  if (!httpFaults.includes(row)) return undefined;
  const [native = ''] = row.native;
  return statuses[native] ?? Number(native);
}

/** A native code that no table knows. */
const unknownCode = '77777';
const samples = 12;

/** @returns native codes with words that the row is for: plain alternatives of its pattern first, then made from it. */
export function nativeReplies(row: FaultRow): ReadonlyArray<readonly [string, string]> {
  const codes = row.native.map((native) => (native === '*' ? unknownCode : native));
  return codes.flatMap((code) => wordsOf(row.pattern).map((words) => [code, words] as const));
}

function wordsOf(pattern: RegExp | undefined): readonly string[] {
  if (pattern === undefined) return ['', '测试'];
  const source = new RegExp(pattern.source, pattern.flags.includes('u') ? 'u' : '');
  const made = fc.sample(fc.stringMatching(source, { maxLength: 60 }), { seed: 7, numRuns: samples });
  const plain = pattern.source.split('|').filter((part) => /^[^()[\]{}\\^$.*+?]+$/.test(part));
  return [...plain, ...alternatives(pattern.source), ...made].filter((words) => pattern.test(words));
}

/** One text per choice for patterns of words, groups of words and gaps: `(机构|药店).{0,12}(停用|无效)`. */
function alternatives(source: string): string[] {
  const first = source.replace(/\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)\??/g, '$1');
  return first
    .split('|')
    .map((part) =>
      part
        .replace(/^\^|\$$/g, '')
        .replace(/\.\{[^}]*\}|\\s\*|\\S|\[[^\]]*\][*+?]?|\\w\*/g, (gap) => (gap === '\\S' ? '无' : ''))
        .replace(/\\d\{\d+,?\d*\}/g, '31062')
        .replace(/(.)\?/g, '')
        .replaceAll('\\', ''),
    )
    .filter((text) => text !== '');
}
