import { CsvError, parse } from 'csv-parse/sync';
import type { FieldError } from '../intake/contract.ts';
import type { DirectoryInput, DirectoryLinkInput } from './contract.ts';

/** An institution as the file tells it, and the line that told of each link. */
export interface CsvInstitution {
  readonly input: DirectoryInput;
  /** Line of the institution's first row; 1 is the header. */
  readonly line: number;
  readonly linkLines: ReadonlyMap<string, number>;
}

const fixedColumns = ['code', 'name', 'region', 'role', 'link'] as const;
const valueColumn = /^(identity|credentials)\.([A-Za-z][A-Za-z0-9_]{0,63})$/;

/** Without named delimiters the first line break decides, and a file of mixed ones loses rows into one cell. */
const format = {
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  max_record_size: 65_536,
};

interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Reads the directory's CSV: one row per institution × link, columns code, name, region, role, link, identity.<name> …,
 * credentials.<name> … in any order; an empty cell is an absent value. Takes a byte order mark and CRLF.
 * @returns the institutions in the order of the file, or every error with its line in the pointer (`/rows/<line>/<column>`).
 */
export function readDirectoryCsv(
  text: string,
): { readonly institutions: readonly CsvInstitution[] } | { readonly errors: readonly FieldError[] } {
  const records: Array<{ readonly record: readonly string[]; readonly line: number }> = [];
  const collect = (record: readonly string[], { lines }: { readonly lines: number }): null => {
    records.push({ record, line: lines });
    return null;
  };
  try {
    parse(text, { ...format, on_record: collect });
  } catch (error) {
    if (error instanceof CsvError) return { errors: [unreadable(error)] };
    throw error;
  }
  const [header, ...body] = records;
  const columns = header?.record ?? [];
  const headerErrors = checkHeader(columns);
  if (headerErrors.length > 0) return { errors: headerErrors };
  const rows = body.map(({ record, line }): Row => ({ line, cells: toCells(columns, record) }));
  const errors = body.flatMap(({ record, line }) =>
    record.length === columns.length
      ? []
      : [fault(line, '', 'CELLS_MISCOUNTED', '列数与表头不符', 'has more or fewer cells than the header')],
  );
  if (errors.length > 0) return { errors };
  return group(rows);
}

function checkHeader(columns: readonly string[]): FieldError[] {
  const missing = fixedColumns.filter((name) => !columns.includes(name));
  const unknown = columns.filter((name) => !fixedColumns.some((fixed) => fixed === name) && !valueColumn.test(name));
  const repeated = columns.filter((name, index) => columns.indexOf(name) !== index);
  return [
    ...missing.map((name) => fault(1, name, 'COLUMN_MISSING', '缺少此列', 'this column is missing')),
    ...unknown.map((name) => fault(1, name, 'COLUMN_UNKNOWN', '未知列', 'is not a known column')),
    ...repeated.map((name) => fault(1, name, 'COLUMN_REPEATED', '列重复', 'this column stands twice')),
  ];
}

function toCells(columns: readonly string[], record: readonly string[]): Record<string, string> {
  const cells = columns.map((name, index) => [name, record[index] ?? ''] as const);
  return Object.fromEntries(cells.filter(([, value]) => value !== ''));
}

function group(rows: readonly Row[]): { institutions: CsvInstitution[] } | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const institutions = new Map<
    string,
    { head: Row; links: Map<string, { line: number; input: DirectoryLinkInput }> }
  >();
  for (const row of rows) {
    const { code = '', link = '' } = row.cells;
    const known = institutions.get(code) ?? { head: row, links: new Map() };
    institutions.set(code, known);
    for (const column of ['name', 'region', 'role']) {
      if (row.cells[column] === known.head.cells[column]) continue;
      errors.push(
        fault(
          row.line,
          column,
          'ROW_CONFLICT',
          `与第${known.head.line}行不一致`,
          `differs from line ${known.head.line}`,
        ),
      );
    }
    const first = known.links.get(link);
    if (first !== undefined)
      errors.push(fault(row.line, 'link', 'ROW_REPEATED', `与第${first.line}行重复`, `repeats line ${first.line}`));
    known.links.set(link, { line: row.line, input: linkInput(row) });
  }
  if (errors.length > 0) return { errors };
  return { institutions: [...institutions.values()].map(toInstitution) };
}

function toInstitution({
  head,
  links,
}: {
  head: Row;
  links: Map<string, { line: number; input: DirectoryLinkInput }>;
}): CsvInstitution {
  const { code = '', name = '', region = '', role = '' } = head.cells;
  const entries = [...links];
  return {
    input: { code, name, region, role, links: Object.fromEntries(entries.map(([link, { input }]) => [link, input])) },
    line: head.line,
    linkLines: new Map(entries.map(([link, { line }]) => [link, line])),
  };
}

function linkInput({ cells }: Row): DirectoryLinkInput {
  const values = { identity: {} as Record<string, string>, credentials: {} as Record<string, string> };
  for (const [column, value] of Object.entries(cells)) {
    const [, part, name] = valueColumn.exec(column) ?? [];
    if (name !== undefined) values[part === 'identity' ? 'identity' : 'credentials'][name] = value;
  }
  const { identity, credentials } = values;
  return Object.keys(credentials).length === 0 ? { identity } : { identity, credentials };
}

function unreadable(error: CsvError): FieldError {
  const line = typeof error.lines === 'number' ? error.lines : 1;
  return fault(line, '', 'CSV_UNREADABLE', '引号不成对或格式有误', 'has unbalanced quotes or is no CSV');
}

function fault(line: number, column: string, code: string, zh: string, en: string): FieldError {
  return {
    pointer: `/rows/${line}${column === '' ? '' : `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`}`,
    code,
    message: { zh, en },
  };
}
