import type { StockTotal } from './contract.ts';
import { fromMillionths } from './quantity.ts';

const columns = [
  'institution',
  'localCode',
  'localName',
  'nhsaCode',
  'lot',
  'unit',
  'purchases',
  'quantity',
  'adjusted',
  'sold',
  'remaining',
] as const;

/** Spreadsheets read UTF-8 as the local code page without it. */
const byteOrderMark = '\uFEFF';
/** A text that begins so is a formula to a spreadsheet (OWASP, CSV Injection). */
const formula = /^[=+\-@\t\r]/;

/** @returns the report as RFC 4180 CSV. */
export function stockCsv(institution: string, totals: readonly StockTotal[]): string {
  const rows = totals.map(({ product, lot, unit, purchases, quantity, adjusted, taken }) => [
    ...[institution, product.localCode, product.localName, product.nhsaCode ?? '', lot, unit ?? ''].map(plain),
    String(purchases),
    ...[quantity, adjusted, taken, quantity + adjusted - taken].map(fromMillionths),
  ]);
  return `${byteOrderMark}${[columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function plain(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
