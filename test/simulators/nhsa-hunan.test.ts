import { describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import { call, chinaNow, hunanSale, type NhsaCaller, type NhsaReply, signIn } from './nhsa-client.ts';
import { caller, signNo, sim } from './nhsa-counter.ts';

function rowsOf(reply: NhsaReply, node = 'selinfoDetail'): Array<Record<string, string>> {
  return reply.output[node] as Array<Record<string, string>>;
}

async function sell(changes: Record<string, unknown> = {}): Promise<Record<string, string>> {
  const reply = await call(caller, '3505A', { selinfoDetail: [hunanSale(changes)] }, { sign_no: signNo });
  return rowsOf(reply)[0] ?? {};
}

describe('3505A in Hunan', () => {
  test('books a good row, returns it with its number and shows it to 3513', async () => {
    const row = await sell();
    expect(row).toMatchObject({
      retRslt: '1',
      fixmedins_bchno: 'P43010000001202511220000000001',
      medins_prod_sel_no: expect.any(String),
    });
    expect(sim.ledger()).toMatchObject([
      {
        seq: 1,
        operation: '3505A',
        institution: 'P43010000001',
        key: 'P43010000001202511220000000001',
        documentNo: 'XS-1',
        codes: ['81234567890123456789'],
        receipt: row.medins_prod_sel_no,
      },
    ]);
    const data = { fixmedins_code: 'P43010000001', fixmedins_bchno: 'P43010000001202511220000000001' };
    const found = await call(caller, '3513', { data }, { sign_no: signNo });
    expect(found.output.output).toMatchObject([
      { fixmedinsBchno: data.fixmedins_bchno, drugTracCodg: '81234567890123456789', mdtrtSetlType: '2' },
    ]);
  });

  test.each([
    ['a missing required field', { fixmedins_hilist_id: '' }, '参数[fixmedins_hilist_id]不能为空'],
    [
      'the settlement type in lower case',
      { MDTRT_SETL_TYPE: undefined, mdtrt_setl_type: '2' },
      '未定义的参数[mdtrt_setl_type]',
    ],
    ['no trace code', { drugtracinfo: [] }, '节点[drugtracinfo]不能为空'],
    [
      'a trace code above C30',
      { drugtracinfo: [{ drug_trac_codg: '8'.repeat(31) }] },
      '参数[drug_trac_codg]长度超过30',
    ],
    ['a trace code as a number', { drugtracinfo: [{ drug_trac_codg: 8 }] }, '参数[drug_trac_codg]类型错误'],
    ['a quantity beyond N16,4', { sel_retn_cnt: '1.00001' }, '参数[sel_retn_cnt]超出精度N16,4'],
    ['a quantity in words', { sel_retn_cnt: '一' }, '参数[sel_retn_cnt]应为数值型'],
    ['a date with a time', { manu_date: '2025-01-01 00:00:00' }, '参数[manu_date]日期格式错误'],
    ['no drug code and no NMLC999', { med_list_codg: '' }, '参数[med_list_codg]不能为空'],
    ['an insured sale without its settlement', { MDTRT_SETL_TYPE: '1' }, '医保结算时参数[setl_id]不能为空'],
    [
      'an insured sale without prescriber',
      { MDTRT_SETL_TYPE: '1', setl_id: 'S', rxno: 'R' },
      '医保结算时参数[prsc_dr_no]不能为空',
    ],
    ['null', { memo: null }, '参数[memo]类型错误'],
  ])('refuses a row with %s', async (_what, changes, message) => {
    const row = await sell(changes);
    expect(row.retRslt).toBe('0');
    expect(row.msgRslt).toContain(message);
    expect(sim.ledger()).toHaveLength(0);
  });

  test('takes the good rows and refuses the bad ones', async () => {
    const rows = [
      hunanSale(),
      hunanSale({ fixmedins_bchno: 'B2', rx_flag: '9' }),
      hunanSale({ fixmedins_bchno: 'B3' }),
    ];
    const reply = await call(caller, '3505A', { selinfoDetail: rows }, { sign_no: signNo });
    expect(rowsOf(reply).map((row) => row.retRslt)).toEqual(['1', '0', '1']);
    expect(sim.ledger().map((entry) => entry.key)).toEqual(['P43010000001202511220000000001', 'B3']);
  });

  test('notes a trace code that was sold before, and lets it pass', async () => {
    await sell();
    const row = await sell({ fixmedins_bchno: 'B2' });
    expect(row).toMatchObject({ retRslt: '1', msgRslt: expect.stringContaining('重复使用') });
    expect(sim.ledger()).toHaveLength(2);
  });

  test.each([
    ['an object for the array', { selinfoDetail: hunanSale() }, '应为数组'],
    ['an empty array', { selinfoDetail: [] }, '不能为空'],
    ['a second node', { selinfoDetail: [hunanSale()], data: {} }, '应为数组'],
    ['101 rows', { selinfoDetail: Array.from({ length: 101 }, () => ({})) }, '不能超过100条'],
  ])('refuses %s as a whole', async (_what, input, message) => {
    const reply = await call(caller, '3505A', input, { sign_no: signNo });
    expect(reply.infcode).toBe(-1);
    expect(reply.err_msg).toContain(message);
  });
});

describe('a repeated fixmedins_bchno', () => {
  async function twice(duplicates: string): Promise<{ second: Record<string, string>; booked: number; found: number }> {
    const other = await start({ port: 0, controlPort: 0, settings: { duplicates } });
    const at: NhsaCaller = { endpoint: other.endpoint };
    const sign_no = await signIn(at);
    await call(at, '3505A', { selinfoDetail: [hunanSale()] }, { sign_no });
    const second = await call(at, '3505A', { selinfoDetail: [hunanSale({ sel_retn_cnt: '2' })] }, { sign_no });
    const data = { fixmedins_code: 'P43010000001', fixmedins_bchno: 'P43010000001202511220000000001' };
    const found = await call(at, '3513', { data }, { sign_no });
    await other.close();
    return {
      second: rowsOf(second)[0] ?? {},
      booked: other.ledger().length,
      found: (found.output.output as unknown[]).length,
    };
  }

  test('is refused by default', async () => {
    expect(await twice('reject')).toMatchObject({
      second: { retRslt: '0', msgRslt: expect.stringContaining('重复') },
      booked: 1,
      found: 1,
    });
  });
  test('replaces the record under `overwrite`', async () => {
    expect(await twice('overwrite')).toMatchObject({ second: { retRslt: '1' }, booked: 2, found: 1 });
  });
  test('stands twice under `double`', async () => {
    expect(await twice('double')).toMatchObject({ second: { retRslt: '1' }, booked: 2, found: 2 });
  });
});

describe('3506A', () => {
  const back = (changes: Record<string, unknown> = {}) => {
    const { rtal_docno, prsc_dr_name, phar_name, phar_prac_cert_no, drug_prod_barc, MDTRT_SETL_TYPE, ...row } =
      hunanSale();
    return { ...row, fixmedins_bchno: 'R1', memo: 'TH-1', ...changes };
  };

  test('books a return under the document number in memo and answers in selinfoErrDetail', async () => {
    const sold = await sell();
    const input = { selinfoDetail: [back({ medins_prod_sel_no: sold.medins_prod_sel_no })] };
    const reply = await call(caller, '3506A', input, { sign_no: signNo });
    expect(rowsOf(reply, 'selinfoErrDetail')).toMatchObject([{ retRslt: '1', fixmedins_bchno: 'R1', memo: 'TH-1' }]);
    expect(sim.ledger()[1]).toMatchObject({ operation: '3506A', key: 'R1', documentNo: 'TH-1' });
    // Returned, so it may be sold again without a note.
    expect((await sell({ fixmedins_bchno: 'B2' })).msgRslt).toBe('上传成功');
  });

  test('refuses a reference to a sale it does not know, and fields of a sale', async () => {
    const input = { selinfoDetail: [back({ medins_prod_sel_no: 'S0' }), back({ rtal_docno: 'XS-1' })] };
    const reply = await call(caller, '3506A', input, { sign_no: signNo });
    expect(rowsOf(reply, 'selinfoErrDetail').map((row) => row.msgRslt)).toEqual([
      '未找到商品销售流水号[S0]对应的销售记录',
      '未定义的参数[rtal_docno]',
    ]);
  });
});

describe('3513', () => {
  test.each([
    ['no key', { fixmedins_code: 'P43010000001' }, '至少一项不能为空'],
    ['another institution', { fixmedins_code: 'P43010000002', fixmedins_bchno: 'B' }, '无权查询其他机构数据'],
    ['an unknown member', { fixmedins_code: 'P43010000001', fixmedinsBchno: 'B' }, '未定义的参数[fixmedinsBchno]'],
  ])('refuses a query with %s', async (_what, data, message) => {
    expect((await call(caller, '3513', { data }, { sign_no: signNo })).err_msg).toContain(message);
  });

  test('finds nothing with an empty list, and filters by code and day', async () => {
    const data = { fixmedins_code: 'P43010000001', fixmedins_bchno: 'none' };
    expect((await call(caller, '3513', { data }, { sign_no: signNo })).output).toEqual({ output: [] });
    await sell({ drugtracinfo: [{ drug_trac_codg: 'A' }, { drug_trac_codg: 'B' }] });
    const ask = async (more: Record<string, string>) => {
      const query = { fixmedins_code: 'P43010000001', medins_list_codg: 'SKU-1', ...more };
      return (await call(caller, '3513', { data: query }, { sign_no: signNo })).output.output as unknown[];
    };
    expect(await ask({})).toHaveLength(2);
    expect(await ask({ drug_trac_codg: 'B' })).toMatchObject([{ drugTracCodg: 'B' }]);
    expect(await ask({ begndate: chinaNow().slice(0, 10) })).toHaveLength(0);
  });
});
