import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { faultCategories } from '../../adapters/contract/index.ts';
import { batchNumbersOf, context, delivery, hunan, national, operation, response } from './nhsa-support.ts';

const input = delivery(2);
const [first = '', second = ''] = batchNumbersOf(input);
const rows = `[{"fixmedins_bchno":"${first}","retRslt":"1"},{"fixmedins_bchno":"${second}","retRslt":"1"}]`;
const good = `{"infcode":0,"output":{"result":{"retRslt":"1"},"selinfoDetail":${rows},"selinfoErrDetail":${rows}}}`;
const bytes = (text: string) => new TextEncoder().encode(text);
const envelope = (infcode: string, output = '') => `{"infcode":${infcode}${output && `,"output":${output}`}}`;

/** Replies that prove nothing, whatever was booked. */
const malformed: ReadonlyArray<readonly [string, string | Uint8Array]> = [
  ['empty', ''],
  ['blanks', ' \r\n '],
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '0'],
  ['a text', '"0"'],
  ['a list', '[]'],
  ['a list with the reply in it', `[${good}]`],
  ['an empty object', '{}'],
  ['cut short', good.slice(0, -1)],
  ['cut in the middle', good.slice(0, good.length / 2)],
  ['two replies', good + good],
  ['rubbish behind it', `${good}x`],
  ['single quotes', good.replaceAll('"', "'")],
  ['a comment', `/* ok */${good}`],
  ['JSONP', `callback(${good})`],
  ['HTML', '<html><body>{"infcode":0}</body></html>'],
  ['an XML envelope', '<?xml version="1.0"?><infcode>0</infcode>'],
  ['a login page', '<!DOCTYPE html><title>统一身份认证</title>'],
  ['NUL bytes', '\0\0\0'],
  ['a broken UTF-8 sequence', Uint8Array.from([...bytes(good.slice(0, -1)), 0xff, 0x7d])],
  ['GBK with Chinese text in it', Uint8Array.from(iconv.encode(`{"err_msg":"上传成功",${good.slice(1)}`, 'gbk'))],
  ['UTF-16', Uint8Array.from(iconv.encode(good, 'utf16-le'))],
  ['depth bomb', '['.repeat(100_000)],
  ['a deep reply', `{"infcode":0,"output":${'{"a":'.repeat(100)}1${'}'.repeat(100)}}`],
  ['infcode null', good.replace(':0', ':null')],
  ['infcode false', good.replace(':0', ':false')],
  ['infcode empty', good.replace(':0', ':""')],
  ['infcode blank', good.replace(':0', ':" "')],
  ['infcode in a list', good.replace(':0', ':[0]')],
  ['infcode in an object', good.replace(':0', ':{"value":0}')],
  ['infcode hexadecimal', good.replace(':0', ':"0x0"')],
  ['infcode OK', good.replace(':0', ':"OK"')],
  ['infcode 200', good.replace(':0', ':200')],
  ['infcode almost zero', good.replace(':0', ':0.5')],
  ['infcode -1', good.replace(':0', ':-1')],
  ['infcode in capitals', good.replace('infcode', 'INFCODE')],
  ['infcode under another key', good.replace('infcode', 'code')],
  ['infcode only in output', `{"output":${good}}`],
  ['infcode under __proto__', `{"__proto__":${good}}`],
  ['success but no output', envelope('0')],
  ['output null', envelope('0', 'null')],
  ['output empty text', envelope('0', '""')],
  ['output empty', envelope('0', '{}')],
  ['output a list', envelope('0', '[]')],
  ['output a number', envelope('0', '1')],
  ['output encrypted', envelope('0', '"TfE08+QGYsblvi9h04zMW7OSyRmsQ9b2gjsU/bbouLc="')],
  ['output cut short inside its string', envelope('0', '"{\\"result\\":{\\"retRslt\\":\\"1\\"}"')],
  ['result null', envelope('0', '{"result":null}')],
  ['result a text', envelope('0', '{"result":"1"}')],
  ['result true', envelope('0', '{"result":{"retRslt":true}}')],
  ['retRslt null', envelope('0', '{"result":{"retRslt":null}}')],
  ['retRslt empty', envelope('0', '{"result":{"retRslt":""}}')],
  ['retRslt 01', envelope('0', '{"result":{"retRslt":"01"}}')],
  ['retRslt a list', envelope('0', '{"result":{"retRslt":["1"]}}')],
  ['retRslt spelt otherwise', envelope('0', '{"result":{"retrslt":"1"}}')],
  ['two results', envelope('0', '{"result":[{"retRslt":"1"},{"retRslt":"1"}]}')],
  ['rows of others', envelope('0', '{"selinfoDetail":[{"fixmedins_bchno":"x","retRslt":"1"}]}')],
  ['rows without numbers', envelope('0', '{"selinfoDetail":[{"retRslt":"1"},{"retRslt":"1"}]}')],
  ['one row of two', envelope('0', `{"selinfoDetail":[{"fixmedins_bchno":"${first}","retRslt":"1"}]}`)],
  ['rows that are texts', envelope('0', `{"selinfoDetail":["${first}","${second}"]}`)],
  ['an empty list of rows', envelope('0', '{"selinfoDetail":[],"selinfoErrDetail":[]}')],
  ['a gateway’s error', '{"code":500,"message":"error"}'],
  ['a gateway’s success', '{"code":0,"message":"success"}'],
  ['a mesh’s error', '{"timestamp":"2026","status":500,"error":"Internal Server Error"}'],
];

const dialects = [
  ['baseline', context({ profile: national })],
  ['Hunan', context({ profile: hunan })],
] as const;

/** What a reply that proves nothing may come to: never anything that would end the delivery as done or lost. */
const open = ['unknown-outcome', 'contract-broken'];
/** Replies that are readable refusals, so that `rejected` is right. */
const refusals = /^infcode (OK|200|almost zero|-1)$/;

describe.each(dialects)('replies that prove nothing, %s', (_, at) => {
  test.each(malformed)('%s', (name, body) => {
    for (const id of ['retail-sale.submit', 'retail-return.submit']) {
      const outcome = operation(id).parseResponse(response(body), at, input);
      if (outcome.type !== 'fault') throw new Error(`${id} took it for ${outcome.type}`);
      expect(outcome.fault.code).toMatch(/^NHSA_/);
      if (!refusals.test(name)) expect(open).toContain(outcome.fault.category);
      else expect(['rejected', ...open]).toContain(outcome.fault.category);
    }
  });
});

/** An empty list is the enquiry's own "nothing found". */
const noAnswer = malformed.filter(([name]) => name !== 'output a list');

test.each(noAnswer)('an enquiry and a sign-in do not take %s for an answer', (name, body) => {
  for (const id of ['retail-sale.enquiry', 'sign-in']) {
    const outcome = operation(id).parseResponse(response(body), context(), input);
    if (outcome.type !== 'fault') throw new Error(`${id} took "${name}" for ${outcome.type}`);
    expect(Object.keys(faultCategories)).toContain(outcome.fault.category);
  }
});

test('the good reply of this file is one, so the bad ones fail for what is wrong with them', () => {
  for (const [, at] of dialects) {
    for (const id of ['retail-sale.submit', 'retail-return.submit']) {
      expect(operation(id).parseResponse(response(good), at, input).type).toBe('ok');
    }
  }
});

test('HTTP statuses other than 2xx never make a good reply good', () => {
  for (const status of [199, 300, 302, 400, 404, 500, 502, 504, 599]) {
    const outcome = operation('retail-sale.submit').parseResponse(response(good, status), context(), input);
    expect(outcome.type).toBe('fault');
  }
});
