import iconv from 'iconv-lite';
import type { Family } from './family.ts';
import { type Expectation, http, inBody, type MalformedReply } from './reply.ts';

const contentType = 'application/json;charset=UTF-8';
const alien = 'contract-broken/MSFX_ALIEN_REPLY';
const refused = 'rejected/MSFX_REFUSED';
const serviceError = 'unknown-outcome/MSFX_SERVICE_ERROR';

/** 码上放心: TOP in simplified JSON; success needs msg_code and response_success together. */
export const msfx: Family = {
  link: 'msfx',
  config: 'sandbox.yaml',
  identity: { ref_ent_id: 'demo-ref-ent-001' },
  credentials: {},
  contentType,
  foreign: [
    '<?xml version="1.0"?><response><msg_code>SUCCESS</msg_code><response_success>true</response_success></response>',
    '<error_response><code>15</code><msg>Remote service error</msg></error_response>',
    `<Envelope><Body>${'<msg_code>SUCCESS</msg_code>'.repeat(4200)}</Body></Envelope>`,
  ],
  unreadable: alien,
  unrecognised: alien,
  ownStatuses: {},
  success: 'accepted-pending',
  good: (_input, receipt) => inBody(reply(success.replace('"Q1"', JSON.stringify(receipt))), contentType),
  proven(proof, input) {
    const root = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(proof));
    const wrapped = root.alibaba_alihealth_drugtrace_top_lsyd_uploadretail_response ?? root;
    const { msg_code: code, response_success: flag } = wrapped.result ?? wrapped;
    const proven = !('error_response' in root) && code === 'SUCCESS' && (flag === true || flag === 'true');
    return proven ? [input.ids.record.bill_code ?? ''] : [];
  },
  cases,
};

const success = '{"msg_code":"SUCCESS","msg_info":"调用成功","response_success":true,"model":"Q1"}';
const reply = (result: string): string => `{"result":${result},"request_id":"15l92kyrs6ajk"}`;
const outcome = (code: string, flag: string): string =>
  reply(`{"msg_code":${code},"response_success":${flag},"model":"Q1"}`);

function cases(): MalformedReply[] {
  const entry = (name: string, body: string | Uint8Array, expect: Expectation = alien): MalformedReply => ({
    name,
    reply: http(body, { 'content-type': contentType }),
    expect,
  });
  const flag = (literal: string) => entry(`response_success ${literal}`, outcome('"SUCCESS"', literal));
  const code = (literal: string, expect: Expectation = alien) =>
    entry(`msg_code ${literal}`, outcome(literal, 'true'), expect);
  const good = reply(success);
  const error = (content: string): string => `{"error_response":${content}}`;

  return [
    ...['null', '""', '" "', '1', '0', '"1"', '"yes"', '"TRUE"', '[true]', '[]', '{}', '{"boolean":true}', 'false'].map(
      flag,
    ),
    ...['null', '""', '0', '200', 'true', '["SUCCESS"]', '{}', '"success"', '"SUCCESS "', '"OK"', '"FAIL"'].map((it) =>
      code(it),
    ),
    code('99999999999999999999'),
    code('1e999999'),
    code(`1${'0'.repeat(100_000)}`),
    entry('msg_code missing', reply('{"response_success":true,"model":"Q1"}')),
    entry('response_success missing', reply('{"msg_code":"SUCCESS","model":"Q1"}')),
    entry('keys in camel case', good.replace('msg_code', 'msgCode').replace('response_success', 'responseSuccess')),
    entry('keys in capitals', good.replace('msg_code', 'MSG_CODE').replace('response_success', 'RESPONSE_SUCCESS')),
    entry('a failure that says true', outcome('"FAIL_BIZ_NO_PAT_INFO"', 'true')),
    entry('a success that says false', outcome('"SUCCESS"', '"false"')),
    entry('msg_code twice, failure first', good.replace('"msg_code"', '"msg_code":"FAIL","msg_code"')),
    entry('msg_code twice, failure last', good.replace('"model"', '"msg_code":"FAIL","model"')),
    entry('response_success twice', good.replace('"model"', '"response_success":false,"model"')),
    entry('response_success twice, once escaped', good.replace('"model"', '"response\\u005fsuccess":false,"model"')),
    entry('result twice', good.replace('{', '{"result":{"msg_code":"FAIL","response_success":false},')),
    entry('result under __proto__', `{"__proto__":${good}}`),
    entry('result under constructor', `{"constructor":{"prototype":${success}}}`),
    entry('result null', reply('null')),
    entry('result a text', reply('"SUCCESS"')),
    entry('result a text of JSON', reply(JSON.stringify(success))),
    entry('result a list', reply(`[${success}]`)),
    entry('result true', reply('true')),
    entry('result empty', reply('{}')),
    entry('result one level too deep', reply(`{"result":${success}}`)),
    entry('the reply in a list', `[${good}]`),
    entry('the reply as a text', JSON.stringify(good)),
    entry('a bare null', 'null'),
    entry('a bare number', '0'),
    entry('an empty object', '{}'),
    entry('the wrapper of another method', `{"taobao_time_get_response":${success}}`),
    entry('the wrapper with a text', '{"alibaba_alihealth_drugtrace_top_lsyd_uploadretail_response":"SUCCESS"}'),
    entry('the wrapper null', '{"alibaba_alihealth_drugtrace_top_lsyd_uploadretail_response":null}'),
    entry('an error and a success', `{"error_response":{"code":40,"msg":"Missing parameter"},"result":${success}}`),
    entry('an error and a bare success', `{"error_response":{"code":15,"msg":"x"},${success.slice(1)}`),
    entry('an error without a code', error('{"msg":"x"}')),
    entry('an error with a code null', error('{"code":null,"msg":"x"}')),
    entry('an error with a code in a list', error('{"code":[25],"msg":"x"}')),
    entry('an error that is a text', error('"25"')),
    entry('an error that is null', error('null')),
    entry('an error of a code of 20 digits', error('{"code":99999999999999999999,"msg":"x"}'), serviceError),
    entry(
      'an error of the service',
      error('{"code":15,"msg":"Remote service error","sub_code":"isp.x"}'),
      serviceError,
    ),
    entry(
      'an error of the quota',
      error('{"code":7,"msg":"This ban will last for 1 more seconds"}'),
      'rate-limited/MSFX_CALL_LIMITED',
    ),
    entry('a refusal', outcome('"FAIL_BIZ_X"', 'false'), refused),
    entry('success of another gateway', '{"success":true,"code":0,"data":{}}'),
    entry('status 200 in words', '{"status":200,"message":"OK"}'),
    entry('two byte order marks', `\uFEFF\uFEFF${good}`),
    entry('GBK', iconv.encode(good, 'gbk')),
    entry('UTF-8 broken by one byte', Buffer.concat([Buffer.from(good.slice(0, -1)), Buffer.of(0xff, 0x7d)])),
    entry('UTF-8 with a surrogate', Buffer.from(`${good.slice(0, -1)},"x":"\xed\xa0\x80"}`, 'latin1')),
    entry('a raw line end in a text', good.replace('Q1', 'Q\n1')),
    entry('single quotes', good.replaceAll('"', "'")),
    entry('a comment', `${good} // ok`),
    entry('a comma at the end', good.replace(/}$/, ',}')),
    entry('100 levels deep', `{"x":${'['.repeat(100)}${']'.repeat(100)},${good.slice(1)}`),
  ];
}
