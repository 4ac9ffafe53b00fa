import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import { batchNumbersOf, context, delivery, national, parsed, success } from './nhsa-support.ts';

const SUBMIT = 'retail-sale.submit';
const byBatch = context({ profile: national });

const faultOf = (outcome: Outcome) =>
  outcome.type === 'fault' ? [outcome.fault.category, outcome.fault.code] : outcome.type;
const row = (bchno: string | undefined, retRslt: unknown, more: object = {}) => ({
  fixmedins_bchno: bchno,
  retRslt,
  msgRslt: '',
  ...more,
});

describe('success has two levels', () => {
  test.each([0, '0', ' 0 ', '0000', -0])('infcode %p', (infcode) => {
    expect(parsed(SUBMIT, success({ result: { retRslt: '1' } }, { infcode }), delivery(1), byBatch).type).toBe('ok');
  });

  test.each([null, '', ' ', false, true, [], [0], {}, undefined, '0x0', '00000', 'null'])(
    'infcode %p is none',
    (infcode) => {
      expect(parsed(SUBMIT, success({ result: { retRslt: '1' } }, { infcode }), delivery(1), byBatch).type).not.toBe(
        'ok',
      );
    },
  );

  test.each([
    ['in the node, as text', { result: { retRslt: '1' } }],
    ['as a number', { result: { retRslt: 1 } }],
    ['in a list of one', { result: [{ retRslt: '1' }] }],
    ['at the output', { retRslt: '1' }],
    ['in an output that is a string of JSON', JSON.stringify({ result: { retRslt: '1' } })],
  ])('a batch is booked by retRslt 1 %s', (_, output) => {
    const outcome = parsed(SUBMIT, success(output), delivery(2), byBatch);
    expect(outcome).toEqual({
      type: 'ok',
      items: [
        { key: 'line-0', ok: true },
        { key: 'line-1', ok: true },
      ],
      receipt: '430100202607012359300000000001',
    });
  });

  test('a batch verdict at the root of the reply counts too', () => {
    expect(parsed(SUBMIT, success(null, { retRslt: '1' }), delivery(1), byBatch).type).toBe('ok');
  });

  test.each([
    ['refused', success({ result: { retRslt: '0', msgRslt: '商品编码不存在' } }), ['rejected', 'NHSA_ROW_REFUSED']],
    [
      'contradicting itself',
      success({ result: { retRslt: '1' }, retRslt: '0' }),
      ['contract-broken', 'NHSA_REPLY_UNRECOGNISED'],
    ],
    ['absent', success({ result: {} }), ['contract-broken', 'NHSA_REPLY_UNRECOGNISED']],
    ['of another value', success({ result: { retRslt: '2' } }), ['contract-broken', 'NHSA_REPLY_UNRECOGNISED']],
    [
      'repeated row',
      success({ result: { retRslt: '0', msgRslt: '批次流水号[X]重复上传' } }),
      ['already-accepted', 'NHSA_ROW_REPEATED'],
    ],
    [
      'repeated trace code only',
      success({ result: { retRslt: '0', msgRslt: '追溯码重复' } }),
      ['rejected', 'NHSA_ROW_REFUSED'],
    ],
  ])('a batch verdict %s', (_, body, expected) => {
    expect(faultOf(parsed(SUBMIT, body, delivery(1), byBatch))).toEqual(expected);
  });
});

describe('rows', () => {
  const input = delivery(3);
  const [a, b, c] = batchNumbersOf(input);
  const reply = (...selinfoDetail: object[]) => parsed(SUBMIT, success({ selinfoDetail }), input);

  test('all booked, in any order, with the number each sale got', () => {
    expect(
      reply(row(c, '1', { medins_prod_sel_no: 'S3' }), row(a, 1, { medins_prod_sel_no: 'S1' }), row(b, '1')),
    ).toEqual({
      type: 'ok',
      items: [
        { key: 'line-0', ok: true, receipt: 'S1' },
        { key: 'line-1', ok: true },
        { key: 'line-2', ok: true, receipt: 'S3' },
      ],
      receipt: '430100202607012359300000000001',
    });
  });

  test('some refused: partial, with the platform’s words per row', () => {
    expect(reply(row(a, '1'), row(b, '0', { msgRslt: '医师未备案' }), row(c, '1'))).toMatchObject({
      type: 'ok',
      partial: true,
      items: [{ ok: true }, { key: 'line-1', ok: false, nativeCode: 'retRslt=0', message: '医师未备案' }, { ok: true }],
    });
  });

  test('all refused: a fault, with the rows', () => {
    const outcome = reply(row(a, '0', { msgRslt: '甲' }), row(b, '0'), row(c, '0'));
    expect(faultOf(outcome)).toEqual(['rejected', 'NHSA_ROW_REFUSED']);
    expect(outcome).toMatchObject({ items: [{ ok: false }, { ok: false }, { ok: false }] });
  });

  test('refused because the pack is sold: the fault speaks of the pack', () => {
    const told = '追溯码[81853860111704596503]已被销售';
    expect(reply(row(a, '0', { msgRslt: told }), row(b, '0'), row(c, '0'))).toMatchObject({ fault: { ofPack: true } });
    expect(reply(row(a, '0', { msgRslt: '追溯码不能为空' }), row(b, '0'), row(c, '0'))).not.toHaveProperty(
      'fault.ofPack',
    );
  });

  test('all known already: ok and duplicate', () => {
    const known = { msgRslt: '定点医药机构批次流水号[1]重复上传' };
    expect(reply(row(a, '0', known), row(b, '0', known), row(c, '0', known))).toMatchObject({
      type: 'ok',
      duplicate: true,
    });
    expect(reply(row(a, '1'), row(b, '0', known), row(c, '1'))).toEqual(
      expect.not.objectContaining({ duplicate: true, partial: true }),
    );
  });

  test.each([
    ['a row is missing', [row(a, '1'), row(b, '1')]],
    ['a verdict is unreadable', [row(a, '1'), row(b, '1'), row(c, true)]],
    ['a verdict is missing', [row(a, '1'), row(b, '1'), { fixmedins_bchno: c }]],
    ['two rows of one number differ', [row(a, '1'), row(b, '1'), row(c, '1'), row(c, '0')]],
    ['a number is not ours', [row(a, '1'), row(b, '1'), row('other', '1')]],
  ])('%s: unknown, with what is known', (_, rows) => {
    const outcome = reply(...rows);
    expect(faultOf(outcome)).toEqual(['unknown-outcome', 'NHSA_ROWS_MISSING']);
    expect(outcome).toMatchObject({
      items: [
        { key: 'line-0', ok: true },
        { key: 'line-1', ok: true },
      ],
    });
  });

  test('a verdict beside the rows that denies them leaves all unknown', () => {
    const outcome = parsed(
      SUBMIT,
      success({ selinfoDetail: [row(a, '1'), row(b, '1'), row(c, '1')], retRslt: '0' }),
      input,
    );
    expect(faultOf(outcome)).toEqual(['contract-broken', 'NHSA_REPLY_UNRECOGNISED']);
  });

  test('only the rows that were sent are looked for', () => {
    const rest = { ...input, settledItems: ['line-0', 'line-1'] };
    expect(parsed(SUBMIT, success({ selinfoDetail: row(c, '1') }), rest)).toMatchObject({
      type: 'ok',
      items: [{ key: 'line-2', ok: true }],
    });
  });

  test('a return’s rows stand in selinfoErrDetail', () => {
    const outcome = parsed(
      'retail-return.submit',
      success({ selinfoErrDetail: [row(a, '1'), row(b, '1'), row(c, '1')] }),
      input,
    );
    expect(outcome.type).toBe('ok');
  });
});

