import { describe, expect, test } from '@jest/globals';
import { msfxPlatform } from '../../adapters/msfx/simulator/platform.ts';
import { readSettings } from '../../adapters/msfx/simulator/settings.ts';
import { Ledger } from '../../adapters/sim-kit/index.ts';
import { bill, call, failures, status, statusQuery, systemParams, topSign, upload } from './msfx-client.ts';
import { code, errorOf, sim } from './msfx-counter.ts';
import { chinaNow } from './nhsa-client.ts';

async function fateOf(billCode: string): Promise<Record<string, string>> {
  const reply = await call(sim.endpoint, status, statusQuery(billCode));
  const { model } = reply.result as { model: { result_list: Array<Record<string, string>> } };
  return model.result_list[0] ?? {};
}

describe('uploadretail', () => {
  test('queues a bill and books it', async () => {
    const reply = await call(sim.endpoint, upload, bill());
    expect(reply).toMatchObject({
      msg_code: 'SUCCESS',
      response_success: true,
      model: expect.any(String),
      request_id: expect.any(String),
    });
    expect(sim.ledger()).toMatchObject([
      {
        operation: 'uploadretail',
        institution: 'demo-ref-ent-001',
        key: 'XS-1',
        codes: ['81234567890123456789'],
        receipt: reply.model,
      },
    ]);
  });

  test('wraps the answer unless simplify is asked for', async () => {
    const reply = await call(sim.endpoint, upload, bill(), { simplify: '' });
    expect(reply).toMatchObject({
      alibaba_alihealth_drugtrace_top_lsyd_uploadretail_response: { msg_code: 'SUCCESS', response_success: true },
    });
  });

  test('takes a bill_code once per enterprise for ever', async () => {
    await call(sim.endpoint, upload, bill());
    const again = await call(sim.endpoint, upload, bill({ trace_codes: code(2) }));
    expect(again).toMatchObject({ msg_code: 'FAIL', msg_info: '该单据号已存在', response_success: false });
    const other = await call(sim.endpoint, upload, bill({ ref_user_id: 'demo-ref-ent-002', trace_codes: code(2) }));
    expect(other).toMatchObject({ response_success: true });
    expect(sim.ledger()).toHaveLength(2);
  });

  test.each([
    ['an enterprise that is not bound', { ref_user_id: 'nobody' }, { msg_info: expect.stringContaining('未绑定') }],
    [
      'a bill of more than two years ago',
      { bill_time: chinaNow(-3 * 366 * 86_400_000) },
      { sub_msg_code: 'FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR' },
    ],
    [
      'a code twice',
      { trace_codes: `${code(1)},${code(1)}` },
      { operation_info_map: { code_check_error_info: JSON.stringify({ 3: code(1) }) } },
    ],
    [
      'an unreadable code in a bill that shall pass whole',
      { trace_codes: `${code(1)},123`, ignore_part_success_flag: '1' },
      { msg_code: 'FAIL' },
    ],
  ])('refuses %s', async (_what, changes, expected) => {
    expect(await call(sim.endpoint, upload, bill(changes))).toMatchObject({ response_success: false, ...expected });
    expect(sim.ledger()).toHaveLength(0);
  });
});

