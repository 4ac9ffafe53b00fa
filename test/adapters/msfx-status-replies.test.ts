import { describe, expect, test } from '@jest/globals';
import type { Progress } from '../../adapters/contract/index.ts';
import { context, fault, parse, reply, row, statusList } from './msfx-support.ts';

const withoutDetail = { ...context().settings, billDetail: 'skip' };
const status = (body: unknown, progress?: Progress) => parse('bill-status', reply(body), progress ? { progress } : {});

describe('reply to the status enquiry', () => {
  const pending = { type: 'accepted-pending', reason: 'being processed', pollAfterMs: 3000, receipt: 'S1' };
  const toPartial = (partial: boolean, duplicate = false) => ({
    type: 'continue',
    operation: 'partial-results',
    progress: { page: 1, partial, duplicate, receipt: 'S1', refused: [] },
  });

  test.each([
    ['0 处理中', { result_type: '0' }, pending],
    ['1 上传成功', { result_type: 1 }, pending],
    ['3 with 51 全部成功', { result_type: '3', sub_process_flag: '51' }, { type: 'ok', receipt: 'S1' }],
    ['numbers', { result_type: 3, sub_process_flag: 51, bill_type: 321 }, { type: 'ok', receipt: 'S1' }],
    ['3 with 52 部分成功', { result_type: '3', sub_process_flag: '52' }, toPartial(true)],
    ['3 without the flag', { result_type: '3' }, toPartial(false)],
    ['process_flag is ignored', { result_type: '0', process_flag: '3', sub_process_flag: '51' }, pending],
  ])('%s', (_name, changes, expected) => {
    expect(status(statusList(row(changes)))).toEqual(expected);
  });

  test('4 处理失败 is a refusal with the reason given, for good', () => {
    const refused = (info: string) => fault(status(statusList(row({ result_type: '4', process_info: info }))));
    expect(refused('存在已出售的码')).toMatchObject({
      category: 'rejected',
      code: 'MSFX_CODE_ALREADY_SOLD',
      nativeMessage: '存在已出售的码 [request_id r1]',
    });
    expect(refused('系统异常')).toMatchObject({ category: 'rejected', code: 'MSFX_REFUSED' });
    expect(refused('该单据号已存在')).toMatchObject({ category: 'rejected', code: 'MSFX_REFUSED' });
  });

  test('a verdict on the bill is told from a failure of asking', () => {
    expect(status(statusList(row({ result_type: '4' })))).toMatchObject({ ofRecord: true });
    expect(status({ result: { msg_code: 'FAIL', msg_info: 'x', response_success: false } })).not.toHaveProperty(
      'ofRecord',
    );
  });

  test('in process after "number exists" is a duplicate to be', () => {
    const processing = statusList(row({ result_type: '0' }));
    expect(status(processing, { duplicate: true })).toEqual({ ...pending, duplicate: true });
  });

  test('success after "number exists" is a duplicate', () => {
    const done = statusList(row({ result_type: '3', sub_process_flag: '51' }));
    expect(parse('bill-status', reply(done), { progress: { duplicate: true }, settings: withoutDetail })).toEqual({
      type: 'ok',
      duplicate: true,
      receipt: 'S1',
    });
    expect(status(statusList(row({ result_type: '3', sub_process_flag: '52' })), { duplicate: true })).toEqual(
      toPartial(true, true),
    );
  });

  test('a number booked as another bill type is another bill, never our success', () => {
    const other = statusList(row({ result_type: '3', sub_process_flag: '51', bill_type: '116' }));
    expect(fault(status(other, { duplicate: true }))).toMatchObject({
      category: 'rejected',
      code: 'MSFX_BILL_CODE_TAKEN',
    });
  });

  test.each([
    ['an empty list', statusList()],
    ['only a total of 0', { result: { response_success: true, model: { total_num: '0' } } }],
    ['信息不存在', { result: { msg_code: 'FAIL_BIZ_NO_PAT_INFO', msg_info: '信息不存在', response_success: false } }],
    [
      'only bills of similar number',
      statusList(row({ bill_code: 'XS20261122-00011', result_type: '3', sub_process_flag: '51' })),
    ],
  ])('%s: not found', (_name, body) => {
    expect(parse('bill-status', reply(body), { settings: withoutDetail })).toEqual({ type: 'not-found' });
    const confirm = { type: 'continue', operation: 'bill-detail', progress: { purpose: 'absence' } };
    expect(status(body)).toEqual(confirm);
    expect(status(body, { duplicate: true })).toMatchObject({
      type: 'accepted-pending',
      pollAfterMs: 60_000,
      duplicate: true,
    });
  });

  test.each([
    [
      'wrapped list of one as object',
      { result_list: { bill_deal_status_search_do: row({ result_type: '0' }) }, total_num: 1 },
    ],
    ['wrapped list', { result_list: { bill_deal_status_search_do: [row({ result_type: '0' })] } }],
    ['a row in place of the list', { result_list: row({ result_type: '0' }) }],
  ])('%s is read', (_name, model) => {
    const body = {
      alibaba_alihealth_drugtrace_top_lsyd_query_billstatus_response: {
        result: { response_success: 'true', msg_code: 'SUCCESS', model },
      },
    };
    expect(status(body)).toMatchObject({ type: 'accepted-pending' });
  });

  test('more pages are looked through before the bill counts as not found', () => {
    const model = {
      total_num: 21,
      result_list: Array.from({ length: 20 }, (_, i) => row({ bill_code: `other-${i}`, result_type: '3' })),
    };
    const body = { result: { response_success: true, msg_code: 'SUCCESS', model } };
    expect(status(body, { duplicate: true })).toEqual({ type: 'continue', progress: { duplicate: true, page: 2 } });
    expect(status(body, { page: 2 })).toMatchObject({ operation: 'bill-detail', progress: { purpose: 'absence' } });
  });

  test('listed twice, the processed row decides', () => {
    const rows = [row({ result_type: '4' }), row({ result_type: '3', sub_process_flag: '51' })];
    expect(status(statusList(...rows))).toMatchObject({ type: 'ok' });
  });

  test('a failed query says nothing about the bill', () => {
    expect(
      fault(status({ result: { msg_code: 'FAIL', msg_info: '系统异常', response_success: false } }))?.category,
    ).toBe('unavailable');
    expect(fault(status({ result: { msg_code: 'SUCCESS', response_success: true } }))?.category).toBe(
      'contract-broken',
    );
    expect(fault(status(statusList(row({ result_type: '9' }))))?.category).toBe('contract-broken');
  });
});

