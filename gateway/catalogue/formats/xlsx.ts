import { SaxesParser } from 'saxes';
import { type Chunks, type Line, UnreadableFileError } from '../../../mappings/catalogue/index.ts';
import { zipMember, zipNames } from './zip.ts';

/** A workbook keeps its texts beside the sheet, so they must be held. Beyond this, the table belongs into a CSV file. */
const maxSharedTextBytes = 256 * 1024 ** 2;
/** ECMA-376 part 1 §18.17.4.1: day 25569 of a workbook's 1900 date system is 1970-01-01. */
const epochSerial = 25_569;
const dayMs = 86_400_000;
const dateColumns = new Set(['validFrom', 'validTo']);

/** Cuts the first sheet of a workbook (ECMA-376) into rows, without holding the sheet. @throws UnreadableFileError */
export async function* xlsxLines(path: string): AsyncIterable<Line> {
  const names = await zipNames(path);
  const sheets = names.filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name)).sort(bySheetNumber);
  const [first] = sheets;
  if (first === undefined) throw new UnreadableFileError(undefined, 'is a zip file, but no workbook');
  const texts = names.includes('xl/sharedStrings.xml') ? await sharedTexts(path) : [];
  yield* dated(
    sheetRows(
      zipMember(path, (name) => name === first, 'sheet'),
      texts,
    ),
  );
}

const bySheetNumber = (left: string, right: string) => sheetNumber(left) - sheetNumber(right);
const sheetNumber = (name: string) => Number(/(\d+)\.xml$/.exec(name)?.[1]);

async function sharedTexts(path: string): Promise<string[]> {
  const texts: string[] = [];
  let [text, isText, size] = ['', false, 0];
  const parser = newParser();
  parser.on('opentag', ({ name }) => {
    if (name === 'si') text = '';
    isText = name === 't';
  });
  parser.on('text', (piece) => {
    if (isText) text += piece;
  });
  parser.on('closetag', ({ name }) => {
    isText = false;
    if (name !== 'si') return;
    texts.push(text);
    size += text.length;
    if (size > maxSharedTextBytes) throw new UnreadableFileError(undefined, 'is too large a workbook: save it as CSV');
  });
  for await (const _ of fed(
    parser,
    zipMember(path, (name) => name === 'xl/sharedStrings.xml', 'texts'),
  ));
  return texts;
}

interface Cell {
  readonly column: number;
  readonly text: string;
  readonly isNumber: boolean;
}

async function* sheetRows(
  chunks: Chunks,
  texts: readonly string[],
): AsyncIterable<Line & { readonly numbers: readonly boolean[] }> {
  const rows: Array<Line & { readonly numbers: readonly boolean[] }> = [];
  const parser = newParser();
  let cells: Cell[] = [];
  let row = 0;
  let [reference, type, text, isValue] = ['', '', '', false];
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') {
      row = Number(attributes.r ?? row + 1);
      cells = [];
    } else if (name === 'c') {
      [reference, type, text] = [String(attributes.r ?? ''), String(attributes.t ?? 'n'), ''];
    }
    isValue = name === 'v' || name === 't';
  });
  parser.on('text', (piece) => {
    if (isValue) text += piece;
  });
  parser.on('closetag', ({ name }) => {
    isValue = false;
    if (name === 'c') {
      const column = reference === '' ? cells.length : columnOf(reference);
      const shown = type === 's' ? (texts[Number(text)] ?? '') : text;
      cells.push({ column, text: shown.trim(), isNumber: type === 'n' && text !== '' });
    } else if (name === 'row') {
      rows.push(toLine(row, cells));
    }
  });
  for await (const _ of fed(parser, chunks)) yield* rows.splice(0);
}

function toLine(line: number, cells: readonly Cell[]): Line & { readonly numbers: readonly boolean[] } {
  const width = Math.max(0, ...cells.map(({ column }) => column + 1));
  const texts: string[] = new Array(width).fill('');
  const numbers: boolean[] = new Array(width).fill(false);
  for (const { column, text, isNumber } of cells) {
    texts[column] = text;
    numbers[column] = isNumber;
  }
  return { line, cells: texts, numbers };
}

/** Gives every row the header's width (a workbook leaves empty cells out), and dates their form. */
async function* dated(lines: AsyncIterable<Line & { readonly numbers: readonly boolean[] }>): AsyncIterable<Line> {
  let header: readonly string[] | undefined;
  for await (const { line, cells, numbers } of lines) {
    if (cells.every((cell) => cell === '')) continue;
    if (header === undefined) {
      header = cells;
      yield { line, cells };
      continue;
    }
    const names: readonly string[] = header;
    const width = Math.max(names.length, cells.length);
    const filled = Array.from({ length: width }, (_, index) => {
      const cell = cells[index] ?? '';
      if (!numbers[index]) return cell;
      return dateColumns.has(names[index] ?? '') ? dateOf(cell) : wholeNumber(cell);
    });
    yield { line, cells: filled };
  }
}

function dateOf(serial: string): string {
  const days = Number(serial) - epochSerial;
  return Number.isInteger(days) ? new Date(days * dayMs).toISOString().slice(0, 10) : serial;
}

/** A spreadsheet keeps 15 digits of a number: a GTIN survives, a trace code does not and so never passes as one. */
function wholeNumber(cell: string): string {
  const value = Number(cell);
  return Number.isSafeInteger(value) ? String(value) : cell;
}

/** `AB12` → 27 */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? 'A') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function newParser(): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new UnreadableFileError(undefined, 'is a broken workbook', { cause: error });
  });
  parser.on('doctype', () => {
    throw new UnreadableFileError(undefined, 'has a DOCTYPE, which no workbook needs');
  });
  return parser;
}

/** Feeds the parser piece by piece; what its handlers gathered may be taken after each. */
async function* fed(parser: SaxesParser, chunks: Chunks): AsyncIterable<void> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}
