import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Outcome } from '../../adapters/contract/index.ts';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import { billOf, institutions, profileOf, type Rig, sessionOf, startRig } from './msfx-rig.ts';
import { context, delivery, operation, reply, traceCode } from './msfx-support.ts';

const phone = { withdraw_phone: '13800000000' };
const ways = [
  ['msfx/wholesale-wes', institutions.wholesaler],
  ['msfx/producer', institutions.producer],
] as const;

describe.each(ways)('%s', (profileId, institution) => {
  let rig: Rig;
  let session: Partial<CallContext> = {};
  const known = { ...institution, credentials: { ...institution.credentials, ...phone } };
  const own = { profile: profileOf(profileId), institution: known };
  const counterparty = { code: 'W901', name: '演示医药批发' };
  const call = (id: string, input: DeliveryInput, changes: Partial<CallContext> = {}) =>
    rig.call(id, input, { ...own, ...session, ...changes });

  beforeAll(async () => {
    rig = await startRig();
    if (own.profile.operations.includes('sign-in'))
      session = { session: sessionOf(await rig.call('sign-in', undefined, own)) };
  });
  afterAll(() => rig.close());

  const sent = async (documentNo: string, code: string): Promise<DeliveryInput> => {
    const bill = billOf('sale-out', documentNo, [traceCode(code)], own, { counterparty });
    expect(await call('sale-out.submit', bill)).toMatchObject({ type: 'accepted-pending' });
    expect(await call('bill-status', bill)).toMatchObject({ type: 'ok' });
    return bill;
  };

  test('a bill is taken back by its number; asked again, it is gone, and deleting it twice does no harm', async () => {
    const bill = await sent('TB-1', '81000060000000000001');
    expect(await call('withdrawal-status', bill)).toEqual({ type: 'not-found' });
    expect(await call('sale-out.withdraw', bill)).toEqual({ type: 'ok' });
    expect(await call('withdrawal-status', bill)).toEqual({ type: 'ok' });
    expect(await call('bill-status', bill)).toEqual({ type: 'not-found' });
    expect(await call('sale-out.withdraw', bill)).toEqual({ type: 'ok', duplicate: true });
  });

  test('what is asked for: the number, who deletes and why', async () => {
    const bill = billOf('sale-out', 'TB-2', [traceCode('81000060000000000002')], own, { counterparty });
    const at = context({ ...own, ...session });
    const request = operation('sale-out.withdraw').buildRequest(bill, at);
    const body = 'body' in request ? Object.fromEntries(new URLSearchParams(String(request.body))) : {};
    expect(body).toMatchObject({
      ref_ent_id: institution.identity.ref_ent_id,
      bill_code: 'TB-2',
      delete_reason: '误上传',
      mobile_phone: '13800000000',
    });
    const silent = context({ ...own, ...session, institution });
    expect(() => operation('sale-out.withdraw').buildRequest(bill, silent)).toThrow(/withdraw_phone is missing/);
    expect(msfxAdapter.scrub('mobile_phone=13800000000')).not.toContain('13800000000');
  });

  test.each([
    ['neither yes nor no', { result: { response_success: true } }, 'contract-broken'],
    ['nothing of ours', { done: true }, 'contract-broken'],
    [
      'an answer to an upload',
      { result: { msg_code: 'FAIL', msg_info: '该单据号已存在', response_success: false } },
      'contract-broken',
    ],
    [
      'a refusal',
      { result: { msg_code: 'FAIL', msg_info: '单据已被收货,不能删除', response_success: false } },
      'rejected',
    ],
    ['no permission', { result: { msg_code: 'FAIL', msg_info: '企业未授权', response_success: false } }, 'rejected'],
    [
      'no permission for the API',
      {
        error_response: { code: 11, msg: 'Insufficient isv permissions', sub_code: 'isv.permission-api-package-limit' },
      },
      'rejected',
    ],
    [
      'a trouble of its own',
      { result: { msg_code: 'FAIL', msg_info: '系统异常', response_success: false } },
      'unknown-outcome',
    ],
  ])('%s deletes nothing', (_, body, category) => {
    const bill = billOf('sale-out', 'TB-3', [traceCode('81000060000000000003')], own, { counterparty });
    const read = (id: string): Outcome =>
      operation(id).parseResponse(reply(body), context({ ...own, ...session }), bill);
    expect(read('sale-out.withdraw')).toMatchObject({ type: 'fault', fault: { category } });
    expect(read('withdrawal-status').type).toBe('fault');
  });
});

