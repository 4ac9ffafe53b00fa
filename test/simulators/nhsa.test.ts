import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import { nhsaPlatform } from '../../adapters/nhsa/simulator/platform.ts';
import { readSettings } from '../../adapters/nhsa/simulator/settings.ts';
import { Ledger, type SimRequest, type Simulator } from '../../adapters/sim-kit/index.ts';
import {
  call,
  chinaNow,
  csbHeaders,
  envelope,
  hunanSale,
  type NhsaCaller,
  type NhsaReply,
  post,
  signIn,
} from './nhsa-client.ts';

let sim: Simulator;
let caller: NhsaCaller;
let signNo: string;

beforeEach(async () => {
  sim = await start({ port: 0, controlPort: 0 });
  caller = { endpoint: sim.endpoint };
  signNo = await signIn(caller);
});
afterEach(() => sim.close());

function rowsOf(reply: NhsaReply, node = 'selinfoDetail'): Array<Record<string, string>> {
  return reply.output[node] as Array<Record<string, string>>;
}

async function sell(changes: Record<string, unknown> = {}): Promise<Record<string, string>> {
  const reply = await call(caller, '3505A', { selinfoDetail: [hunanSale(changes)] }, { sign_no: signNo });
  return rowsOf(reply)[0] ?? {};
}

describe('service bus', () => {
  const at = 1_592_225_468_715;

  function bus(signature: string): string {
    const settings = readSettings({ accounts: [{ ak: 'ak123', sk: 'sk456', code: 'P43010000001', name: '店' }] });
    const platform = nhsaPlatform(settings, new Ledger(() => at), () => at);
    const request: SimRequest = {
      method: 'POST',
      url: new URL('http://simulator/hsa/csb'),
      headers: {
        _api_name: '3505',
        _api_version: '1.0.0',
        _api_timestamp: String(at),
        _api_access_key: 'ak123',
        _api_signature: signature,
      },
      body: Buffer.from('{}'),
    };
    const verdict = platform.open(request).check();
    return 'refused' in verdict ? verdict.refused.body : 'admitted';
  }

  test('admits the published signature V-CSB-2 and nothing near it', () => {
    expect(bus('f735BeAR+Iy61jTEhYzUawTkkx0=')).toContain('报文格式错误');
    expect(JSON.parse(bus('f735BeAR+Iy61jTEhYzUawTkkx1='))).toEqual({ code: 401, message: '签名不一致!' });
  });

  test.each([
    ['a missing header', { _api_version: '' }, '缺少服务网关的请求头!'],
    [
      'an old timestamp',
      csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', '9001', String(Date.now() - 31 * 60_000)),
      '签名时间戳超时!',
    ],
    [
      'seconds for milliseconds',
      csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', '9001', '1592225468'),
      '签名时间戳超时!',
    ],
    ['an unknown key', csbHeaders('ak-nobody', 'sk-demo-hn-001', '9001', String(Date.now())), '非法用户!'],
    ['a wrong secret', csbHeaders('ak-demo-hn-001', 'sk-wrong', '9001', String(Date.now())), '签名不一致!'],
  ])('refuses %s in its own shape, without infcode', async (_what, headers, message) => {
    const response = await post(caller, envelope(caller, '9001', {}), headers);
    expect(await response.json()).toEqual({ code: 401, message });
  });
});

describe('envelope', () => {
  const signInNode = { signIn: { opter_no: '001', mac: 'm', ip: '1' } };

  test.each([
    ['a field that is not in the interface', { app_id: '' }, '未定义的参数[app_id]'],
    ['a missing required field', { opter_name: '' }, '参数[opter_name]不能为空'],
    ['a number where text is documented', { opter: 1 }, '参数[opter]类型错误'],
    ['a name above C20', { fixmedins_name: '店'.repeat(21) }, '参数[fixmedins_name]长度超过20'],
    ['a value outside its code table', { opter_type: '4' }, '参数[opter_type]值[4]不在字典范围内'],
    ['a date-time in another form', { inf_time: '2025-11-22T10:00:00' }, '参数[inf_time]时间格式错误'],
    ['a day that does not exist', { inf_time: '2025-02-30 10:00:00' }, '参数[inf_time]时间格式错误'],
    ['an institution of another account', { fixmedins_code: 'P43010000002' }, '定点医药机构编号与接入账号不符'],
    ['a version it does not speak', { infver: 'V9.9' }, '接口版本号[V9.9]不支持'],
    ['a msgid of another form', { msgid: 'P43010000001-1' }, '发送方报文ID格式错误'],
    ['a msgid of another institution', { msgid: 'P43010000002202511221000000001' }, '发送方报文ID格式错误'],
    ['an input that is no object', { input: '{}' }, '节点[input]应为对象'],
  ])('refuses %s', async (_what, changes, message) => {
    const reply = await call(caller, '9001', signInNode, changes);
    expect(reply.infcode).toBe(-1);
    expect(reply.err_msg).toContain(message);
    expect(reply.output).toBeNull();
  });

  test('refuses a msgid that was used before, even by a request that failed', async () => {
    const body = envelope(caller, '3505A', { selinfoDetail: [] }, { sign_no: signNo });
    await post(caller, body);
    const again = (await (await post(caller, body)).json()) as NhsaReply;
    expect(again.err_msg).toBe('发送方报文ID重复');
  });

  test('wants the service name of the header to be the transaction of the body', async () => {
    const headers = csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', '3505A', String(Date.now()));
    const reply = (await (await post(caller, envelope(caller, '9001', signInNode), headers)).json()) as NhsaReply;
    expect(reply.err_msg).toBe('服务名与交易编号不一致');
  });

  test('bounds input at 40,000 characters', async () => {
    const reply = await call(
      caller,
      '3505A',
      { selinfoDetail: [hunanSale({ memo: 'x'.repeat(40_000) })] },
      { sign_no: signNo },
    );
    expect(reply.err_msg).toContain('长度超过40000');
  });

  test('answers with a reference of region, time and serial', async () => {
    const reply = await call(caller, '9001', signInNode);
    expect(reply.inf_refmsgid).toMatch(/^430100\d{24}$/);
    expect(reply).toMatchObject({ infcode: 0, err_msg: '', refmsg_time: expect.stringMatching(/^\d{17}$/) });
  });

  test('speaks infcode as a text when told to', async () => {
    const other = await start({ port: 0, controlPort: 0, settings: { infcode: 'text' } });
    expect((await call({ endpoint: other.endpoint }, '9001', signInNode)).infcode).toBe('0');
    await other.close();
  });
});