describe('refused codes of a partly successful bill', () => {
  const progress: Progress = { page: 1, partial: true, duplicate: false, receipt: 'S1', refused: [] };
  const refusedRow = (code: string) => ({
    code,
    error_code: '3',
    error_code_desc: '重复',
    process_status_reason_desc: '已售出',
  });
  const list = (rows: object[], total = rows.length) => ({
    msg_code: 'SUCCESS',
    response_success: true,
    model: { result: rows, total_num: total, page: 1, page_size: 100 },
  });
  const partial = (body: unknown, changes: Progress = {}) =>
    parse('partial-results', reply(body), { progress: { ...progress, ...changes } });
  const [first, second] = ['81234560000000000000', '81234560000000000001'];

  test('each code gets its verdict', () => {
    expect(partial(list([refusedRow(second)]))).toEqual({
      type: 'ok',
      partial: true,
      receipt: 'S1',
      codes: [
        { code: first, verdict: 'accepted' },
        { code: second, verdict: 'refused', nativeCode: '3', message: '重复: 已售出' },
      ],
    });
  });

  test('a code as a bare number keeps its 20 digits', () => {
    const text = JSON.stringify(list([refusedRow(second)])).replace(`"${second}"`, second);
    expect(partial(text)).toMatchObject({ codes: [{ verdict: 'accepted' }, { code: second, verdict: 'refused' }] });
  });

  test('pages are collected in the progress', () => {
    const others = Array.from({ length: 100 }, (_, i) => refusedRow(`8999999${String(i).padStart(13, '0')}`));
    const page1 = partial(list(others, 101));
    expect(page1).toMatchObject({ type: 'continue', progress: { page: 2, partial: true } });
    const next = page1.type === 'continue' ? page1.progress : {};
    expect(partial(list([refusedRow(first)], 101), next)).toMatchObject({
      type: 'ok',
      partial: true,
      codes: [
        { code: first, verdict: 'refused' },
        { code: second, verdict: 'accepted' },
      ],
    });
  });

  test('all refused is a refusal', () => {
    expect(partial(list([refusedRow(first), refusedRow(second)]))).toMatchObject({
      type: 'fault',
      ofRecord: true,
      fault: { category: 'rejected', code: 'MSFX_ALL_CODES_REFUSED', nativeMessage: '重复: 已售出' },
      codes: [{ verdict: 'refused' }, { verdict: 'refused' }],
    });
  });

  test('declared in part but nothing listed yet: wait; not declared: all accepted', () => {
    expect(partial(list([]))).toMatchObject({ type: 'accepted-pending', pollAfterMs: 60_000 });
    expect(partial(list([]), { partial: false })).toMatchObject({
      type: 'ok',
      codes: [{ verdict: 'accepted' }, { verdict: 'accepted' }],
    });
    expect(partial(list([]), { partial: false })).not.toHaveProperty('partial');
  });

  test('a list that cannot be read changes nothing', () => {
    expect(fault(partial({ msg_code: 'SUCCESS', response_success: true }))?.category).toBe('contract-broken');
    expect(fault(partial(list([{ error_code: '3' }])))?.category).toBe('contract-broken');
  });
});
