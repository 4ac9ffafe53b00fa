import { describe, expect, test } from '@jest/globals';
import { writeXml } from '../../adapters/kit/xml-write.ts';
import { readCsv } from '../../adapters/mah-file/csv.ts';
import { kinds } from '../../adapters/mah-file/kinds.ts';
import { unzipOne } from '../../adapters/sim-kit/index.ts';
import { build, code, context, delivery, line, operation, profileOf } from './mah-file-support.ts';

const one = [line([code('81234560000000000011')])];

function xmlOf(content: string | Uint8Array): { readonly name: string; readonly text: string } {
  const { name, content: text } = unzipOne(Buffer.from(content));
  return { name, text: text.toString('utf8') };
}

function written(id: string, input: ReturnType<typeof delivery>, ctx = context()) {
  const { action } = build(id, input, ctx);
  if (action.type !== 'write') throw new Error('no write');
  return action;
}

describe('a bill', () => {
  test('is the XML of the published sample, zipped, under a name of its own', () => {
    const input = delivery('sale-out', 'CK1', [line([code('81234560000000000011'), code('81234560000000000012')])], {
      counterparty: { code: 'C9', name: '药店' },
    });
    const action = written('sale-out.submit', input);
    expect(action.path).toBe('inbox/DEMO-CORP-1_SALEOUT_CK1_20261122231005.zip');
    expect(action.temporaryPath).toBe('inbox/.DEMO-CORP-1_SALEOUT_CK1_20261122231005.zip.a1a1a1a1.part');
    const data = (value: string) =>
      `<Data Code="${value}" CorpOrderID="CK1" ActDate="2026-11-22 23:10:05" FromCorpID="DEMO-CORP-1" ToCorpID="C9" CorpProductID="P1" CorpBatchNo="L1" ProduceDate="2026-01-02"/>`;
    expect(xmlOf(action.content)).toEqual({
      name: 'DEMO-CORP-1_SALEOUT_CK1_20261122231005.xml',
      text:
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document><Events><Event Name="SalesWareHouseOut" MainAction="WareHouseOut"><DataField>' +
        `${data('81234560000000000011')}${data('81234560000000000012')}</DataField></Event></Events></Document>\n`,
    });
  });

  test('is the same at every try: name and bytes', () => {
    const input = delivery('sale-out', 'CK1', one);
    const first = written('sale-out.submit', input);
    const later = written('sale-out.submit', input, context({ now: 0, randomHex: (bytes) => 'ff'.repeat(bytes) }));
    expect([later.path, Buffer.from(later.content)]).toEqual([first.path, Buffer.from(first.content)]);
    expect(later.temporaryPath).not.toBe(first.temporaryPath);
  });

  test('a document number cannot leave the folder or meet another name', () => {
    const name = (documentNo: string) => delivery('sale-out', documentNo, one).ids.record.fileName ?? '';
    expect(name('../../A/B')).toBe('DEMO-CORP-1_SALEOUT_..~2F..~2FA~2FB_20261122231005.zip');
    expect(new Set(['A/B', 'A~2FB', 'A_2', 'A~p2'].map(name)).size).toBe(4);
    const whole = delivery('sale-out', 'A', one);
    const part = operation('sale-out.submit').businessIds?.({ ...whole, part: { index: 1, count: 2 } }, context());
    expect(part?.record).toEqual({
      fileName: 'DEMO-CORP-1_SALEOUT_A~p2_20261122231005.zip',
      documentNo: `A_${'2'.padStart(43, '0')}`,
    });
  });

  test('reasons choose the event; one without an event is refused', () => {
    const event = (kind: 'sale-out' | 'stock-adjust', reason: 'direct' | 'inspection') =>
      /Event Name="(\w+)"/.exec(
        xmlOf(written(`${kind}.submit`, delivery(kind, 'A', one, { reason })).content).text,
      )?.[1];
    expect(event('sale-out', 'direct')).toBe('DirectAllocateWareHouseOut');
    expect(event('stock-adjust', 'inspection')).toBe('CheckWareHouseOut');
    expect(() => delivery('stock-adjust', 'A', one, { reason: 'surplus' })).toThrow(/reason/);
  });

  test.each(['demo', 'demo-csv'])('%s: every kind has a type of its own in the file name', (id) => {
    const ctx = context({ profile: profileOf(id) });
    const names = kinds.map(({ kind }) => {
      const reason = kind === 'stock-adjust' ? ({ reason: 'rework' } as const) : {};
      return delivery(kind, 'A', one, reason, ctx).ids.record.fileName;
    });
    expect(new Set(names).size).toBe(kinds.length);
  });

  test('without a code, an institution code or a credential there is no file', () => {
    expect(() => delivery('sale-out', 'A', [line([])])).toThrow(/no line carries/);
    const { institution } = context();
    const nobody = context({ institution: { ...institution, identity: {} } });
    expect(() => delivery('sale-out', 'A', one, {}, nobody)).toThrow(/no corpId/);
    const locked = context({ institution: { ...institution, credentials: { username: 'a' } } });
    expect(() => build('sale-out.submit', delivery('sale-out', 'A', one), locked)).toThrow(/password or privateKey/);
  });
});

