import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FormatName, fileItems } from '../../gateway/catalogue/index.ts';
import { type ParsedItem, UnreadableFileError } from '../../mappings/catalogue/index.ts';
import { zipOf } from './zip.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-catalogue-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(format: FormatName, content: string | Uint8Array): Promise<ParsedItem[]> {
  files += 1;
  const path = join(folder, `file-${files}`);
  await writeFile(path, content);
  const items: ParsedItem[] = [];
  const options = { source: '目录 2026-07', day: '2026-07-01' };
  for await (const item of fileItems(path, format, options)(() => undefined)) items.push(item);
  return items;
}

const problems = (items: readonly ParsedItem[]) =>
  items.flatMap((item) => (item.type === 'problem' ? [item.problem] : []));
const rows = (items: readonly ParsedItem[]) => items.flatMap((item) => (item.type === 'product' ? [item.row] : []));
const relations = (items: readonly ParsedItem[]) =>
  items.flatMap((item) => (item.type === 'relation' ? [item.relation] : []));

const code = (n: number, prefix = '8123456') => `${prefix}${String(n).padStart(13, '0')}`;

describe('CSV of products', () => {
  const header = 'prefix,packLevel,gtin,nhsaCode,standardCode,packRatio,content,source,validFrom,validTo';

  test('gives rows with the line they stand on, and mistakes by line and column', async () => {
    const text = [
      header,
      '8123456,small,6901234567892,XA1,86900000000003,1:10:200,24,目录,2026-01-01,2027-01-01',
      '812345,small,,,8690,1,x,目录,2026-01-01,2025-01-01',
      ',,,XA2,,,,目录,2026-01-01,',
    ].join('\r\n');
    const items = await read('csv', `\uFEFF${text}`);
    expect(rows(items)).toEqual([
      expect.objectContaining({
        prefix: '8123456',
        standardCode: '86900000000003',
        packRatio: '1:10:200',
        content: '24',
      }),
      { nhsaCode: 'XA2', source: '目录', validFrom: '2026-01-01' },
    ]);
    expect(problems(items).map(({ line, column }) => `${line} ${column}`)).toEqual([
      '3 prefix',
      '3 standardCode',
      '3 packRatio',
      '3 content',
      '3 validTo',
    ]);
  });

  test('stops at a header it does not know, and names an empty file', async () => {
    expect(problems(await read('csv', 'prefix,colour\n8123456,red'))).toHaveLength(3);
    expect(problems(await read('csv', ''))).toEqual([{ line: 1, message: 'is empty' }]);
  });

  test('is found in a zip file; a broken quote ends it with its line', async () => {
    const zip = zipOf({ 'readme.md': 'x', 'table.csv': 'nhsaCode,source,validFrom\nXA,目录,2026-01-01\n' });
    expect(rows(await read('csv', zip))).toHaveLength(1);
    const broken = read('csv', 'nhsaCode,source,validFrom\nXA,"目录,2026-01-01\n');
    await expect(broken).rejects.toBeInstanceOf(UnreadableFileError);
  });
});

