import { checkRelation } from '../check-relation.ts';
import { checkCells, named, rowOf } from '../check-row.ts';
import { isColumn } from '../columns.ts';
import type { ParsedItem, Texts } from '../parsed.ts';
import { textLines } from './text-lines.ts';

const relationNames = ['code', 'parent', 'level', 'packRatio', 'lot', 'boxStatus'];

/** Reads NDJSON: per line one object, a product (the columns of the CSV) or, with a `code`, a pack relation. */
export async function* readJsonLines(texts: Texts): AsyncIterable<ParsedItem> {
  for await (const { line, text } of textLines(texts)) {
    const given = parse(text);
    if (given === undefined) {
      yield { type: 'problem', problem: { line, message: 'is no JSON object of texts' } };
      continue;
    }
    const isRelation = given.code !== undefined;
    const unknown = Object.keys(given).filter((name) => !(isRelation ? relationNames.includes(name) : isColumn(name)));
    for (const column of unknown)
      yield { type: 'problem', problem: { line, column, message: 'is not a known column' } };
    if (unknown.length > 0) continue;
    if (isRelation) {
      yield checkRelation(line, given);
      continue;
    }
    const [names, cells] = [Object.keys(given), Object.values(given)];
    const problems = checkCells(names, { line, cells });
    for (const problem of problems) yield { type: 'problem', problem };
    if (problems.length === 0) yield { type: 'product', line, row: rowOf(named(names, cells)) };
  }
}

/** Numbers are taken where they lose nothing (level, box status); codes are texts. */
function parse(text: string): Record<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given: Record<string, string> = {};
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string' && !(Number.isSafeInteger(member) && /^(level|boxStatus)$/.test(name)))
      return undefined;
    given[name] = String(member);
  }
  return given;
}
