import { checkRelation } from '../check-relation.ts';
import type { ParsedItem, Texts } from '../parsed.ts';
import { csvLines } from '../read-rows.ts';

const names = ['code', 'parent', 'level', 'packRatio', 'lot', 'boxStatus'];

/** Reads pack relations as CSV: first line the column names (code, parent, level, packRatio, lot, boxStatus; only code is required). */
export async function* readRelationsCsv(texts: Texts): AsyncIterable<ParsedItem> {
  let header: readonly string[] | undefined;
  for await (const { line, cells } of csvLines(texts)) {
    if (header === undefined) {
      header = cells;
      const problems = [
        ...cells
          .filter((name) => !names.includes(name))
          .map((column) => ({ line, column, message: 'is not a known column' })),
        ...(cells.includes('code') ? [] : [{ line, column: 'code', message: 'this column is missing' }]),
      ];
      for (const problem of problems) yield { type: 'problem', problem };
      if (problems.length > 0) return;
      continue;
    }
    if (cells.length !== header.length) {
      yield { type: 'problem', problem: { line, message: 'has more or fewer cells than the header' } };
      continue;
    }
    yield checkRelation(line, Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
  }
  if (header === undefined) yield { type: 'problem', problem: { line: 1, message: 'is empty' } };
}