describe('processing', () => {
  test('shows 1, then 0, then 3 with 51 as time goes by', () => {
    let now = Date.parse('2025-11-22T10:00:00+08:00');
    const platform = msfxPlatform(readSettings({}), new Ledger(() => now), () => now);
    const ask = (method: string, business: Record<string, string>) => {
      const params = { ...systemParams(method, { timestamp: chinaNow(now - Date.now()) }), ...business };
      const url = new URL('http://simulator/router/rest');
      url.search = new URLSearchParams({
        ...params,
        sign: topSign(params, 'demo-msfx-secret', 'hmac-sha256'),
      }).toString();
      const verdict = platform.open({ method: 'POST', url, headers: {}, body: Buffer.alloc(0) }).check();
      return JSON.parse('refused' in verdict ? verdict.refused.body : verdict.apply().body);
    };
    ask(upload, bill({ bill_time: '2025-11-22 10:00:00' }));
    const days = { begin_date: '2025-11-22', end_date: '2025-11-22' };
    const seen = [0, 200, 300].map((ms) => {
      now = Date.parse('2025-11-22T10:00:00+08:00') + ms;
      return ask(status, { ...statusQuery('XS-1'), ...days }).result.model.result_list[0];
    });
    expect(seen.map((row) => [row.result_type, row.sub_process_flag])).toEqual([
      ['1', undefined],
      ['0', undefined],
      ['3', '51'],
    ]);
  });

  test('fails the code that was sold already and shows it row by row', async () => {
    await call(sim.endpoint, upload, bill());
    await call(sim.endpoint, upload, bill({ bill_code: 'XS-2', trace_codes: `81234567890123456789,${code(2)},123` }));
    expect(await fateOf('XS-2')).toMatchObject({ result_type: '3', sub_process_flag: '52' });
    const query = { ref_ent_id: 'demo-ref-ent-001', bill_code: 'XS-2', page: '1', page_size: '1' };
    const first = await call(sim.endpoint, failures, query);
    expect(first.model).toMatchObject({
      total_num: 2,
      pages: 2,
      result: [{ code: '81234567890123456789', error_code_desc: '存在已出售的码' }],
    });
    const second = await call(sim.endpoint, failures, { ...query, page: '2' });
    expect(second.model).toMatchObject({ result: [{ code: '123', error_code: '2' }] });
    expect(sim.ledger()[1]?.codes).toEqual([code(2)]);
  });

  test('fails a bill of which no code passes, and does not book it', async () => {
    await call(sim.endpoint, upload, bill());
    await call(sim.endpoint, upload, bill({ bill_code: 'XS-2' }));
    expect(await fateOf('XS-2')).toMatchObject({ result_type: '4', process_info: expect.stringContaining('已出售') });
    expect(sim.ledger()).toHaveLength(1);
  });

  test('lets a returned code be sold again', async () => {
    await call(sim.endpoint, upload, bill());
    await call(sim.endpoint, upload, bill({ bill_code: 'TH-1', bill_type: '116' }));
    await call(sim.endpoint, upload, bill({ bill_code: 'XS-2' }));
    expect(await fateOf('XS-2')).toMatchObject({ result_type: '3', sub_process_flag: '51' });
  });

  test('answers an unknown bill, another day and another direction with an empty list', async () => {
    await call(sim.endpoint, upload, bill());
    const lists = await Promise.all(
      [
        statusQuery('none'),
        { ...statusQuery('XS-1'), begin_date: '2020-01-01', end_date: '2020-01-02' },
        { ...statusQuery('XS-1'), bill_type: 'AI' },
        { ...statusQuery('XS-1'), deal_status: '4' },
        { ...statusQuery('XS-1'), page: '2' },
      ].map(
        async (query) =>
          ((await call(sim.endpoint, status, query)).result as { model: { result_list: unknown[] } }).model.result_list,
      ),
    );
    expect(lists).toEqual([[], [], [], [], []]);
  });

  test('names the element type of a list in the wrapped form', async () => {
    await call(sim.endpoint, upload, bill());
    const reply = await call(sim.endpoint, status, statusQuery('XS-1'), { simplify: '' });
    expect(reply).toMatchObject({
      alibaba_alihealth_drugtrace_top_lsyd_query_billstatus_response: {
        result: { model: { total_num: 1, result_list: { bill_deal_status_search_do: [{ bill_code: 'XS-1' }] } } },
      },
    });
  });

  test('refuses to show an enterprise that is not bound', async () => {
    const reply = await call(sim.endpoint, status, { ...statusQuery('XS-1'), ref_ent_id: 'nobody' });
    expect(reply.result).toMatchObject({ msg_code: 'FAIL', response_success: false });
  });
});

