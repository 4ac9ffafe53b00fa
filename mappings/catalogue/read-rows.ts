import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { checkCells, checkHeader, type Line, named, rowOf } from './check-row.ts';
import type { ParsedItem, Texts } from './parsed.ts';
import { csvFormat } from './read.ts';
import { UnreadableFileError } from './unreadable.ts';

/**
 * Reads the user's catalogue from lines already cut into cells: the first holds the column names, an empty cell is an absent value.
 * A header with mistakes ends the reading.
 */
export async function* readRows(lines: AsyncIterable<Line>): AsyncIterable<ParsedItem> {
  let names: readonly string[] | undefined;
  for await (const line of lines) {
    if (names === undefined) {
      names = line.cells;
      const problems = checkHeader(names);
      for (const problem of problems) yield { type: 'problem', problem };
      if (problems.length > 0) return;
      continue;
    }
    const problems = checkCells(names, line);
    for (const problem of problems) yield { type: 'problem', problem };
    if (problems.length === 0) yield { type: 'product', line: line.line, row: rowOf(named(names, line.cells)) };
  }
  if (names === undefined) yield { type: 'problem', problem: { line: 1, message: 'is empty' } };
}

/** Reads the same CSV as `readCatalogue`, in constant memory. */
export async function* readCsv(texts: Texts): AsyncIterable<ParsedItem> {
  yield* readRows(csvLines(texts));
}

/** Cuts CSV into cells. @throws UnreadableFileError */
export async function* csvLines(texts: Texts): AsyncIterable<Line> {
  const parser = parse({ ...csvFormat, info: true });
  // What goes wrong with the source is the reader's to tell: a pipe alone would not pass it on.
  Readable.from(texts)
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  try {
    for await (const { record, info } of parser) yield { line: info.lines, cells: record };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    throw new UnreadableFileError(line, 'has unbalanced quotes or is no CSV');
  }
}
