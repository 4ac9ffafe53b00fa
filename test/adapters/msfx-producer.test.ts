import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput } from '../../adapters/contract/index.ts';
import type { RecognisedCode, RecognisedEvent, RecognisedLine } from '../../mappings/model/index.ts';
import { billOf, institutions, profileOf, type Rig, startRig } from './msfx-rig.ts';
import { context, operation, parse, reply, traceCode } from './msfx-support.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const own = { profile: profileOf('msfx/producer'), institution: institutions.producer };
const product = { localCode: 'P1', localName: '阿莫西林胶囊', spec: '0.25g*24粒' };

/** One case of `middles` boxes of `units` each, every level with a prefix of its own. */
function packed(middles: number, units: number, from = 0): RecognisedCode[] {
  const numbered = (prefix: string, no: number) => traceCode(prefix + String(from + no).padStart(13, '0'));
  const top = numbered('8400001', 0);
  const boxes = Array.from({ length: middles }, (_, no) => ({ ...numbered('8400002', no), parent: top.value }));
  const singles = boxes.flatMap((box, at) =>
    Array.from({ length: units }, (_, no) => ({ ...numbered('8400003', at * units + no), parent: box.value })),
  );
  return [...singles, ...boxes, top];
}

function packOf(
  documentNo: string,
  codes: readonly RecognisedCode[],
  changes: Partial<RecognisedEvent> = {},
): DeliveryInput {
  const line: RecognisedLine = {
    product,
    lot: 'B2026',
    producedOn: '2026-11-01',
    expiresOn: '2028-10-31',
    quantity: '1',
    codes,
  };
  const extensions = { msfx: { subTypeNo: '9224143001' } };
  return billOf('pack', documentNo, codes, own, { lines: [line], extensions, ...changes });
}

function sent(input: DeliveryInput, changes: Partial<CallContext> = {}) {
  const request = operation('pack.submit').buildRequest(input, context({ ...own, ...changes }));
  if (request.protocol !== 'rest') throw new Error('not REST');
  const form = Object.fromEntries(new URLSearchParams(String(request.body)));
  const zip = Buffer.from(form.file_content_string ?? '', 'base64');
  const start = 30 + zip.readUInt16LE(26);
  const xml = inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(18))).toString('utf8');
  return { form, xml, method: request.query?.method, name: zip.subarray(30, start).toString() };
}