describe('a workbook', () => {
  const sheet = (body: string) =>
    zipOf({
      'xl/sharedStrings.xml':
        '<sst><si><t>prefix</t></si><si><r><t>nhsa</t></r><r><t>Code</t></r></si><si><t>目录 &amp; 表</t></si></sst>',
      'xl/worksheets/sheet2.xml': '<worksheet/>',
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>source</t></is></c><c r="D1" t="str"><v>validFrom</v></c></row>
        ${body}</sheetData></worksheet>`,
    });

  test('gives the rows of its first sheet: shared and inline texts, numbers, dates, cells left out', async () => {
    const body = `<row r="2"/><row r="3"><c r="A3"><v>8123456</v></c><c r="C3" t="s"><v>2</v></c><c r="D3"><v>46023</v></c></row>`;
    const items = await read('xlsx', sheet(body));
    expect(items).toEqual([
      { type: 'product', line: 3, row: { prefix: '8123456', source: '目录 & 表', validFrom: '2026-01-01' } },
    ]);
  });

  test('names mistakes by its row numbers', async () => {
    const items = await read('xlsx', sheet('<row r="7"><c r="A7"><v>8.12345E+19</v></c><c r="D7"><v>x</v></c></row>'));
    expect(problems(items).map(({ line, column }) => `${line} ${column}`)).toEqual([
      '7 source',
      '7 prefix',
      '7 validFrom',
    ]);
  });

  test('that is none, or broken, or carries a DOCTYPE, is refused', async () => {
    for (const content of ['no zip', zipOf({ 'a.txt': '' }), sheet('<row')]) {
      await expect(read('xlsx', content)).rejects.toBeInstanceOf(UnreadableFileError);
    }
    const evil = zipOf({ 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' });
    await expect(read('xlsx', evil)).rejects.toThrow(/DOCTYPE/);
  });
});

describe("the insurance's drug table (1301)", () => {
  const line = (facts: Readonly<Record<number, string>>) =>
    Array.from({ length: 92 }, (_, index) => facts[index + 1] ?? '').join('\t');
  const drug = {
    1: 'XA01ABD075A002010100483',
    4: '阿莫西林',
    8: '阿莫西林胶囊',
    9: '86900000000003',
    17: '0.25g',
    37: '2024-10-01 00:00:00',
    38: '99991231',
    44: '粒',
    47: '24',
    54: '演示制药',
    62: '国药准字H1',
    79: '1',
  };

  test('gives code, name, 本位码, approval number, maker, content and validity by position', async () => {
    expect(rows(await read('nhsa-1301', `${line(drug)}\r\n`))).toEqual([
      {
        nhsaCode: 'XA01ABD075A002010100483',
        localName: '阿莫西林胶囊',
        spec: '0.25g',
        standardCode: '86900000000003',
        approvalNo: '国药准字H1',
        manufacturer: '演示制药',
        content: '24',
        contentUnit: '粒',
        source: '目录 2026-07',
        validFrom: '2024-10-01',
      },
    ]);
  });

  test('a row marked invalid ends with the file; one never in force is left out', async () => {
    const text = [line({ ...drug, 79: '0' }), line({ ...drug, 37: '20260701', 79: '0' })].join('\n');
    expect(rows(await read('nhsa-1301', text))).toMatchObject([{ validFrom: '2024-10-01', validTo: '2026-07-01' }]);
  });

  test('placeholders and 本位码 of one digit say nothing', async () => {
    const [row] = rows(await read('nhsa-1301', line({ ...drug, 9: '86000000000000', 54: '-', 62: '无', 37: '' })));
    expect(row).not.toHaveProperty('standardCode');
    expect(row).not.toHaveProperty('manufacturer');
    expect(row).toMatchObject({ validFrom: '2026-07-01' });
  });

  test('other tables, short lines and other encodings are told by line', async () => {
    expect(problems(await read('nhsa-1301', `${line({ ...drug, 1: '12' })}\na\tb`))).toMatchObject([
      { line: 1, column: '1' },
      { line: 2, message: expect.stringContaining('2 columns') },
    ]);
    const utf16 = Buffer.from(`\ufeff${line(drug)}`, 'utf16le');
    await expect(read('nhsa-1301', utf16)).rejects.toThrow('is neither UTF-8 nor GB18030');
  });
});

describe('码段 of 码上放心', () => {
  const reply = {
    result: {
      model: {
        result_list: {
          drug: [
            {
              physic_name: '阿莫西林胶囊',
              sub_type_list: {
                sub_type_list: [
                  {
                    approve_no: '国药准字H1',
                    package_spec: '24粒/盒',
                    code_res_list: [
                      { code_prefix: '81', res_code: '00001', code_level: '1', pkg_ratio: '1:5:10' },
                      { code_prefix: '81', res_code: '00002', code_level: '2', pkg_ratio: '1:5:10' },
                      { code_prefix: '81', res_code: '00003', code_level: '3', pkg_ratio: '1:5:10' },
                    ],
                  },
                ],
              },
            },
          ],
        },
      },
    },
  };

  test('gives a row per prefix, its level counted from the largest, with the facts around it', async () => {
    const items = rows(await read('msfx-prefixes', `${JSON.stringify(reply)}\n`));
    expect(items.map(({ prefix, packLevel }) => `${prefix} ${packLevel}`)).toEqual([
      '8100001 large',
      '8100002 middle',
      '8100003 small',
    ]);
    expect(items[0]).toMatchObject({
      localName: '阿莫西林胶囊',
      approvalNo: '国药准字H1',
      packRatio: '1:5:10',
      validFrom: '2026-07-01',
    });
  });

  test('names lines that are no JSON and prefixes that are none', async () => {
    const items = await read('msfx-prefixes', '{"code_prefix":"69","res_code":"1"}\nnot json');
    expect(problems(items).map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe('relation XML', () => {
  const xml = (codes: string) => `<?xml version="1.0" encoding="UTF-8"?><Document License="x">
    <Relation productCode="8123456" subTypeNo="1" cascade="1:2" packageSpec="s"><Batch batchNo="B1" madeDate="2026-01-01">
    ${codes}</Batch></Relation></Document>`;

  test('gives each pack with its parent, lot and ratio, and the level of each prefix once', async () => {
    const items = await read(
      'relation-xml',
      xml(`<Code curCode="${code(1, '8123457')}" packLayer="2"/>
        <Code curCode="${code(1)}" packLayer="1" parentCode="${code(1, '8123457')}"/>
        <Code><curCode>${code(2)}</curCode><packLayer>1</packLayer><parentCode>${code(1, '8123457')}</parentCode></Code>`),
    );
    const shared = { packRatio: '1:2', lot: 'B1' };
    expect(relations(items)).toEqual([
      { code: code(1, '8123457'), level: 2, ...shared },
      { code: code(1), parent: code(1, '8123457'), level: 1, ...shared },
      { code: code(2), parent: code(1, '8123457'), level: 1, ...shared },
    ]);
    expect(rows(items)).toMatchObject([
      { prefix: '8123457', packLevel: 'middle' },
      { prefix: '8123456', packLevel: 'small' },
    ]);
  });

  test('is read from a zip file; a code that is its own parent is named by its line', async () => {
    const text = xml(`<Code curCode="${code(1)}" packLayer="1" parentCode="${code(1)}"/>`);
    expect(problems(await read('relation-xml', zipOf({ 'a/rel.xml': text })))).toEqual([
      { line: 3, column: 'parent', message: 'is the pack itself' },
    ]);
  });

  test('whose codes are none of 码上放心 is told by line and column', async () => {
    const short = code(1).slice(0, -1);
    const text = xml(`<Code curCode="${short}" packLayer="1"/>
      <Code curCode="${code(2)}" packLayer="1" parentCode="abc"/>`);
    const message = 'must be a drug trace code: 20 digits beginning with 8';
    expect(await read('relation-xml', text)).toEqual([
      { type: 'problem', problem: { line: 3, column: 'curCode', message } },
      { type: 'problem', problem: { line: 4, column: 'parentCode', message } },
    ]);
  });

  test('that is cut off, or carries a DOCTYPE, is refused with its line', async () => {
    await expect(read('relation-xml', '<Document><Relation>')).rejects.toBeInstanceOf(UnreadableFileError);
    await expect(read('relation-xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).rejects.toThrow(/DOCTYPE/);
  });
});

test('relations as CSV and NDJSON say the same; NDJSON takes products as well', async () => {
  const expected = [{ code: code(1), parent: code(9), level: 1, boxStatus: 1 }];
  const csv = `code,parent,level,boxStatus\n${code(1)},${code(9)},1,1\n`;
  const json = `{"code":"${code(1)}","parent":"${code(9)}","level":1,"boxStatus":1}`;
  expect(relations(await read('relations-csv', csv))).toEqual(expected);
  expect(relations(await read('ndjson', json))).toEqual(expected);
  const product = '{"gtin":"6901234567892","source":"目录","validFrom":"2026-01-01"}';
  expect(rows(await read('ndjson', product))).toEqual([JSON.parse(product)]);
  const wrong = ['{"code":1}', '{"prefix":"1"}', '{"colour":"red"}', '[]', '{"code":"x","level":"12"}'];
  expect(problems(await read('ndjson', wrong.join('\n'))).map(({ line }) => line)).toEqual([1, 2, 2, 2, 3, 4, 5]);
  expect(problems(await read('relations-csv', 'parent,colour\n'))).toHaveLength(2);
});
