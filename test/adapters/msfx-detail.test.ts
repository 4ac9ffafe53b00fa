import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext, Outcome, Progress } from '../../adapters/contract/index.ts';
import { billOf, institutions, profileOf, type Rig, sessionOf, startRig } from './msfx-rig.ts';
import { codes, context, delivery, operation, parse, reply, statusList, row as statusRow } from './msfx-support.ts';

const pack = (changes: object = {}) => ({
  drug_ent_base_info_id: 'd1',
  physic_name: '阿莫西林胶囊',
  product_batch_no: 'B1',
  min_pkg_count: '2',
  ...changes,
});
const bill = (changes: object = {}, rows: unknown = [pack()]) => ({
  bill_code: 'XS20261122-0001',
  bill_type: '321',
  bill_time: '2026-11-22 23:10:05',
  bill_chk_in_out_detail_list_d_t_o_list: rows,
  ...changes,
});
const found = (model: unknown) => ({
  result: { model, msg_code: 'SUCCESS', response_success: true },
  request_id: 'r1',
});
const absent = { result: { msg_code: 'FAIL_BIZ_NO_PAT_INFO', msg_info: '信息不存在', response_success: false } };
const detail = (body: unknown, progress?: Progress, changes: Partial<CallContext> = {}): Outcome =>
  parse('bill-detail', reply(body), { ...changes, ...(progress && { progress }) });
const contents: Progress = { purpose: 'contents', partial: false, receipt: 'S1', refused: [] };
const [first = '', second = ''] = codes(2).map(({ value }) => value);

describe('asking for the contents of a bill', () => {
  const form = (profileId: string) => {
    const session = { values: { license_token: 't' }, expiresAt: 0 };
    const request = operation('bill-detail').buildRequest(
      delivery(),
      context({ profile: profileOf(profileId), session }),
    );
    if (request.protocol !== 'rest') throw new Error('not REST');
    return [request.query?.method, Object.fromEntries(new URLSearchParams(String(request.body)))];
  };
  const own = { ref_ent_id: 'demo-ref-ent-001', bill_code: 'XS20261122-0001' };

  test.each([
    ['msfx/retail', 'drugtrace.top.lsyd.query.upbilldetail', own],
    ['msfx/hospital', 'drugtrace.top.yljg.query.upbilldetail', own],
    ['msfx/wholesale-kyt', 'drug.kyt.searchbill.detail', own],
    ['msfx/wholesale-msc', 'drug.msc.searchbill.detail', own],
    ['msfx/producer', 'drug.kyt.searchbill.detail', own],
    ['msfx/wholesale-wes', 'drug.kyt.wes.searchbill.detail', { ...own, license_token: 't', show_code: '1' }],
  ])('%s goes to %s', (profileId, method, params) => {
    expect(form(profileId)).toEqual([`alibaba.alihealth.${method}`, params]);
  });

  test('a profile may put another name in its place', () => {
    const msc = profileOf('msfx/wholesale-msc');
    const named = { ...msc, constants: { ...msc.constants, 'method.billDetail': 'alibaba.alihealth.x' } };
    const request = operation('bill-detail').buildRequest(delivery(), context({ profile: named }));
    expect('query' in request && request.query?.method).toBe('alibaba.alihealth.x');
  });
});

describe('a bill that the status does not list', () => {
  test('信息不存在 settles that it never arrived', () => {
    expect(detail(absent, { purpose: 'absence' })).toEqual({ type: 'not-found' });
  });

  test('held all the same, it is waited for, never sent again', () => {
    expect(detail(found(bill()), { purpose: 'absence' })).toMatchObject({
      type: 'accepted-pending',
      pollAfterMs: 60_000,
    });
  });

  test('an enquiry that fails says nothing', () => {
    const fail = { result: { msg_code: 'FAIL', msg_info: '系统异常', response_success: false } };
    expect(detail(fail, { purpose: 'absence' })).toMatchObject({ fault: { category: 'unavailable' } });
  });
});