describe('uploadinoutbill', () => {
  const inOut = 'alibaba.alihealth.drugtrace.top.lsyd.uploadinoutbill';
  const purchase = (changes: Record<string, string> = {}) =>
    bill({
      bill_code: 'CG-1',
      bill_type: '102',
      client_type: '2',
      from_user_id: 'demo-ent-id-901',
      to_user_id: 'demo-ent-id-001',
      ...changes,
    });

  test('books a purchase once, under its own name', async () => {
    expect(await call(sim.endpoint, inOut, purchase())).toMatchObject({ msg_code: 'SUCCESS', response_success: true });
    expect(await call(sim.endpoint, inOut, purchase())).toMatchObject({ msg_info: '该单据号已存在' });
    expect(sim.ledger()).toMatchObject([{ operation: 'uploadinoutbill', key: 'CG-1' }]);
  });

  test.each([
    ['an unknown shipper', { from_user_id: 'nobody-at-all' }, '发货企业不存在'],
    ['a ref_ent_id in place of an ent_id', { to_user_id: 'demo-ref-ent-001' }, '收货企业不存在'],
    ['an in bill that comes to somebody else', { to_user_id: 'demo-ent-id-002' }, '单据类型与收发货企业不符'],
    ['an out bill with the ways of an in bill', { bill_type: '202' }, '单据类型与收发货企业不符'],
    ['a bill older than two years', { bill_time: '2020-01-01 00:00:00' }, '系统不支持上传2年前单据'],
  ])('refuses %s', async (_what, changes, message) => {
    expect(await call(sim.endpoint, inOut, purchase(changes))).toMatchObject({ msg_code: 'FAIL', msg_info: message });
    expect(sim.ledger()).toHaveLength(0);
  });

  test.each([
    ['a retail type', { bill_type: '321' }, 41],
    ['another client type', { client_type: '1' }, 41],
    ['no receiver', { to_user_id: '' }, 40],
    ['no physic_type', { physic_type: '' }, 40],
  ])('refuses %s at the gateway', async (_what, changes, code) => {
    expect(await errorOf(systemParams(inOut), purchase(changes))).toMatchObject({ code });
  });

  test('a code that was sold or destroyed leaves no more', async () => {
    await call(sim.endpoint, upload, bill());
    const out = { bill_type: '202', from_user_id: 'demo-ent-id-001', to_user_id: 'demo-ent-id-901' };
    await call(sim.endpoint, inOut, purchase({ ...out, bill_code: 'TH-1' }));
    expect(await fateOf('TH-1')).toMatchObject({ result_type: '4' });
  });
});

describe('bill detail', () => {
  const detail = 'alibaba.alihealth.drugtrace.top.lsyd.query.upbilldetail';
  const ask = (bill_code: string) => call(sim.endpoint, detail, { bill_code, ref_ent_id: 'demo-ref-ent-001' });

  test('shows packs by product from the acceptance on, and no codes', async () => {
    await call(sim.endpoint, upload, bill({ trace_codes: `${code(1)},${code(2)},89999990000000000001` }));
    const { result } = await ask('XS-1');
    expect(result).toMatchObject({ response_success: true, model: { bill_code: 'XS-1', bill_type: '321' } });
    const { model } = result as { model: Record<string, unknown> };
    expect(model.bill_chk_in_out_detail_list_d_t_o_list).toMatchObject([
      { min_pkg_count: '2' },
      { min_pkg_count: '1' },
    ]);
    expect(model).not.toHaveProperty('codes');
  });

  test('says of an unknown bill that it does not exist', async () => {
    expect((await ask('XS-404')).result).toMatchObject({ msg_code: 'FAIL_BIZ_NO_PAT_INFO', msg_info: '信息不存在' });
  });
});
