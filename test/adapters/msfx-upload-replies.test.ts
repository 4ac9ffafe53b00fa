import { describe, expect, test } from '@jest/globals';
import { codes, delivery, fault, parse, reply, statusList } from './msfx-support.ts';

const accepted = { msg_code: 'SUCCESS', response_success: true, model: 'Q-77', request_id: 'r1' };
const wrapper = 'alibaba_alihealth_drugtrace_top_lsyd_uploadretail_response';
const upload = (body: unknown) => parse('retail-sale.submit', reply(body));

describe('reply to an upload', () => {
  test.each([
    ['simplified', accepted],
    ['wrapped', { [wrapper]: accepted }],
    ['boolean as text', { ...accepted, response_success: 'true' }],
    ['under result', { result: accepted }],
  ])('%s: accepted is only queued', (_name, body) => {
    expect(upload(body)).toEqual({
      type: 'accepted-pending',
      reason: 'queued for processing',
      pollAfterMs: 3000,
      receipt: 'Q-77',
    });
  });

  test('"该单据号已存在" is no proof: the status enquiry goes on at once', () => {
    const body = { msg_code: 'FAIL', msg_info: '该单据号已存在！', response_success: false };
    expect(upload(body)).toEqual({ type: 'continue', operation: 'bill-status', progress: { duplicate: true } });
    expect(upload({ msg_code: 'BILL_FILE_NAME_DUPLICATE_UPLOAD', response_success: 'false' })).toMatchObject({
      type: 'continue',
    });
  });

  test.each([
    ['存在已出售的码', {}, 'rejected', 'MSFX_CODE_ALREADY_SOLD'],
    [
      '系统不支持上传2年前单据',
      { sub_msg_code: 'FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR' },
      'rejected',
      'MSFX_BILL_TOO_OLD',
    ],
    ['系统不支持上传2年前单据', {}, 'rejected', 'MSFX_BILL_TOO_OLD'],
    ['单据转码失败', { msg_code: 'BILL_DECODE_ERROR' }, 'rejected', 'MSFX_BILL_UNREADABLE'],
    ['企业未授权', {}, 'auth', 'MSFX_PERMISSION_MISSING'],
    ['系统异常，请稍后再试', {}, 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    ['', { sub_msg_code: 'FAIL_BIZ_REMOTE_REQ_ERROR' }, 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    ['其他原因', {}, 'rejected', 'MSFX_REFUSED'],
    ['其他原因', { msg_code: 'SOMETHING_NEW' }, 'rejected', 'MSFX_REFUSED'],
  ])('refusal %j %j is %s', (info, extra, category, code) => {
    const body = { msg_code: 'FAIL', msg_info: info, response_success: false, request_id: 'r9', ...extra };
    expect(fault(upload(body))).toMatchObject({ category, code });
  });

  describe('codes that a refusal names', () => {
    const [first = '', second = ''] = codes(2).map(({ value }) => value);
    const refused = (info: unknown, extra = {}) => {
      const operation_info_map = { code_check_error_info: info };
      return upload({ msg_code: 'FAIL', msg_info: '', response_success: false, operation_info_map, ...extra });
    };

    test.each([
      ['1', 'MSFX_CODE_NOT_ACTIVE', '未激活'],
      ['2', 'MSFX_CODE_INVALID', '未通过码制校验'],
      ['3', 'MSFX_CODE_REPEATED', '重复'],
      ['4', 'MSFX_CODE_CANCELLED', '已注销'],
      ['5', 'MSFX_CODE_CANCELLED', '已注销'],
      ['7', 'MSFX_CODE_DATA_DIFFER', '批号、生产日期或有效期与扫码解析不符'],
      ['8', 'MSFX_REFUSED', ''],
    ])('type %s is %s', (type, code, message) => {
      expect(refused(JSON.stringify({ [type]: second }))).toMatchObject({
        type: 'fault',
        fault: { category: 'rejected', code },
        codes: [{ code: second, verdict: 'refused', nativeCode: type, message }],
      });
    });

    test('type 6 names pairs: each code learns of the other', () => {
      expect(refused(JSON.stringify({ 6: `${first}(下级);${second}(上级)` }))).toMatchObject({
        fault: { code: 'MSFX_PARENT_WITH_CHILD' },
        codes: [
          { code: first, nativeCode: '6', message: `有上下级关联: 上级 ${second}` },
          { code: second, nativeCode: '6', message: `有上下级关联: 下级 ${first}` },
        ],
      });
    });

    test('several reasons, lists and separators; codes of other bills get no verdict', () => {
      expect(
        refused(JSON.stringify({ 3: `${first},${first}`, 6: [`${first}（下级）`, '89999999999999999999（上级）'] })),
      ).toMatchObject({
        fault: { code: 'MSFX_CODE_REPEATED' },
        codes: [{ code: first, nativeCode: '3', message: `重复; 有上下级关联: 上级 89999999999999999999` }],
      });
    });

    test('what the message says in words goes before the numbers', () => {
      const outcome = refused(JSON.stringify({ 3: first }), { msg_info: '存在已出售的码' });
      expect(outcome).toMatchObject({
        fault: { code: 'MSFX_CODE_ALREADY_SOLD', ofPack: true },
        codes: [{ code: first }],
      });
    });

    test('a type without codes is no reason', () => {
      expect(refused(JSON.stringify({ 1: '', 2: [], 3: second }))).toMatchObject({
        fault: { code: 'MSFX_CODE_REPEATED' },
        codes: [{ code: second, nativeCode: '3', message: '重复' }],
      });
      expect(refused(JSON.stringify({ 1: '', 2: '码制错误' }))).toMatchObject({ fault: { code: 'MSFX_CODE_INVALID' } });
    });

    test.each([['no JSON'], [''], ['[]'], ['{}'], ['{"1":"","3":[]}'], [7], [null]])('%j says nothing', (info) => {
      expect(refused(info)).toEqual({ type: 'fault', fault: expect.objectContaining({ code: 'MSFX_REFUSED' }) });
    });
  });

  test('the fault carries the request id for the platform support, and no personal data', () => {
    const body = {
      msg_code: 'FAIL',
      msg_info: '购买人 430101199001011234 电话 13800138000',
      response_success: false,
      request_id: 'r9',
    };
    expect(fault(upload(body))?.nativeMessage).toBe('购买人 *** 电话 *** [request_id r9]');
  });

  test.each([
    ['SUCCESS without response_success', { msg_code: 'SUCCESS' }],
    ['response_success without SUCCESS', { response_success: true }],
    ['contradiction: SUCCESS, false', { msg_code: 'SUCCESS', response_success: false }],
    ['contradiction: FAIL, true', { msg_code: 'FAIL', response_success: true }],
    ['number instead of boolean', { msg_code: 'SUCCESS', response_success: 1 }],
    ['code of another type', { msg_code: ['SUCCESS'], response_success: true }],
    ['other case', { msg_code: 'success', response_success: true }],
  ])('%s is not believed', (_name, body) => {
    expect(fault(upload(body))).toMatchObject({ category: 'contract-broken', code: 'MSFX_ALIEN_REPLY' });
  });
});

describe('probe', () => {
  test('any well-formed answer proves the link', () => {
    expect(parse('probe', reply(statusList()), {}, delivery())).toEqual({ type: 'ok' });
    expect(parse('probe', reply({ result: { msg_code: 'FAIL_BIZ_NO_PAT_INFO' } }))).toEqual({ type: 'ok' });
    expect(parse('probe', reply({ error_response: { code: 25, msg: 'Invalid signature' } }))).toMatchObject({
      fault: { category: 'auth' },
    });
  });
});
