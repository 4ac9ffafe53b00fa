import { createCipheriv, createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { chinaNow, envelope } from './nhsa-client.ts';

/** What stands before the platform, met with requests written from the documents alone. */
let simulator: Simulator | undefined;
afterEach(async () => {
  await simulator?.close();
  simulator = undefined;
});

const account = {
  ak: 'client-demo-0001',
  sk: 'secret-demo-0001',
  code: 'P43010000001',
  name: '追溯通演示药店一',
  hospCode: '1101010101',
};
const signIn = { signIn: { opter_no: '001', mac: '00-16-3E-00-00-01', ip: '127.0.0.1' } };

async function post(
  settings: object,
  body: unknown,
  headers: Record<string, string> = {},
  path = '',
): Promise<{ readonly status: number; readonly text: string }> {
  simulator ??= await start({ port: 0, controlPort: 0, settings: { accounts: [account], ...settings } });
  const reply = await fetch(simulator.endpoint + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: reply.status, text: await reply.text() };
}
const message = (changes: Record<string, unknown> = {}) =>
  envelope({ endpoint: '', code: account.code }, '9001', signIn, changes);

describe('x-tif', () => {
  const tif = { transport: 'x-tif', paths: 'number' };
  const headers = (changes: Record<string, string> = {}) => {
    const timestamp = changes['x-tif-timestamp'] ?? String(Math.floor(Date.now() / 1000));
    const signature = createHash('sha256').update(`${timestamp}${account.sk}12345${timestamp}`).digest('hex');
    return {
      'x-tif-paasid': account.ak,
      'x-tif-timestamp': timestamp,
      'x-tif-nonce': '12345',
      'x-tif-signature': signature,
      ...changes,
    };
  };

  test('admits the published digest in either case of hex', async () => {
    expect((await post(tif, message(), headers(), '/9001')).text).toContain('"sign_no"');
    const upper = headers();
    upper['x-tif-signature'] = upper['x-tif-signature'].toUpperCase();
    expect((await post(tif, message(), upper, '/9001')).text).toContain('"sign_no"');
  });

  test.each([
    ['no signature', { 'x-tif-signature': '' }],
    ['another signature', { 'x-tif-signature': '0'.repeat(64) }],
    ['another nonce', { 'x-tif-nonce': '12346' }],
    ['an unknown account', { 'x-tif-paasid': 'nobody' }],
    ['milliseconds', { 'x-tif-timestamp': String(Date.now()) }],
    ['a clock four minutes off', { 'x-tif-timestamp': String(Math.floor(Date.now() / 1000) - 240) }],
  ])('refuses %s', async (_, changes) => {
    expect((await post(tif, message(), headers(changes), '/9001')).status).toBe(401);
  });

  test('wants the path of the transaction', async () => {
    expect((await post(tif, message(), headers(), '/3513')).text).toContain('服务名与交易编号不一致');
    expect((await post(tif, message(), headers(), '/other')).status).toBe(404);
  });
});

test('a plain platform with a static key refuses a request without it, or with another', async () => {
  const plain = { transport: 'plain', apiKeyHeader: 'apikey' };
  expect((await post(plain, message())).status).toBe(401);
  expect((await post(plain, message(), { apikey: 'other' })).status).toBe(401);
  expect((await post(plain, message(), { apikey: account.sk })).text).toContain('"sign_no"');
});

describe('Beijing', () => {
  const msgNo = (last: string) => `${account.hospCode}00${chinaNow().replace(/\D/g, '')}000${last}`;
  const sealed = (text: string) => {
    const cipher = createCipheriv('sm4-ecb', Buffer.from(account.sk), null);
    return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
  };
  const query = JSON.stringify({ data: { fixmedins_code: account.code, fixmedins_bchno: 'X' } });
  const ask = (number: string, data: string, changes: object = {}) =>
    post(
      { transport: 'beijing' },
      { INF_VER: 'V1.0', HOSP_CODE: account.hospCode, MSG_NO: number, MSG_TYPE: '0213', IN_DATA: data, ...changes },
    );

  test('answers what opens under its head, once', async () => {
    const number = msgNo('1');
    expect((await ask(number, sealed(`${number}0213${query}`))).text).toContain('"RET_CODE":0');
    expect((await ask(number, sealed(`${number}0213${query}`))).text).toContain('重复');
  });

  test.each([
    ['data of another message', (number: string) => [sealed(`${number.slice(0, -1)}90213${query}`)], 'IN_DATA解密失败'],
    ['data of another transaction', (number: string) => [sealed(`${number}0205${query}`)], 'IN_DATA解密失败'],
    ['data in the clear', () => [query], 'IN_DATA解密失败'],
    [
      'keys in small letters',
      (number: string) => [sealed(`${number}0213${query}`), { inf_ver: 'V1.0' }],
      '未定义的参数',
    ],
    ['an unknown hospital', (number: string) => [sealed(`${number}0213${query}`), { HOSP_CODE: '9' }], '医院编码'],
    ['an unknown number', (number: string) => [sealed(`${number}0299${query}`), { MSG_TYPE: '0299' }], '不存在'],
  ] as ReadonlyArray<[string, (number: string) => [string, object?], string]>)('refuses %s', async (_, make, words) => {
    const number = msgNo('2');
    const { text } = await ask(number, ...make(number));
    expect(text).toContain(words);
    expect(text).not.toContain('"RET_CODE":0');
  });
});

describe('OAuth2 with a sealed transaction', () => {
  const basic = { authorization: `Basic ${Buffer.from(`${account.ak}:${account.sk}`).toString('base64')}` };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const grant = `username=${account.code}&password=${account.sk}&scope=server&grant_type=password`;
  const token = (body = grant, headers: Record<string, string> = basic) =>
    post({ transport: 'oauth' }, body, { ...form, ...headers }, '/auth/oauth/token');
  const service = '/mbs/fmi/fsi/api/callFsiService/callService';

  test.each([
    ['another client', grant, { authorization: 'Basic eDp5' }],
    ['no client', grant, {}],
    ['another password', grant.replace(account.sk, 'x'), basic],
    ['another grant', grant.replace('=password', '=client_credentials'), basic],
  ])('gives no token to %s', async (_, body, headers) => {
    const { status, text } = await token(body, headers);
    expect([400, 401]).toContain(status);
    expect(text).not.toContain('access_token');
  });

  test('wants token, cipher and signature', async () => {
    const { access_token } = JSON.parse((await token()).text);
    const bearer = { authorization: `Bearer ${access_token}` };
    expect((await post({}, message(), { authorization: 'Bearer x' }, service)).status).toBe(401);
    expect((await post({}, message(), bearer, service)).text).toContain('input解密失败');
    const cipher = createCipheriv('sm4-ecb', Buffer.from(account.ak), null);
    const input = Buffer.concat([cipher.update(JSON.stringify(signIn), 'utf8'), cipher.final()]).toString('base64');
    const sealed = { input, enc_type: 'SM4', signtype: 'SM2' };
    expect((await post({}, message({ ...sealed, enc_type: '' }), bearer, service)).text).toContain('enc_type');
    expect((await post({}, message(sealed), bearer, service)).text).toContain('验签失败');
    const other = { ...sealed, cainfo: Buffer.alloc(64, 1).toString('base64') };
    expect((await post({}, message(other), bearer, service)).text).toContain('验签失败');
    expect(simulator?.ledger()).toEqual([]);
  });
});

describe('XML and SOAP fronts', () => {
  const soap = { transport: 'plain', bodyForm: 'soap-json', soapService: 'urn:demo:front' };
  const call = (text: string, changes: Readonly<Record<string, string>> = {}) => {
    const { operation = 'callService', argument = 'inJson', namespace = 'urn:demo:front' } = changes;
    const content = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><x:${operation} xmlns:x="${namespace}"><${argument}>${content}</${argument}></x:${operation}></s:Body></s:Envelope>`;
  };
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' };

  test('a SOAP call with the message in its argument is answered in one', async () => {
    const { text } = await post(soap, call(JSON.stringify(message())), headers);
    expect(text).toMatch(/<return>\{&quot;infcode&quot;:0/);
  });

  test.each([
    ['another operation', call('{}', { operation: 'other' }), headers],
    ['another argument', call('{}', { argument: 'other' }), headers],
    ['another namespace', call('{}', { namespace: 'urn:other' }), headers],
    ['no SOAPAction', call('{}'), { 'content-type': 'text/xml' }],
    ['JSON', '{}', { ...headers, 'content-type': 'application/json' }],
    ['a document type', `<!DOCTYPE x>${call('{}')}`, headers],
    ['what is not well-formed', call('{}').slice(0, -3), headers],
  ])('refuses %s by a fault', async (_, body, sent) => {
    const { status, text } = await post(soap, body, sent);
    expect(status).toBe(500);
    expect(text).toContain('<faultcode>soap:Client</faultcode>');
  });

  test('an XML document is taken under its own root alone', async () => {
    const xml = { transport: 'plain', bodyForm: 'xml' };
    const members = Object.entries(message()).map(([name, value]) =>
      name === 'input'
        ? '<input><signIn><opter_no>001</opter_no><mac>m</mac><ip>i</ip></signIn></input>'
        : `<${name}>${value}</${name}>`,
    );
    const sent = { 'content-type': 'text/xml' };
    expect((await post(xml, `<input>${members.join('')}</input>`, sent)).text).toMatch(
      /<output>.*<infcode>0<.*<sign_no>/,
    );
    expect((await post(xml, `<other>${members.join('')}</other>`, sent)).text).toContain('<infcode>-1<');
  });
});
