import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { call, type NhsaCaller, type NhsaReply, signIn } from './nhsa-client.ts';

/** Rows written from the field tables of V1.1.83, without the adapter. */
let serial = 0;
const bchno = () => {
  serial += 1;
  return `P43010000001260701${String(serial).padStart(12, '0')}`;
};
const item = () => ({
  fixmedins_hilist_id: 'SKU-1',
  fixmedins_hilist_name: '阿莫西林胶囊',
  fixmedins_bchno: bchno(),
  rx_flag: '0',
});
const dates = { manu_date: '2026-01-01', expy_end: '2028-01-01' };
const count = (more: object = {}) => ({
  ...item(),
  ...dates,
  invdate: '2026-07-01',
  inv_cnt: '3',
  memo: 'PD1',
  ...more,
});
const change = (more: object = {}) => ({
  ...item(),
  inv_chg_type: '108',
  pric: '8.00',
  cnt: '2',
  inv_chg_time: '2026-07-01 10:00:00',
  memo: 'RK1',
  drugtracinfo: [{ drug_trac_codg: '83857930000000000001' }],
  ...more,
});
const bought = (more: object = {}) => ({
  ...item(),
  ...dates,
  spler_name: '演示医药批发',
  purc_retn_cnt: '2',
  purc_retn_stoin_time: '2026-07-01 10:00:00',
  purc_retn_opter_name: '张三',
  ...more,
});
const purchase = (more: object = {}) =>
  bought({ manu_lotnum: 'L1', prodentp_name: '演示制药', aprvno: '国药准字H1', memo: 'RK1', ...more });