describe('after 该单据号已存在', () => {
  test('a processed bill is compared before it counts as ours', () => {
    const done = statusList(statusRow({ result_type: '3', sub_process_flag: '51' }));
    expect(parse('bill-status', reply(done), { progress: { duplicate: true } })).toEqual({
      type: 'continue',
      operation: 'bill-detail',
      progress: contents,
    });
  });

  test('so is one processed in part, its refused codes aside', () => {
    const body = {
      msg_code: 'SUCCESS',
      response_success: true,
      model: { result: [{ code: second, error_code: '3' }], total_num: 1 },
    };
    const progress = { page: 1, partial: true, duplicate: true, receipt: 'S1', refused: [] };
    const next = parse('partial-results', reply(body), { progress });
    expect(next).toMatchObject({ type: 'continue', operation: 'bill-detail', codes: [{}, { verdict: 'refused' }] });
    if (next.type !== 'continue') throw new Error('unreachable');
    expect(detail(found(bill({}, [pack({ min_pkg_count: 1 })])), next.progress)).toEqual({
      type: 'ok',
      duplicate: true,
      partial: true,
      receipt: 'S1',
    });
    const none = detail(found(bill({}, [pack({ min_pkg_count: 0 })])), next.progress);
    expect(none).toMatchObject({ fault: { code: 'MSFX_BILL_CODE_TAKEN' } });
  });

  test.each([
    ['the same', bill()],
    ['more packs: a case counts for its contents', bill({}, [pack({ min_pkg_count: '40' })])],
    ['packs over several products', bill({}, [pack({ min_pkg_count: '1' }), pack({ min_pkg_count: '1' })])],
    ['numbers as numbers', bill({ bill_type: 321 }, [pack({ min_pkg_count: 2 })])],
    ['the day alone', bill({ bill_time: '2026-11-22' })],
    ['one row as an object', bill({}, pack())],
    ['the other spelling of the list', { ...bill({}, undefined), bill_chk_in_out_detail_list_dto_list: [pack()] }],
    ['no counts to compare', bill({}, [pack({ min_pkg_count: undefined })])],
    ['our codes listed', bill({ codes: [second, first] })],
    ['our codes under their element', bill({ codes: { string: [first, second] } })],
    ['a code that was a parent', bill({}, [pack({ code_and_parent_list: [{ code: second, parent_code: first }] })])],
    ['the name of the type only', bill({ bill_type: '零售出库' })],
  ])('%s: our own bill', (_name, model) => {
    expect(detail(found(model), contents)).toEqual({ type: 'ok', duplicate: true, receipt: 'S1' });
  });

  test.each([
    ['another type', bill({ bill_type: '116' }), 'bill_type'],
    ['another day', bill({ bill_time: '2026-11-21 23:10:05' }), 'bill_time'],
    ['fewer packs than codes', bill({}, [pack({ min_pkg_count: '1' })]), 'codes'],
    ['codes without one of ours', bill({ codes: [first, '89999990000000000000'] }), 'codes'],
    ['everything', bill({ bill_type: '205', bill_time: '2025-01-01', codes: ['8'] }), 'bill_type, bill_time, codes'],
  ])("%s: somebody else's, for good", (_name, model, what) => {
    expect(detail(found(model), contents)).toMatchObject({
      type: 'fault',
      ofRecord: true,
      fault: {
        category: 'rejected',
        code: 'MSFX_BILL_CODE_TAKEN',
        nativeMessage: expect.stringContaining(`: ${what} [`),
      },
    });
  });

  test('a number the detail does not know leaves nothing to compare: the status stands', () => {
    expect(detail(absent, contents)).toEqual({ type: 'ok', duplicate: true, receipt: 'S1' });
  });

  test.each([
    ['another number', bill({ bill_code: 'XS20261122-00011' })],
    ['no number', bill({ bill_code: undefined })],
    ['no bill', null],
    ['a list', [bill()]],
    ['rows of texts', bill({}, ['x'])],
  ])('%s is not believed', (_name, model) => {
    expect(detail(found(model), contents)).toMatchObject({ fault: { category: 'contract-broken' } });
  });
});

test('asked for itself, it tells the products', () => {
  expect(detail(found(bill()))).toEqual({
    type: 'ok',
    answer: {
      billCode: 'XS20261122-0001',
      billTime: '2026-11-22 23:10:05',
      billType: '321',
      products: [{ id: 'd1', name: '阿莫西林胶囊', lot: 'B1', packs: '2' }],
    },
    items: [{ key: 'd1', ok: true, message: '阿莫西林胶囊 B1 2' }],
  });
  expect(detail(absent)).toEqual({ type: 'not-found' });
});

describe('against the simulator', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.close());

  test.each([
    ['msfx/retail', 'pharmacy', 'retail-sale'],
    ['msfx/wholesale-kyt', 'wholesaler', 'sale-out'],
    ['msfx/wholesale-wes', 'wholesaler', 'sale-out'],
  ] as const)('%s: a number taken by other codes is told from a repeat', async (profileId, role, kind) => {
    const base = { profile: profileOf(profileId), institution: institutions[role] };
    const signsIn = base.profile.operations.includes('sign-in');
    const own = signsIn ? { ...base, session: sessionOf(await rig.call('sign-in', undefined, base)) } : base;
    const prefix = `88${profileId.length}${role.length}`.padEnd(7, kind === 'sale-out' && signsIn ? '3' : '4');
    const named = { counterparty: { code: 'W901', name: 'x' } };
    const documentNo = `DET-${profileId.slice(5)}`;
    const sent = billOf(kind, documentNo, codes(1, prefix), own, named);
    await rig.call(`${kind}.submit`, sent, own);
    expect(await rig.call('bill-detail', sent, own)).toMatchObject({ type: 'ok', items: [{ key: prefix }] });
    expect(await rig.call(`${kind}.submit`, sent, own)).toMatchObject({ type: 'ok', duplicate: true });
    const other = billOf(kind, documentNo, codes(3, prefix), own, named);
    expect(await rig.call(`${kind}.submit`, other, own)).toMatchObject({
      fault: { category: 'rejected', code: 'MSFX_BILL_CODE_TAKEN' },
    });
    expect(rig.simulator.ledger().filter((entry) => entry.key === sent.ids.record.bill_code)).toHaveLength(1);
  });

  test('a bill that never arrived is not found, by the detail', async () => {
    const own = { profile: profileOf('msfx/retail'), institution: institutions.pharmacy };
    expect(await rig.call('bill-detail', billOf('retail-sale', 'NONE', codes(1), own), own)).toEqual({
      type: 'not-found',
    });
  });
});
