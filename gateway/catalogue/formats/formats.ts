import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import {
  type Chunks,
  decoded,
  type Encoding,
  type ParsedItem,
  readCsv,
  readJsonLines,
  readNhsaDrugs,
  readPrefixTable,
  readRelationsCsv,
  readRows,
  type Texts,
} from '../../../mappings/catalogue/index.ts';
import type { FormatName } from './names.ts';
import { readRelationXml } from './relation-xml.ts';
import { xlsxLines } from './xlsx.ts';
import { isZip, zipMember } from './zip.ts';

export interface ReadOptions {
  /** Document and date, for formats that do not say it themselves. */
  readonly source: string;
  /** yyyy-MM-dd from which the rows of formats without dates hold. */
  readonly day: string;
  /** Of a text; absent: told by its bytes. */
  readonly encoding?: Encoding;
  /** Told of the encoding that a text was found to be in. */
  found?(encoding: Encoding): void;
}

export interface Format {
  /** Reads a file's text. */
  read?(texts: Texts, options: ReadOptions): AsyncIterable<ParsedItem>;
  /** Reads a file that is not a text from its place on disk. */
  readFile?(path: string): AsyncIterable<ParsedItem>;
  /** Members of a zip file that hold the text. */
  readonly member?: RegExp;
}

const formats: Readonly<Record<FormatName, Format>> = {
  csv: { read: readCsv, member: /\.csv$/i },
  xlsx: { readFile: (path) => readRows(xlsxLines(path)) },
  ndjson: { read: readJsonLines },
  'relations-csv': { read: readRelationsCsv, member: /\.csv$/i },
  'nhsa-1301': { read: readNhsaDrugs, member: /\.(txt|csv)$/i },
  'msfx-prefixes': { read: readPrefixTable },
  'relation-xml': { read: readRelationXml, member: /\.xml$/i },
};

/** @returns how a file is read, each time from its beginning; a zip file by the member that holds the text. */
export function fileItems(
  path: string,
  name: FormatName,
  options: ReadOptions,
): (count: (bytes: number) => void) => AsyncIterable<ParsedItem> {
  const format = formats[name];
  return async function* items(count) {
    if (format.readFile !== undefined) yield* format.readFile(path);
    else if (format.read !== undefined) {
      yield* format.read(decoded(counted(await openText(path, format), count), options), options);
    }
  };
}

async function openText(path: string, { member }: Format): Promise<Chunks> {
  const file = await open(path);
  try {
    const beginning = new Uint8Array(4);
    await file.read(beginning, 0, beginning.length, 0);
    if (!isZip(beginning) || member === undefined) return createReadStream(path);
    return zipMember(path, (name) => member.test(name), `member ${member.source}`);
  } finally {
    await file.close();
  }
}

async function* counted(chunks: Chunks, count: (bytes: number) => void): Chunks {
  for await (const chunk of chunks) {
    count(chunk.byteLength);
    yield chunk;
  }
}
