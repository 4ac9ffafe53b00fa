import { type ColumnName, columns, isColumn, keyColumns, requiredColumns } from './columns.ts';
import type { CatalogueProblem } from './error.ts';
import { type CatalogueRow, packLevels } from './types.ts';

/** One line of a file, cut into cells. */
export interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

export type GivenCells = { [K in ColumnName]?: string };

export function checkHeader(names: readonly string[]): CatalogueProblem[] {
  const missing = requiredColumns().filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !isColumn(name));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...missing.map((column) => ({ line: 1, column, message: 'this column is missing' })),
    ...unknown.map((column) => ({ line: 1, column, message: 'is not a known column' })),
    ...repeated.map((column) => ({ line: 1, column, message: 'this column stands twice' })),
  ];
}

export function checkCells(names: readonly string[], { line, cells }: Line): CatalogueProblem[] {
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
  const { validFrom, validTo } = given;
  if (validFrom !== undefined && validTo !== undefined && validTo <= validFrom) {
    wrong.push({ line, column: 'validTo', message: 'must be after validFrom' });
  }
  const keyless = keyColumns.every((column) => given[column] === undefined);
  return [
    ...missing,
    ...wrong,
    ...(keyless ? [{ line, message: `needs at least one of ${keyColumns.join(', ')}` }] : []),
  ];
}

/** @returns what is wrong with a row that came in one piece, by column. */
export function checkRow(row: CatalogueRow): CatalogueProblem[] {
  return checkCells(Object.keys(row), { line: 1, cells: Object.values(row) });
}

/** The filled cells of known columns, by name. */
export function named(names: readonly string[], cells: readonly string[]): GivenCells {
  const given: GivenCells = {};
  names.forEach((name, index) => {
    const cell = cells[index];
    if (isColumn(name) && cell !== undefined && cell !== '') given[name] = cell;
  });
  return given;
}

/** @param given cells that `checkCells` found nothing wrong with */
export function rowOf({ source = '', validFrom = '', packLevel, ...given }: GivenCells): CatalogueRow {
  const level = packLevels.find((known) => known === packLevel);
  return { ...given, ...(level === undefined ? {} : { packLevel: level }), source, validFrom };
}