describe('a relation file', () => {
  test('has the structure of files in use, and the description the platform asks for', () => {
    const { form, xml, method, name } = sent(packOf('RK-1', packed(2, 1)));
    expect(method).toBe('alibaba.alihealth.drug.kyt.scqy.uploadrelation');
    expect(name).toBe('RK-1-PK.xml');
    expect(JSON.parse(form.save_code_relation ?? '')).toEqual({
      oper_ic_code: '12345678',
      oper_ic_name: '张三',
      ent_name: '301',
      prod_code: '9224143001',
      upload_file_name: 'RK-1-PK.xml',
      crt_date: '2026-11-23',
      ent_seq_no: 'demo-ref-ent-301',
      business_type: '1',
    });
    expect([form.ref_ent_id, form.client_type]).toEqual(['demo-ref-ent-301', '2']);
    expect(
      xml,
    ).toBe(`<?xml version="1.0" encoding="utf-8"?><Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="关联关系XML Schema-3.0.xsd" License="">
<Events Version="3.0">
<Event Name="RelationCreate">
<Relation productCode="9224143" subTypeNo="9224143001" cascade="1:2:2" packageSpec="0.25g*24粒" comment="">
<Batch batchNo="B2026" madeDate="2026-11-01" validateDate="2028-10-31" workshop="无" lineName="无" lineManager="无">
<Code curCode="84000010000000000000" packLayer="3" flag="2"/>
<Code curCode="84000020000000000000" packLayer="2" parentCode="84000010000000000000" flag="2"/>
<Code curCode="84000030000000000000" packLayer="1" parentCode="84000020000000000000" flag="2"/>
<Code curCode="84000020000000000001" packLayer="2" parentCode="84000010000000000000" flag="2"/>
<Code curCode="84000030000000000001" packLayer="1" parentCode="84000020000000000001" flag="2"/>
</Batch>
</Relation>
</Event>
</Events>
</Document>
`);
  });

  test('what the event says goes into it, made safe for XML', () => {
    const msfx = {
      subTypeNo: 'P1=9224143002',
      cascade: '1:10:100',
      packageSpec: '<"24">&',
      workshop: '一号车间',
      productionLine: 'L1',
      lineManager: '甲',
    };
    const { xml } = sent(packOf('RK-2', packed(1, 1), { extensions: { msfx } }));
    expect(xml).toContain('subTypeNo="9224143002" cascade="1:10:100" packageSpec="&lt;&quot;24&quot;&gt;&amp;"');
    expect(xml).toContain('workshop="一号车间" lineName="L1" lineManager="甲"');
  });

  test('the directory tells sub-type numbers and the licence, the link how to pack', () => {
    const identity = { ...institutions.producer.identity, products: 'P1=9224143003', relation_license: '1001123' };
    const institution = { ...institutions.producer, identity };
    const input = packOf('RK-3', packed(1, 2), { extensions: {} });
    const { xml } = sent(input, { institution });
    expect(xml).toContain('License="1001123"');
    expect(xml).toContain('productCode="9224143" subTypeNo="9224143003" cascade="1:1:2"');
    const settings = { ...context().settings, relationPacking: 'gzip', relationEntSeqNo: 'ent-id' };
    const request = operation('pack.submit').buildRequest(input, context({ ...own, institution, settings }));
    const form = new URLSearchParams('body' in request ? String(request.body) : '');
    expect(form.get('file_content_string')?.slice(0, 4)).toBe('H4sI');
    expect(JSON.parse(form.get('save_code_relation') ?? '').ent_seq_no).toBe('demo-ent-id-301');
  });

  const [unit, box, top] = packed(1, 1);
  if (unit === undefined || box === undefined || top === undefined) throw new Error('three codes');
  const line = (changes: Partial<RecognisedLine>, without: readonly string[] = []) => {
    const whole = { product, lot: 'B', producedOn: '2026-11-01', expiresOn: '2028-10-31', quantity: '1' };
    const kept = Object.fromEntries(Object.entries(whole).filter(([name]) => !without.includes(name)));
    return { lines: [{ product, quantity: '1', ...kept, codes: packed(1, 1), ...changes }] };
  };

  const chain = (length: number): RecognisedCode[] =>
    Array.from({ length }, (_, at) => ({
      ...traceCode(`8400001${String(at).padStart(13, '0')}`),
      ...(at > 0 && { parent: `8400001${String(at - 1).padStart(13, '0')}` }),
    }));

  test.each<[string, Partial<RecognisedEvent>, string]>([
    ['a chain of packs that would fill the stack', line({ codes: chain(10_000) }), 'PACK_TOO_DEEP'],
    ['a lot that XML cannot hold', line({ lot: 'B\u0001' }), 'NOT_XML_TEXT'],
    ['a code twice', line({ codes: [unit, unit, box, top] }), 'CODE_REPEATED'],
    ['codes that lie in nothing', line({ codes: [top] }), 'PACK_EMPTY'],
    ['a parent that is not there', line({ codes: [unit, box] }), 'PACK_PARENT_MISSING'],
    [
      'packs in one another',
      line({ codes: [{ ...unit, parent: box.value }, { ...box, parent: unit.value }, top] }),
      'PACK_CYCLE',
    ],
    [
      'layers side by side',
      line({ codes: [unit, box, top, { ...traceCode('84000039999999999999'), parent: top.value }] }),
      'PACK_LAYERS_MIXED',
    ],
    ['a unit called a case', line({ codes: [{ ...unit, packLevel: 'large' }, box, top] }), 'PACK_LEVEL_WRONG'],
    ['cases of different contents', line({ codes: [...packed(1, 1), ...packed(1, 2, 50)] }), 'MSFX_INPUT_REFUSED'],
    ['no lot', line({}, ['lot']), 'MSFX_INPUT_REFUSED'],
    ['no date', line({}, ['producedOn']), 'MSFX_INPUT_REFUSED'],
    ['no sub-type number', { extensions: {} }, 'SUB_TYPE_MISSING'],
    ['a sub-type number of another form', { extensions: { msfx: { subTypeNo: '123' } } }, 'SUB_TYPE_INVALID'],
    [
      'a cascade of another form',
      { extensions: { msfx: { subTypeNo: '9224143001', cascade: '2500' } } },
      'CASCADE_INVALID',
    ],
    ['an unknown key', { extensions: { msfx: { subTypeNo: '9224143001', colour: 'x' } } }, 'MSFX_INPUT_REFUSED'],
  ])('%s is refused with what to mend', (_name, changes, code) => {
    expect(() => sent(packOf('RK-9', packed(1, 1), changes))).toThrow(expect.objectContaining({ code }));
  });

  test('one number for several products is ambiguous', () => {
    const input = { ...packOf('RK-8', packed(1, 1)), part: { index: 0, count: 2 } };
    expect(() => sent(input)).toThrow(expect.objectContaining({ code: 'SUB_TYPE_AMBIGUOUS' }));
  });

  test('two layers may call the outer one middle or large', () => {
    const { parent: _parent, ...outer } = box;
    for (const packLevel of ['middle', 'large'] as const) {
      const codes: RecognisedCode[] = [
        { ...unit, packLevel: 'small' },
        { ...outer, packLevel },
      ];
      expect(sent(packOf('RK-7', codes)).xml).toContain('cascade="1:1"');
    }
  });
});

