import { hasValidCheckDigit, isGtin } from '../codes/index.ts';
import { type CatalogueRow, packLevels } from './types.ts';

interface Column {
  readonly required?: true;
  readonly isValid: (text: string) => boolean;
  /** What a cell must be, for the error. */
  readonly rule: string;
}

const text: Column = { isValid: (cell) => cell.length <= 200, rule: 'must be at most 200 characters' };
const code: Column = { isValid: (cell) => /^[!-~]{1,50}$/.test(cell), rule: 'must be 1 to 50 characters of ASCII' };

/** The columns of a catalogue file. Forms that the sources leave open are not checked (中药饮片 and local codes differ from X…). */
export const columns = {
  prefix: { isValid: (cell) => /^8\d{6}$/.test(cell), rule: 'must be 7 digits beginning with 8' },
  packLevel: {
    isValid: (cell) => packLevels.some((level) => level === cell),
    rule: `must be one of ${packLevels.join(', ')}`,
  },
  gtin: { isValid: isGtin, rule: 'must be a GTIN of 8, 12, 13 or 14 digits with its check digit' },
  nhsaCode: code,
  standardCode: { isValid: isStandardCode, rule: 'must be 14 digits beginning with 869, with their check digit' },
  approvalNo: { isValid: (cell) => cell.length <= 100, rule: 'must be at most 100 characters' },
  drugId: { isValid: (cell) => cell.length <= 40, rule: 'must be at most 40 characters' },
  localName: text,
  spec: text,
  manufacturer: text,
  holder: text,
  packRatio: { isValid: isPackRatio, rule: 'must be two to four whole numbers with colons, e.g. 1:5:10' },
  content: { isValid: (cell) => /^[1-9]\d{0,8}$/.test(cell), rule: 'must be a whole number' },
  contentUnit: { isValid: (cell) => cell.length <= 20, rule: 'must be at most 20 characters' },
  source: { ...text, required: true },
  validFrom: { required: true, isValid: isDate, rule: 'must be a date yyyy-MM-dd' },
  validTo: { isValid: isDate, rule: 'must be a date yyyy-MM-dd' },
} as const satisfies Readonly<Record<keyof CatalogueRow, Column>>;

export type ColumnName = keyof typeof columns;

export function isColumn(name: string): name is ColumnName {
  return Object.hasOwn(columns, name);
}

/** @returns the columns that every file must have. */
export function requiredColumns(): ColumnName[] {
  return Object.keys(columns).filter((name): name is ColumnName => isColumn(name) && 'required' in columns[name]);
}

/** What a row must say to be found at all. */
export const keyColumns = ['prefix', 'gtin', 'nhsaCode'] as const satisfies readonly ColumnName[];

/** 药品本位码: 86 (China), 9 (drugs); its check digit is that of a GTIN (GB 18937). */
export function isStandardCode(cell: string): boolean {
  return /^869\d{11}$/.test(cell) && hasValidCheckDigit(cell);
}

export function isPackRatio(cell: string): boolean {
  return /^[1-9]\d{0,6}(:[1-9]\d{0,6}){1,3}$/.test(cell);
}

export function isDate(cell: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(cell)) return false;
  const date = new Date(`${cell}T00:00:00Z`);
  // 2026-02-30 would be read as 2026-03-02.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(cell);
}
