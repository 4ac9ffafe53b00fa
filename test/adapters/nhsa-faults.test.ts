import { expect, test } from '@jest/globals';
import { type CallContext, faultCategories } from '../../adapters/contract/index.ts';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { regions } from './nhsa-region-list.ts';
import { contextOf } from './nhsa-regions.ts';
import { context, delivery, national, operation, response, success } from './nhsa-support.ts';

interface Case {
  readonly name: string;
  readonly body: unknown;
  readonly code: string;
  readonly category: string;
  readonly id?: string;
  readonly at?: CallContext;
  readonly status?: number;
}

const baseline = context({ profile: national });
const region = (part: string): CallContext => {
  const found = regions.find(([name]) => name.includes(part))?.[1];
  if (found === undefined) throw new Error(`no region ${part}`);
  return contextOf(found, { session: { values: { token: 'T' }, expiresAt: Number.MAX_SAFE_INTEGER } });
};
const jilin = region('吉林');
const failed = (err_msg: string, infcode: unknown = -1) => ({ infcode, err_msg, output: null });
const gateway = (message: string, code = 401) => ({ code, message });

/** One reply for each row of the adapter's own table, as platforms word it. */
const cases: readonly Case[] = [
  {
    name: 'a header lost on the way',
    body: gateway('缺少服务网关的请求头!'),
    code: 'NHSA_GATEWAY_HEADER_MISSING',
    category: 'misconfigured',
  },
  { name: 'a clock that differs', body: gateway('签名时间戳超时!'), code: 'NHSA_CLOCK_SKEW', category: 'unavailable' },
  {
    name: 'a row to delete that is not there',
    body: failed('批次流水号对应的记录不存在'),
    id: 'retail-sale.withdraw',
    at: baseline,
    code: 'NHSA_ROW_GONE',
    category: 'already-accepted',
  },
  { name: 'an unknown key', body: gateway('非法用户!'), code: 'NHSA_KEY_UNKNOWN', category: 'auth' },
  { name: 'a wrong signature', body: gateway('签名不一致!'), code: 'NHSA_SIGNATURE_REFUSED', category: 'auth' },
  { name: 'no access', body: gateway('无权限'), code: 'NHSA_GATEWAY_DENIED', category: 'auth' },
  {
    name: 'an error of the gateway',
    body: gateway('转发失败', 500),
    code: 'NHSA_GATEWAY_ERROR',
    category: 'unknown-outcome',
  },
  {
    name: 'no sign-in',
    body: failed('签到流水号无效或已过期,请先签到'),
    code: 'NHSA_SIGN_IN_REQUIRED',
    category: 'auth',
  },
  {
    name: 'a repeated message',
    body: failed('发送方报文ID重复'),
    code: 'NHSA_MESSAGE_REPEATED',
    category: 'unknown-outcome',
  },
  {
    name: 'an institution without contract',
    body: failed('该机构已暂停服务'),
    code: 'NHSA_INSTITUTION_REFUSED',
    category: 'auth',
  },
  {
    name: 'a signature that does not verify',
    body: failed('SM2验签失败'),
    code: 'NHSA_MESSAGE_KEYS_REFUSED',
    category: 'auth',
    at: jilin,
  },
  {
    name: 'a message that does not open',
    body: failed('input解密失败'),
    code: 'NHSA_MESSAGE_KEYS_REFUSED',
    category: 'auth',
    at: jilin,
  },
  {
    name: 'an error inside',
    body: failed('系统异常,请稍后再试'),
    code: 'NHSA_SYSTEM_ERROR',
    category: 'unknown-outcome',
  },
  { name: 'a refusal', body: failed('商品编码不存在'), code: 'NHSA_REFUSED', category: 'rejected' },
  {
    name: 'a refusal under another code',
    body: failed('商品编码不存在', '12'),
    code: 'NHSA_REFUSED',
    category: 'rejected',
  },
  {
    name: 'a failure without words',
    body: failed('', 1),
    code: 'NHSA_RESULT_CONTRADICTORY',
    category: 'unknown-outcome',
  },
  {
    name: 'a refused batch',
    body: success({ result: { retRslt: '0', msgRslt: '生产批号错误' } }),
    code: 'NHSA_ROW_REFUSED',
    category: 'rejected',
  },
  {
    name: 'rows without results',
    body: success({ selinfoErrDetail: [] }),
    id: 'retail-return.submit',
    code: 'NHSA_ROWS_MISSING',
    category: 'unknown-outcome',
  },
  {
    name: 'a refused sign-in',
    body: failed('经办人不符'),
    id: 'sign-in',
    code: 'NHSA_SIGN_IN_REFUSED',
    category: 'auth',
  },
  {
    name: 'no token',
    body: { error: 'invalid_grant' },
    id: 'sign-in',
    at: jilin,
    status: 400,
    code: 'NHSA_TOKEN_REFUSED',
    category: 'auth',
  },
  { name: 'a page', body: '<html>', code: 'NHSA_REPLY_UNREADABLE', category: 'contract-broken' },
  {
    name: 'a result in the clear',
    body: success({ result: { retRslt: '1' } }),
    at: jilin,
    code: 'NHSA_REPLY_UNDECRYPTABLE',
    category: 'contract-broken',
  },
  {
    name: 'a fault of a SOAP front',
    body: '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>timeout</faultstring></s:Fault></s:Body></s:Envelope>',
    at: region('a SOAP call with JSON'),
    status: 500,
    code: 'NHSA_SOAP_FAULT',
    category: 'unknown-outcome',
  },
  { name: 'no result', body: success({}), code: 'NHSA_REPLY_UNRECOGNISED', category: 'contract-broken' },
  {
    name: 'a return that is not listed',
    body: success({ output: [] }),
    id: 'retail-return.enquiry',
    code: 'NHSA_ENQUIRY_INCONCLUSIVE',
    category: 'rejected',
  },
  { name: 'a token that has ended', body: '', status: 401, at: jilin, code: 'HTTP_ACCESS_DENIED', category: 'auth' },
];

test.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
  const { id = 'retail-sale.submit', at = baseline, status = 200, body, code, category } = each;
  const outcome = operation(id).parseResponse(response(body, status), at, id === 'sign-in' ? undefined : delivery(1));
  expect(outcome).toMatchObject({ type: 'fault', fault: { code, category } });
});

test('every row of the table is met above, and says what it is and what to do in both languages', () => {
  const own = nhsaAdapter.faults.filter(({ code }) => code.startsWith('NHSA_'));
  expect([...new Set(own.map(({ code }) => code))].sort()).toEqual(
    [...new Set(cases.map(({ code }) => code))].filter((code) => code.startsWith('NHSA_')).sort(),
  );
  for (const { message, hint, category } of nhsaAdapter.faults) {
    expect([message.zh, message.en, hint.zh, hint.en].every((text) => text.length > 3)).toBe(true);
    expect(Object.keys(faultCategories)).toContain(category);
  }
});