test('a relation says of each code its layer and what it lies in', () => {
  const codes = [
    code('81234560000000000001', { packLevel: 'large' }),
    code('81234560000000000002', { packLevel: 'middle', parent: '81234560000000000001' }),
    code('81234560000000000003', { packLevel: 'small', parent: '81234560000000000002' }),
  ];
  const input = delivery('pack', 'B1', [line(codes)], { extensions: { 'mah-file': { cascade: '1:5:10' } } });
  expect(xmlOf(written('pack.submit', input).content).text).toContain(
    '<Relation productCode="8123456" cascade="1:5:10" packageSpec="0.25g&#60;10&#62;"><Batch batchNo="L1" madeDate="2026-01-02" validateDate="2028-01-01">' +
      '<Code curCode="81234560000000000001" packLayer="3"/>' +
      '<Code curCode="81234560000000000002" packLayer="2" parentCode="81234560000000000001"/>' +
      '<Code curCode="81234560000000000003" packLayer="1" parentCode="81234560000000000002"/></Batch></Relation>',
  );
});

test('another manufacturer is another profile: plain XML with a byte order mark, other names, CSV receipts', () => {
  const ctx = context({ profile: profileOf('demo-csv') });
  const action = written('sale-out.submit', delivery('sale-out', 'A', one, {}, ctx), ctx);
  expect(action.path).toBe('in/SALEOUT-DEMO-CORP-1_A_20261122231005.xml');
  expect(Buffer.from(action.content).subarray(0, 8).toString('utf8')).toBe('\uFEFF<?xml');
});

describe('a file that stands nowhere and has no receipt', () => {
  const parse = (constants: Readonly<Record<string, string>>) => {
    const { absentMeans: _, doneFolder: __, ...others } = profileOf('demo').constants;
    const ctx = context({ profile: { ...profileOf('demo'), constants: { ...others, ...constants } } });
    const response = { status: 200, headers: {}, body: Buffer.from('{"found":[]}') };
    return operation('receipt').parseResponse(response, ctx, delivery('sale-out', 'A', one, {}, ctx));
  };
  test('never arrived where files are kept once taken, or where the profile says so', () => {
    expect(parse({ doneFolder: 'done' })).toEqual({ type: 'not-found' });
    expect(parse({ absentMeans: 'not-received' })).toEqual({ type: 'not-found' });
  });
  test('may be in work where files vanish: nothing that a second copy may follow', () => {
    expect(parse({})).toMatchObject({ type: 'fault', fault: { category: 'unavailable', code: 'MAH_FILE_NOWHERE' } });
  });
});

describe('CSV', () => {
  test('quotes, doubled quotes, line breaks inside, both line ends, blank lines', () => {
    expect(readCsv('\uFEFFa,b\r\n"x ""1"",\n2",y\n\n,"z"')).toEqual([
      { a: 'x "1",\n2', b: 'y' },
      { a: '', b: 'z' },
    ]);
  });
  test.each(['a,b\n1', 'a,a\n1,2', 'a, a\n1,2', 'a\n"1', 'a\n1"2', ''])('%j is none', (text) => {
    expect(() => readCsv(text)).toThrow(/line|quote/);
  });
});

describe('XML', () => {
  test('attributes, text beside them, lists and empty elements', () => {
    expect(writeXml({ A: { '@b': 'x"\n', '#text': 'a<b', C: ['1', { '@d': '2' }] } })).toContain(
      '<A b="x&#34;&#10;">a&#60;b<C>1</C><C d="2"/></A>',
    );
  });
  test.each([{ A: '1', B: '2' }, {}, { 'a b': '1' }, { A: { '@x y': '1' } }, { A: 1 }])(
    '%j is no document',
    (message) => {
      expect(() => writeXml(message)).toThrow(TypeError);
    },
  );
  test.each(['\u0000', '\ud800', '\uffff'])('text with %j is refused', (text) => {
    expect(() => writeXml({ A: text })).toThrow(/XML cannot hold/);
  });
});