test('what the platform forbids of a withdrawal holds no institution back', () => {
  const own = context({ profile: profileOf('msfx/producer') });
  const bill = delivery();
  const forbidden = [
    { error_response: { code: 11, msg: 'Insufficient isv permissions', sub_code: 'isv.permission-api-package-limit' } },
    { result: { msg_code: 'FAIL', msg_info: '企业未授权', response_success: false } },
  ];
  for (const body of forbidden) {
    for (const id of ['sale-out.withdraw', 'withdrawal-status'])
      expect(operation(id).parseResponse(reply(body), own, bill)).toEqual({
        type: 'fault',
        fault: expect.objectContaining({ category: 'rejected', code: 'MSFX_PERMISSION_MISSING' }),
      });
    expect(operation('sale-out.submit').parseResponse(reply(body), own, bill)).toMatchObject({
      fault: { category: 'auth' },
    });
  }
});

describe('a deletion that finds no such bill', () => {
  const own = { profile: profileOf('msfx/producer') };
  const absence = { result: { msg_code: 'FAIL_BIZ_NO_PAT_INFO', msg_info: '信息不存在', response_success: false } };
  const { firstSentAt: _, ...first } = delivery();
  const confirming = { type: 'continue', operation: 'withdrawal-status', progress: { purpose: 'deletion' } } as const;
  const deleted = (body: object, input: DeliveryInput, changes: Partial<CallContext> = {}): Outcome =>
    operation('sale-out.withdraw').parseResponse(reply(body), context({ ...own, ...changes }), input);
  const status = (body: object, progress?: CallContext['progress']): Outcome =>
    operation('withdrawal-status').parseResponse(
      reply(body),
      context({ ...own, ...(progress !== undefined && { progress }) }),
      first,
    );

  test('is confirmed by the detail of the bill', () => {
    expect(deleted(absence, first)).toEqual(confirming);
    expect(deleted(absence, delivery())).toEqual(confirming);
    expect(status(absence, confirming.progress)).toEqual({ type: 'ok', duplicate: true });
    expect(status(absence)).toEqual({ type: 'ok' });
  });

  test('is not believed while the detail shows the bill, or is not told', () => {
    const bill = { bill_code: first.ids.record.bill_code };
    const shown = { result: { msg_code: 'SUCCESS', response_success: true, model: bill } };
    expect(status(shown)).toEqual({ type: 'not-found' });
    expect(status(shown, confirming.progress)).toMatchObject({ fault: { category: 'contract-broken' } });
    const refused = { result: { msg_code: 'FAIL', msg_info: '企业未授权', response_success: false } };
    expect(status(refused, confirming.progress)).toMatchObject({ fault: { category: 'unknown-outcome' } });
  });

  test('where details are not asked for, is believed only after an earlier try', () => {
    const { settings } = context();
    const skip = { settings: { ...settings, billDetail: 'skip' } };
    expect(deleted(absence, delivery(), skip)).toEqual({ type: 'ok', duplicate: true });
    expect(deleted(absence, first, skip)).toMatchObject({ type: 'fault', fault: { category: 'contract-broken' } });
  });

  test('is not meant by a code that does not exist', () => {
    const body = { result: { msg_code: 'FAIL_BIZ_CODE_NOT_EXIST', msg_info: '码不存在', response_success: false } };
    expect(deleted(body, delivery())).toMatchObject({ type: 'fault', fault: { category: 'rejected' } });
    expect(status(body)).toMatchObject({ type: 'fault' });
    expect(status(body, confirming.progress)).toMatchObject({ fault: { category: 'unknown-outcome' } });
  });
});

test('the fate of a deletion is asked by the bill detail only where the link asks for details', () => {
  const asks = (billDetail: string) => {
    const { settings, profile } = context({ profile: profileOf('msfx/wholesale-wes') });
    return operation('sale-out.withdraw').asksFate?.({ profile, settings: { ...settings, billDetail } });
  };
  expect(asks('ask')).toBe(true);
  expect(asks('skip')).toBe(false);
});

test('is offered where the platform documents it, and nowhere else', () => {
  const offers = (id: string) => profileOf(id).operations.filter((name) => name.endsWith('.withdraw'));
  for (const [id] of ways) expect(offers(id)).toHaveLength(8);
  // Another institution or program may have used the number (bill_code alone names what is deleted).
  expect(operation('sale-out.withdraw').sharesNumbers).toBe(true);
  for (const id of ['msfx/retail', 'msfx/hospital', 'msfx/vaccination', 'msfx/wholesale-kyt', 'msfx/wholesale-msc'])
    expect(offers(id)).toEqual([]);
});
