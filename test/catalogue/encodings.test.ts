import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { type FormatName, fileItems } from '../../gateway/catalogue/index.ts';
import {
  CatalogueError,
  catalogueText,
  decoded,
  type Encoding,
  type UnreadableFileError,
} from '../../mappings/catalogue/index.ts';
import { temporaryFile } from './temporary-file.ts';

/** As bytes come from a disk or a zip member: cut anywhere, within characters too. */
async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size = bytes.length, encoding?: Encoding) {
  const found: Encoding[] = [];
  let text = '';
  const options = { found: (name: Encoding) => void found.push(name), ...(encoding === undefined ? {} : { encoding }) };
  for await (const piece of decoded(inPieces(bytes, size), options)) text += piece;
  return { text, found };
}

const utf8 = (text: string) => Buffer.from(text);
const gb18030 = (text: string) => iconv.encode(text, 'gb18030');
const table = `prefix,nhsaCode,localName,source,validFrom
${'8000001,XA,阿莫西林胶囊 0.25g×24粒（薄膜衣）,目录,2026-01-01\n'.repeat(3)}`;

describe('the encoding of a file is told by its bytes', () => {
  test.each([
    ['Chinese in UTF-8', utf8(table), 'utf-8', table],
    ['the same with a byte order mark', utf8(`\ufeff${table}`), 'utf-8', table],
    ['Chinese in GB18030', gb18030(table), 'gb18030', table],
    ['four-byte characters of GB18030', gb18030('药名𠮷,䶮'), 'gb18030', '药名𠮷,䶮'],
    ['one word that is UTF-8 by chance', gb18030('name,药片\n'), 'gb18030', 'name,药片\n'],
    ['Greek and Latin letters in UTF-8', utf8('α-tocopherol 5µg×10 é'), 'utf-8', 'α-tocopherol 5µg×10 é'],
  ] as const)('%s', async (_name, bytes, encoding, text) => {
    for (const size of [bytes.length, 7, 1]) {
      expect(await read(bytes, size)).toEqual({ text, found: [encoding] });
    }
  });

  test('far behind the first lines; a file of ASCII alone is both', async () => {
    const ascii = 'a,b\n'.repeat(100_000);
    expect(await read(gb18030(`${ascii}阿莫西林\n`), 65_536)).toEqual({
      text: `${ascii}阿莫西林\n`,
      found: ['gb18030'],
    });
    expect(await read(utf8(ascii), 65_536)).toEqual({ text: ascii, found: [] });
  });

  test('or as the caller says', async () => {
    expect((await read(gb18030('药'), 1, 'gb18030')).text).toBe('药');
    await expect(read(gb18030(table), 9, 'utf-8')).rejects.toThrow('is no UTF-8');
  });

  test.each([
    ['damaged UTF-8', Buffer.concat([utf8(`${table}阿莫西林`), Buffer.of(0xff), utf8('胶囊\n')]), 'is no UTF-8', 5],
    ['UTF-8 cut off', utf8(`${table}阿`).subarray(0, -1), 'is no UTF-8', 5],
    ['UTF-16', Buffer.from(`\ufeff${table}`, 'utf16le'), 'is neither UTF-8 nor GB18030', 1],
    ['damaged GB18030', Buffer.concat([gb18030(table), Buffer.of(0xff, 0xff)]), 'is neither UTF-8 nor GB18030', 5],
  ])('%s is refused with its line, never read as something else', async (_name, bytes, message, line) => {
    for (const size of [bytes.length, 11]) {
      const error: UnreadableFileError = await read(bytes, size).then(
        () => Promise.reject(new Error('was read')),
        (refusal) => refusal,
      );
      expect(error.message).toContain(message);
      expect(error.line).toBe(line);
    }
  });
});

const drug = Array.from({ length: 92 }, () => '');
drug[0] = 'XA01ABD075A002010100483';
drug[7] = '阿莫西林胶囊';
const relation =
  '<Document><Relation productCode="8000001"><Batch batchNo="甲1"><Code curCode="80000010000000000001"/></Batch></Relation></Document>';

describe('every text format is read in either encoding', () => {
  test.each<[FormatName, string, unknown]>([
    ['csv', table, { row: { localName: '阿莫西林胶囊 0.25g×24粒（薄膜衣）' } }],
    ['nhsa-1301', drug.join('\t'), { row: { localName: '阿莫西林胶囊' } }],
    ['relations-csv', 'code,lot\n80000010000000000001,甲1\n', { relation: { lot: '甲1' } }],
    ['relation-xml', relation, { relation: { lot: '甲1' } }],
  ])('%s', async (format, text, item) => {
    for (const bytes of [utf8(text), gb18030(text)]) {
      const path = await temporaryFile(bytes);
      const items = [];
      for await (const one of fileItems(path, format, { source: '表', day: '2026-01-01' })(() => {})) items.push(one);
      expect(items[0]).toMatchObject(item as object);
    }
  });

  test('the configured file too; a broken one is refused by its line', async () => {
    expect(await catalogueText(gb18030(table), 'c.csv')).toBe(table);
    const damaged = Buffer.concat([utf8(table), Buffer.of(0xff)]);
    await expect(catalogueText(damaged, 'c.csv')).rejects.toThrow(CatalogueError);
    await expect(catalogueText(damaged, 'c.csv')).rejects.toThrow('c.csv:5: is no UTF-8');
  });
});
