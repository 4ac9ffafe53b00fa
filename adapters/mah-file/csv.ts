/** Thrown for a text that is no CSV with a header line; never quotes it. */
export class CsvInvalid extends Error {
  override readonly name = 'CsvInvalid';
}

/** One field: quoted with doubled quotes inside, or plain; then a comma, a line end or the end (RFC 4180 §2). */
const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/y;

/**
 * Reads a CSV with a header line, as RFC 4180 has it; every value is text.
 * @returns one record per line, by column name
 * @throws CsvInvalid for a stray quote, a line of another length, or a column named twice
 */
export function readCsv(text: string): ReadonlyArray<Readonly<Record<string, string>>> {
  const [first, ...lines] = linesOf(text.replace(/^\uFEFF/, ''));
  const header = first?.map((name) => name.trim());
  if (header === undefined || new Set(header).size !== header.length) throw new CsvInvalid('no proper header line');
  return lines.map((line) => {
    if (line.length !== header.length) throw new CsvInvalid('a line is of another length than the header');
    return Object.fromEntries(header.map((name, index) => [name, line[index] ?? '']));
  });
}

function linesOf(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  field.lastIndex = 0;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (found === null) throw new CsvInvalid('a quote stands where none may');
    const [, quoted, plain = '', end] = found;
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && field.lastIndex < text.length) continue;
    if (end === ',') line.push('');
    // A blank line holds nothing.
    if (line.length > 1 || line[0] !== '') lines.push(line);
    line = [];
  }
  return lines;
}
