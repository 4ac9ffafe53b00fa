import { parseXml, XmlInvalid, type XmlNode } from '../kit/xml.ts';
import { XmlRefused } from '../kit/xml-guard.ts';
import { nodesAtPath, textAtPath } from '../kit/xml-path.ts';
import { CsvInvalid, readCsv } from './csv.ts';
import type { ReceiptDialect } from './dialect.ts';

export interface ReceiptRow {
  readonly code: string;
  readonly result: string;
  readonly message: string;
}

/** What a receipt says; '' where it is silent. */
export interface Receipt {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly number: string;
  readonly rows: readonly ReceiptRow[];
}

/** @returns the receipt; undefined when the bytes are none of the agreed form. */
export function readReceipt(body: Uint8Array, dialect: ReceiptDialect): Receipt | undefined {
  try {
    return dialect.form === 'xml' ? fromXml(body, dialect) : fromCsv(body, dialect);
  } catch (error) {
    const unreadable = error instanceof XmlInvalid || error instanceof XmlRefused || error instanceof CsvInvalid;
    if (unreadable || error instanceof TypeError) return undefined;
    throw error;
  }
}

function fromXml(body: Uint8Array, dialect: ReceiptDialect): Receipt | undefined {
  const root = parseXml(body);
  if (root.name !== dialect.root) return undefined;
  const found = dialect.rowsPath === '' ? [] : nodesAtPath(root, dialect.rowsPath);
  if (found === undefined) return undefined;
  const rows = found.map((row) => ({
    code: textAt(row, dialect.rowCodePath),
    result: textAt(row, dialect.rowResultPath),
    message: textAt(row, dialect.rowMessagePath),
  }));
  return {
    file: textAt(root, dialect.filePath),
    code: textAt(root, dialect.codePath),
    message: textAt(root, dialect.messagePath),
    number: textAt(root, dialect.numberPath),
    rows,
  };
}

/** The line without a trace code speaks of the file, the others of one code each. */
function fromCsv(body: Uint8Array, dialect: ReceiptDialect): Receipt | undefined {
  const lines = readCsv(new TextDecoder('utf-8', { fatal: true }).decode(body));
  const [summary, ...more] = lines.filter((line) => (line[dialect.rowCodePath] ?? '') === '');
  if (summary === undefined || more.length > 0) return undefined;
  const rows = lines
    .filter((line) => line !== summary)
    .map((line) => ({
      code: line[dialect.rowCodePath] ?? '',
      result: line[dialect.rowResultPath] ?? '',
      message: line[dialect.rowMessagePath] ?? '',
    }));
  return {
    file: summary[dialect.filePath] ?? '',
    code: summary[dialect.codePath] ?? '',
    message: summary[dialect.messagePath] ?? '',
    number: summary[dialect.numberPath] ?? '',
    rows,
  };
}

function textAt(node: XmlNode, path: string): string {
  return textAtPath(node, path) ?? '';
}
