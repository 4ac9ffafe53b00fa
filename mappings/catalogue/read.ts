import { CsvError, parse } from 'csv-parse/sync';
import { checkCells, checkHeader, type Line, named, rowOf } from './check-row.ts';
import { CatalogueError, type CatalogueProblem } from './error.ts';
import { rowKey } from './row-key.ts';
import type { CatalogueRow } from './types.ts';

/** Without named delimiters the first line break decides, and a file of mixed ones loses rows into one cell. */
export const csvFormat = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  max_record_size: 65_536,
};

/**
 * Reads a catalogue: CSV in UTF-8 (byte order mark and CRLF are taken), first line the column names in any order, an empty
 * cell is an absent value.
 * @param file name used in errors
 * @throws CatalogueError with every problem by line and column.
 */
export function readCatalogue(text: string, file: string): CatalogueRow[] {
  const [header, ...body] = parseLines(text, file);
  const names = header?.cells ?? [];
  const headerProblems = checkHeader(names);
  if (headerProblems.length > 0) throw new CatalogueError(file, headerProblems);
  const problems = [...body.flatMap((line) => checkCells(names, line)), ...checkRepeats(names, body)];
  if (problems.length > 0) throw new CatalogueError(file, problems);
  return body.map(({ cells }) => rowOf(named(names, cells)));
}

function parseLines(text: string, file: string): Line[] {
  const lines: Line[] = [];
  const collect = (cells: readonly string[], { lines: line }: { readonly lines: number }): null => {
    lines.push({ line, cells });
    return null;
  };
  try {
    parse(text, { ...csvFormat, on_record: collect });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    throw new CatalogueError(file, [{ line, message: 'has unbalanced quotes or is no CSV' }], { cause: error });
  }
  return lines;
}

/** Two rows of one key from the same day: nobody could say which one holds. */
function checkRepeats(names: readonly string[], body: readonly Line[]): CatalogueProblem[] {
  const firstSeen = new Map<string, number>();
  return body.flatMap(({ line, cells }) => {
    const { validFrom = '', ...given } = named(names, cells);
    const key = `${rowKey(given)} ${validFrom}`;
    const first = firstSeen.get(key);
    if (first === undefined) firstSeen.set(key, line);
    return first === undefined ? [] : [{ line, message: `says the same key and validFrom as line ${first}` }];
  });
}