describe.each(['national', 'hunan'] as const)('%s', (dialect) => {
  let simulator: Simulator;
  let caller: NhsaCaller;
  let sign_no: string;
  beforeAll(async () => {
    simulator = await start({ port: 0, controlPort: 0, settings: { dialect } });
    caller = { endpoint: simulator.endpoint };
    sign_no = await signIn(caller);
  });
  afterAll(() => simulator.close());

  const ask = (infno: string, input: unknown): Promise<NhsaReply> =>
    call(caller, infno, input, { sign_no, ...hunanHead() });
  const hunanHead = () =>
    dialect === 'hunan' ? { app_id: undefined, enc_type: undefined, pw_ecToken: undefined } : {};
  const rowsOf = (reply: NhsaReply, node: string) => reply.output[node] as Record<string, string>[];
  const verdicts = async (infno: string, node: string, rows: unknown[], out: string) =>
    rowsOf(await ask(infno, { [node]: rows }), out).map(({ retRslt, msgRslt }) => [retRslt, msgRslt]);

  test.each([
    ['a missing price', { pric: '' }, '参数[pric]不能为空'],
    ['a type outside the table', { inv_chg_type: '112' }, '参数[inv_chg_type]值[112]不在字典范围内'],
    ['a count of too many decimals', { cnt: '1.00001' }, '参数[cnt]超出精度N16,4'],
    ['a date without time', { inv_chg_time: '2026-07-01' }, '参数[inv_chg_time]时间格式错误'],
    ['a pack level outside the table', { trac_codg_pac_hery: '4' }, '参数[trac_codg_pac_hery]值[4]不在字典范围内'],
    ['a field it does not know', { purc_retn_cnt: '1' }, '未定义的参数[purc_retn_cnt]'],
    ['a number for a text', { memo: 7 }, '参数[memo]类型错误'],
  ])('3502A refuses %s', async (_, more, message) => {
    const [[result, words] = []] = await verdicts('3502A', 'invinfoDetail', [change(more)], 'invinfoErrDetail');
    expect([result, words?.startsWith(message)]).toEqual(['0', true]);
  });

  test('a number is taken once per data type: twice in one call, again later, and as another type', async () => {
    const row = change();
    const node = 'invinfoErrDetail';
    const [, second] = await verdicts('3502A', 'invinfoDetail', [row, row], node);
    expect(second?.[1]).toContain('重复上传');
    await ask('3502A', { invinfoDetail: [row] });
    const [again] = await verdicts('3502A', 'invinfoDetail', [row], node);
    expect(again).toEqual(['0', expect.stringContaining('重复上传')]);
    const { fixmedins_bchno } = row;
    const more = dialect === 'hunan' ? { fixmedins_bchno, pric: '8' } : { fixmedins_bchno };
    expect(Number((await ask('3501A', { invinfoDetail: [count(more)] })).infcode)).toBe(0);
  });

  test('3501A says no more than infcode; one bad row is a refusal in words', async () => {
    const more = dialect === 'hunan' ? { pric: '8.00' } : {};
    expect((await ask('3501A', { invinfoDetail: [count(more)] })).output).toEqual({});
    const refused = await ask('3501A', { invinfoDetail: [count({ ...more, expy_end: '' })] });
    expect([refused.infcode, refused.err_msg]).toEqual([-1, '第1行:参数[expy_end]不能为空']);
  });

  test('a deleted row is shown as invalid, cannot be deleted again, and only under its own type', async () => {
    const row = change();
    await ask('3502A', { invinfoDetail: [row] });
    const { fixmedins_bchno } = row;
    const remove = (inv_data_type: string) =>
      verdicts('3507A', 'goodDetail', [{ fixmedins_bchno, inv_data_type }], 'goodErrDetail');
    expect(await remove('3')).toEqual([['0', expect.stringContaining('不存在')]]);
    expect(await remove('2')).toEqual([['1', '删除成功']]);
    expect(await remove('2')).toEqual([['0', expect.stringContaining('不存在')]]);
    const found = await ask('3509', query({ fixmedins_bchno }));
    expect(rowsOf(found, 'output')).toMatchObject([
      { fixmedinsBchno: fixmedins_bchno, invChgType: '108', valiFlag: '0' },
    ]);
    expect(
      simulator
        .ledger()
        .filter(({ key }) => key === fixmedins_bchno)
        .map(({ operation }) => operation),
    ).toEqual(['3502A', '3507A']);
  });

  test('enquiries want dates and a key, keep to them, and show the institution its own alone', async () => {
    const row = change();
    await ask('3502A', { invinfoDetail: [row] });
    const { fixmedins_bchno } = row;
    const failed = async (data: object) => (await ask('3509', query(data))).err_msg;
    expect(await failed({ fixmedins_bchno, begndate: '' })).toBe('参数[begndate]不能为空');
    expect(await failed({})).toContain('至少一项不能为空');
    expect(await failed({ fixmedins_bchno, fixmedins_code: 'P43010000002' })).toBe('无权查询其他机构数据');
    expect(await failed({ fixmedins_bchno, begndate: '2026-07-03', enddate: '2026-07-02' })).toContain('开始日期');
    expect(rowsOf(await ask('3509', query({ fixmedins_bchno, enddate: '2026-06-30' })), 'output')).toEqual([]);
    expect(rowsOf(await ask('3512', query({ fixmedins_bchno })), 'output')).toMatchObject([
      { drugTracCodg: '83857930000000000001' },
    ]);
    expect(rowsOf(await ask('3510', query({ fixmedins_bchno })), 'output')).toEqual([]);
  });

  test('a purchase gives its number, by which it can be sent back; 湖南 wants the invoice file beside each row', async () => {
    const row = purchase({ finl_trns_pric: '8' });
    const file = { fixmedins_bchno: row.fixmedins_bchno, file_data: 'QQ==', file_name: 'a.pdf' };
    if (dialect === 'hunan') {
      expect((await ask('3503A', { purcinfoDetail: [row] })).err_msg).toContain('purc_invo_file_List');
      const bad = { ...file, file_name: '' };
      expect((await ask('3503A', { purcinfoDetail: [row], purc_invo_file_List: [bad] })).err_msg).toBe(
        '参数[file_name]不能为空',
      );
    }
    const files = dialect === 'hunan' ? { purc_invo_file_List: [file] } : {};
    expect(Number((await ask('3503A', { purcinfoDetail: [row], ...files })).infcode)).toBe(0);
    const { fixmedins_bchno } = row;
    const [held] = rowsOf(await ask('3510', query({ fixmedins_bchno })), 'output');
    const back = (medins_prod_purc_no?: string) =>
      verdicts('3504A', 'purcinfoDetail', [bought({ purc_invo_no: '1', medins_prod_purc_no })], 'purcinfoErrDetail');
    expect(await back('P0')).toEqual([['0', '未找到商品采购流水号[P0]对应的采购记录']]);
    expect(await back(held?.medinsProdPurcNo)).toEqual([['1', '上传成功']]);
  });

  test('the transactions without A take one row as an object', async () => {
    expect((await ask('3502', { invinfo: change() })).output).toEqual({});
    expect((await ask('3502', { invinfo: [change()] })).err_msg).toContain('应为对象');
    expect((await ask('3504', { purcinfo: bought({ purc_invo_no: '1' }) })).output).toEqual({
      result: { retRslt: '1', msgRslt: '上传成功' },
    });
  });

  function query(data: object): object {
    return { data: { fixmedins_code: 'P43010000001', begndate: '2026-06-30', enddate: '2026-07-02', ...data } };
  }
});