describe('the fate of a relation file', () => {
  test('queued, processed, listed once; then its packs are known', async () => {
    const codes = packed(2, 3, 100);
    const input = packOf('RK-20', codes);
    expect(await rig.call('relation-status', input, own)).toEqual({ type: 'not-found' });
    expect(await rig.call('pack.submit', input, own)).toMatchObject({ type: 'accepted-pending' });
    expect(await rig.call('relation-status', input, own)).toMatchObject({
      type: 'ok',
      receipt: expect.stringMatching(/^R/),
    });
    expect(await rig.call('pack.submit', input, own)).toMatchObject({ type: 'ok', duplicate: true });
    const booked = rig.simulator.ledger().filter(({ operation: name }) => name === 'uploadrelation');
    expect(booked).toMatchObject([{ key: 'RK-20-PK.xml' }]);
    expect([...(booked[0]?.codes ?? [])].sort()).toEqual(codes.map(({ value }) => value).sort());
    const [child, parent] = ['84000020000000000100', '84000010000000000100'].map(traceCode);
    if (child === undefined || parent === undefined) throw new Error('two codes');
    const bill = billOf('sale-out', 'RK-21', [child, parent], own, { counterparty: { code: 'W901', name: 'x' } });
    expect(await rig.call('sale-out.submit', bill, own)).toMatchObject({ fault: { code: 'MSFX_PARENT_WITH_CHILD' } });
  });

  test('codes activated before fail in processing: a verdict on the record', async () => {
    const codes = packed(1, 1, 300);
    await rig.call('pack.submit', packOf('RK-30', codes), own);
    const again = packOf('RK-31', codes);
    expect(await rig.call('pack.submit', again, own)).toMatchObject({ type: 'accepted-pending' });
    expect(await rig.call('relation-status', again, own)).toMatchObject({
      type: 'fault',
      ofRecord: true,
      fault: { category: 'rejected', nativeMessage: expect.stringContaining('已激活') },
    });
  });

  const row = (changes: object) => ({
    file_name: 'RK-1-PK.xml',
    process_flag: '3',
    active_info_seq_no: 'A1',
    ...changes,
  });
  const list = (total: number, ...rows: object[]) =>
    reply({ result: { model: { total_num: total, result_list: rows }, msg_code: 'SUCCESS', response_success: true } });
  const ask = (response: ReturnType<typeof reply>) =>
    parse('relation-status', response, own, packOf('RK-1', packed(1, 1)));

  test.each([
    ['being processed', list(1, row({ process_flag: '1' })), { type: 'accepted-pending', receipt: 'A1' }],
    [
      'listed with its folder and without ending',
      list(1, row({ file_name: '/a/b/RK-1-PK' })),
      { type: 'ok', receipt: 'A1' },
    ],
    ['another file', list(1, row({ file_name: 'RK-11-PK.xml' })), { type: 'not-found' }],
    ['not on this page', list(101, row({ file_name: 'x' })), { type: 'continue', progress: { page: 2 } }],
    ['nothing', list(0), { type: 'not-found' }],
    [
      'a list without a total or rows',
      reply({ result: { model: {}, msg_code: 'SUCCESS', response_success: true } }),
      { fault: { code: 'MSFX_ALIEN_REPLY' } },
    ],
    ['a state nobody knows', list(1, row({ process_flag: '7' })), { fault: { code: 'MSFX_ALIEN_REPLY' } }],
  ])('%s', (_name, response, expected) => {
    expect(ask(response)).toMatchObject(expected);
  });

  test.each([
    ['no answer known to us', { result: { flag: '1' } }, 'MSFX_ALIEN_REPLY'],
    ['a refusal', { result: { msg_code: 'FAIL', msg_info: '企业不存在', response_success: false } }, 'MSFX_REFUSED'],
    ['an error of the service', { error_response: { code: 15, msg: 'x', sub_code: 'isp.x' } }, 'MSFX_SERVICE_ERROR'],
  ])('the upload answered with %s', (_name, body, code) => {
    expect(parse('pack.submit', reply(body), own)).toMatchObject({ type: 'fault', fault: { code } });
  });
});