describe('refusals', () => {
  test.each([
    [{ code: 401, message: '缺少服务网关的请求头!' }, 200, ['misconfigured', 'NHSA_GATEWAY_HEADER_MISSING']],
    [{ code: 401, message: '签名时间戳超时!' }, 200, ['unavailable', 'NHSA_CLOCK_SKEW']],
    [{ code: '401', message: '非法用户!' }, 401, ['auth', 'NHSA_KEY_UNKNOWN']],
    [{ code: 401, message: '签名不一致!' }, 500, ['auth', 'NHSA_SIGNATURE_REFUSED']],
    [{ code: 401, message: '?' }, 200, ['auth', 'NHSA_GATEWAY_DENIED']],
    [{ code: 500, message: '后端超时' }, 200, ['unknown-outcome', 'NHSA_GATEWAY_ERROR']],
    [{ code: 429, message: '请求过于频繁' }, 429, ['rate-limited', 'HTTP_TOO_MANY_REQUESTS']],
    [{ infcode: -1, err_msg: '签到流水号无效或已过期,请先签到' }, 200, ['auth', 'NHSA_SIGN_IN_REQUIRED']],
    [{ infcode: -1, err_msg: '经办人不存在' }, 200, ['auth', 'NHSA_INSTITUTION_REFUSED']],
    [{ infcode: '-1', err_msg: '系统异常,请稍后重试' }, 200, ['unknown-outcome', 'NHSA_SYSTEM_ERROR']],
    [{ infcode: -1, err_msg: '发送方报文ID重复' }, 200, ['unknown-outcome', 'NHSA_MESSAGE_REPEATED']],
    [{ infcode: -1, err_msg: '参数[manu_date]格式错误' }, 200, ['rejected', 'NHSA_REFUSED']],
    [{ infcode: -1, err_msg: '' }, 200, ['rejected', 'NHSA_REFUSED']],
    [{ infcode: '1', err_msg: '目录未对照' }, 200, ['rejected', 'NHSA_REFUSED']],
    [{ infcode: '1', err_msg: '', output: {} }, 200, ['unknown-outcome', 'NHSA_RESULT_CONTRADICTORY']],
    [success({ result: { retRslt: '1' } }), 502, ['unknown-outcome', 'HTTP_SERVER_ERROR']],
    ['<html>502</html>', 502, ['unknown-outcome', 'HTTP_SERVER_ERROR']],
    ['busy', 503, ['unknown-outcome', 'HTTP_SERVICE_UNAVAILABLE']],
  ])('%j with HTTP %i', (body, status, expected) => {
    expect(faultOf(parsed(SUBMIT, body, delivery(1), byBatch, status))).toEqual(expected);
  });

  test('a profile’s own row comes first', () => {
    const words = { zh: '甲', en: 'a' };
    const own = {
      native: ['-1'],
      pattern: /格式/u,
      category: 'rate-limited',
      code: 'OURS',
      message: words,
      hint: words,
    } as const;
    const at = context({ profile: { ...national, faults: [own] } });
    expect(faultOf(parsed(SUBMIT, { infcode: -1, err_msg: '格式错误' }, delivery(1), at))).toEqual([
      'rate-limited',
      'OURS',
    ]);
  });

  test('a read that failed inside the platform has nothing to lose', () => {
    expect(faultOf(parsed('probe', { infcode: -1, err_msg: '系统异常' }))).toEqual([
      'unavailable',
      'NHSA_SYSTEM_ERROR',
    ]);
  });

  test('the platform’s words are kept without the person they are about', () => {
    const outcome = parsed(SUBMIT, { infcode: -1, err_msg: '参保人甲(430102199003070011)未参保' }, delivery(1));
    expect(outcome).toMatchObject({ fault: { nativeMessage: '***(***)未参保', nativeCode: '-1' } });
  });
});
