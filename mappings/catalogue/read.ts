import { CsvError, parse } from 'csv-parse/sync';
import { type ColumnName, columns, isColumn, keyColumns, requiredColumns } from './columns.ts';
import { CatalogueError, type CatalogueProblem } from './error.ts';
import { type CatalogueRow, packLevels } from './types.ts';

/** Without named delimiters the first line break decides, and a file of mixed ones loses rows into one cell. */
const format = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  max_record_size: 65_536,
};

interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

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
  return body.map(({ cells }) => toRow(named(names, cells)));
}

function parseLines(text: string, file: string): Line[] {
  const lines: Line[] = [];
  const collect = (cells: readonly string[], { lines: line }: { readonly lines: number }): null => {
    lines.push({ line, cells });
    return null;
  };
  try {
    parse(text, { ...format, on_record: collect });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    throw new CatalogueError(file, [{ line, message: 'has unbalanced quotes or is no CSV' }], { cause: error });
  }
  return lines;
}

function checkHeader(names: readonly string[]): CatalogueProblem[] {
  const missing = requiredColumns().filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !isColumn(name));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...missing.map((column) => ({ line: 1, column, message: 'this column is missing' })),
    ...unknown.map((column) => ({ line: 1, column, message: 'is not a known column' })),
    ...repeated.map((column) => ({ line: 1, column, message: 'this column stands twice' })),
  ];
}

function checkCells(names: readonly string[], { line, cells }: Line): CatalogueProblem[] {
  if (cells.length !== names.length) return [{ line, message: 'has more or fewer cells than the header' }];
  const given = named(names, cells);
  const missing = requiredColumns()
    .filter((column) => given[column] === undefined)
    .map((column) => ({ line, column, message: 'is missing' }));
  const wrong = names.flatMap((column): CatalogueProblem[] => {
    const cell = isColumn(column) ? given[column] : undefined;
    if (!isColumn(column) || cell === undefined || columns[column].isValid(cell)) return [];
    return [{ line, column, message: columns[column].rule }];
  });
  const keyless = keyColumns.every((column) => given[column] === undefined);
  return [
    ...missing,
    ...wrong,
    ...(keyless ? [{ line, message: `needs at least one of ${keyColumns.join(', ')}` }] : []),
  ];
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

/** @returns what a row speaks of; a later row of the same key takes its place. */
export function rowKey({ prefix, gtin, nhsaCode }: Pick<CatalogueRow, 'prefix' | 'gtin' | 'nhsaCode'>): string {
  if (prefix !== undefined) return `prefix ${prefix}`;
  return gtin === undefined ? `nhsaCode ${nhsaCode}` : `gtin ${gtin14(gtin)}`;
}

/** GTIN-8, -12 and -13 are the same number as the GTIN-14 with leading zeros (GS1 General Specifications §3.3.2). */
export function gtin14(gtin: string): string {
  return gtin.padStart(14, '0');
}

function named(names: readonly string[], cells: readonly string[]): { [K in ColumnName]?: string } {
  const given: { [K in ColumnName]?: string } = {};
  names.forEach((name, index) => {
    const cell = cells[index];
    if (isColumn(name) && cell !== undefined && cell !== '') given[name] = cell;
  });
  return given;
}

function toRow({ source = '', validFrom = '', packLevel, ...given }: { [K in ColumnName]?: string }): CatalogueRow {
  const level = packLevels.find((known) => known === packLevel);
  return { ...given, ...(level === undefined ? {} : { packLevel: level }), source, validFrom };
}