describe('sign-in', () => {
  test('gates every goods transaction by a live number of this institution', async () => {
    const other: NhsaCaller = {
      ...caller,
      ak: 'ak-demo-hn-002',
      sk: 'sk-demo-hn-002',
      code: 'P43010000002',
      name: '追溯通演示药店二',
    };
    for (const sign_no of ['', 'made-up', await signIn(other)]) {
      const reply = await call(caller, '3505A', { selinfoDetail: [hunanSale()] }, { sign_no });
      expect(reply.err_msg).toContain('请先签到');
    }
    expect(sim.ledger()).toHaveLength(0);
  });

  test('ends with 9002', async () => {
    const signOut = { signOut: { sign_no: signNo, opter_no: '001' } };
    expect((await call(caller, '9002', signOut)).infcode).toBe(0);
    expect((await call(caller, '9002', signOut)).err_msg).toBe('今天已签退');
    expect((await call(caller, '3513', { data: {} }, { sign_no: signNo })).err_msg).toContain('请先签到');
  });

  test('ends at midnight in China', () => {
    let now = Date.parse('2025-11-22T23:59:00+08:00');
    const platform = nhsaPlatform(readSettings({}), new Ledger(() => now), () => now);
    const ask = (infno: string, input: unknown, changes: Record<string, unknown>) => {
      const body = envelope({ endpoint: '' }, infno, input, changes);
      const headers = csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', infno, String(now));
      const verdict = platform
        .open({
          method: 'POST',
          url: new URL('http://simulator/hsa/csb'),
          headers,
          body: Buffer.from(JSON.stringify(body)),
        })
        .check();
      return JSON.parse('refused' in verdict ? verdict.refused.body : verdict.apply().body) as NhsaReply;
    };
    const reply = ask('9001', { signIn: { opter_no: '001', mac: 'm', ip: '1' } }, {});
    const { sign_no } = reply.output.signinoutb as { sign_no: string };
    const input = { data: { fixmedins_code: 'P43010000001', fixmedins_bchno: 'B' } };
    expect(ask('3513', input, { sign_no }).infcode).toBe(0);
    now += 2 * 60_000;
    expect(ask('3513', input, { sign_no }).err_msg).toContain('请先签到');
  });
});

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

describe('the national dialect', () => {
  const row = (changes: Record<string, unknown> = {}) => {
    const { MDTRT_SETL_TYPE, ...common } = hunanSale();
    return { ...common, mdtrt_setl_type: '2', ...changes };
  };

  async function upload(rows: unknown[]): Promise<{ reply: NhsaReply; keys: string[] }> {
    const other = await start({ port: 0, controlPort: 0, settings: { dialect: 'national' } });
    const at: NhsaCaller = { endpoint: other.endpoint };
    const reply = await call(at, '3505A', { selinfoDetail: rows }, { sign_no: await signIn(at), app_id: '' });
    await other.close();
    return { reply, keys: other.ledger().map((entry) => entry.key) };
  }

  test('answers for the whole batch in `result`, with codes of up to 100 characters or none', async () => {
    const rows = [
      row({ drugtracinfo: [{ drug_trac_codg: '8'.repeat(100) }] }),
      row({ fixmedins_bchno: 'B2', drugtracinfo: [], med_list_codg: '' }),
    ];
    const { reply, keys } = await upload(rows);
    expect(reply.output).toEqual({ result: { retRslt: '1', msgRslt: '上传成功' } });
    expect(reply).toMatchObject({ signtype: '', cainfo: '' });
    expect(keys).toHaveLength(2);
  });

  test('books nothing of a batch with one bad row', async () => {
    const { reply, keys } = await upload([row(), row({ fixmedins_bchno: 'B2', MDTRT_SETL_TYPE: '2' })]);
    expect(reply.infcode).toBe(0);
    expect(reply.output).toEqual({ result: { retRslt: '0', msgRslt: '第2行:未定义的参数[MDTRT_SETL_TYPE]' } });
    expect(keys).toHaveLength(0);
  });
});
