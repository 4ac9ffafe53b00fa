import { isDate, isStandardCode } from '../columns.ts';
import type { ParsedItem, Texts } from '../parsed.ts';
import type { CatalogueRow } from '../types.ts';
import { textLines } from './text-lines.ts';

/**
 * Columns of the insurance's drug table, from 1 (1301 西药中成药目录下载; positions 9, 44, 47, 62 and 79 as the interface document of Hunan V1.1.27
 * numbers them, the others as published clients of the national interface order the same table). The file has no header.
 */
const columns = {
  nhsaCode: 1,
  genericName: 4,
  registeredName: 8,
  standardCode: 9,
  spec: 14,
  registeredSpec: 17,
  from: 37,
  to: 38,
  contentUnit: 44,
  content: 47,
  manufacturer: 54,
  approvalNo: 62,
  validFlag: 79,
} as const;
const leastColumns = columns.validFlag;
const codeForm = /^[A-Z][0-9A-Z]{18,24}$/;
const never = '9999-12-31';

export interface NhsaDrugsOptions {
  /** Document and date, for the rows. */
  readonly source: string;
  /** yyyy-MM-dd: rows without a first day hold from here on; rows that the file marks invalid end here. */
  readonly day: string;
}

/** Reads the drug table of the insurance (1301): one row per line, cells separated by tabs (UNCONFIRMED; a comma or `|` is taken as well). */
export async function* readNhsaDrugs(texts: Texts, options: NhsaDrugsOptions): AsyncIterable<ParsedItem> {
  let separator: string | undefined;
  for await (const { line, text } of textLines(texts)) {
    separator ??= ['\t', '|', ','].find((candidate) => text.split(candidate).length >= leastColumns) ?? '\t';
    const cells = text.split(separator).map((cell) => cell.trim());
    const cell = (column: keyof typeof columns) => meant(cells[columns[column] - 1]);
    if (cells.length < leastColumns) {
      const message = `has ${cells.length} columns; the drug table of 1301 has at least ${leastColumns}`;
      yield { type: 'problem', problem: { line, message } };
      continue;
    }
    const nhsaCode = cell('nhsaCode');
    if (nhsaCode === undefined || !codeForm.test(nhsaCode)) {
      yield { type: 'problem', problem: { line, column: '1', message: 'must be a 国家医保药品代码' } };
      continue;
    }
    const row = toRow(nhsaCode, cell, options);
    if (row !== undefined) yield { type: 'product', line, row };
  }
}

type Cell = (column: keyof typeof columns) => string | undefined;

/** @returns undefined for a row that has never been in force. */
function toRow(nhsaCode: string, cell: Cell, { source, day }: NhsaDrugsOptions): CatalogueRow | undefined {
  const validFrom = dateOf(cell('from')) ?? day;
  const stated = dateOf(cell('to'));
  const ends = cell('validFlag') === '0' && (stated === undefined || stated > day) ? day : stated;
  if (ends !== undefined && ends <= validFrom) return undefined;
  const standardCode = cell('standardCode');
  const optional = {
    localName: cell('registeredName') ?? cell('genericName'),
    spec: cell('registeredSpec') ?? cell('spec'),
    // Known to be empty, made of one digit (data-quality hints of 码上放心) or mistyped: then it says nothing.
    standardCode: standardCode !== undefined && isStandardCode(standardCode) ? standardCode : undefined,
    approvalNo: cell('approvalNo'),
    manufacturer: cell('manufacturer'),
    content: matching(cell('content'), /^[1-9]\d{0,8}$/),
    contentUnit: matching(cell('contentUnit'), /^.{1,20}$/u),
    validTo: ends === never ? undefined : ends,
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { nhsaCode, ...given, source, validFrom };
}

/** Exports write an absent value as nothing, as a dash, or in words. */
function meant(cell: string | undefined): string | undefined {
  return cell === undefined || /^(|-+|null|NULL|无)$/.test(cell) ? undefined : cell.slice(0, 200);
}

function matching(cell: string | undefined, form: RegExp): string | undefined {
  return cell !== undefined && form.test(cell) ? cell : undefined;
}

/** `2024-10-01`, `20241001`, each with or without a time behind. */
function dateOf(cell: string | undefined): string | undefined {
  const [, year, month, dayOfMonth] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(cell ?? '') ?? [];
  const date = `${year}-${month}-${dayOfMonth}`;
  return isDate(date) ? date : undefined;
}
