import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { topRequest } from '../../adapters/msfx/request.ts';
import { type SignMethod, sign, signatureBase, signMethods } from '../../adapters/msfx/sign.ts';
import { context } from './msfx-support.ts';

interface Vector {
  readonly id: string;
  readonly platform: string;
  readonly signMethod: string;
  readonly secret?: string;
  readonly secretHex?: string;
  readonly params: Record<string, string | number>;
  readonly base: string;
  readonly sign: string;
}

const file: { vectors: Vector[] } = JSON.parse(
  readFileSync(new URL('../fixtures/top/top-signing.json', import.meta.url), 'utf8'),
);
const isOurs = (vector: Vector) =>
  vector.platform === 'taobao-top' && signMethods.some((name) => name === vector.signMethod);
const vectors = file.vectors.filter(isOurs);
const texts = (params: Vector['params']) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

describe('TOP signature', () => {
  test('the published file holds the vectors we rely on', () => expect(vectors).toHaveLength(9));

  test.each(vectors)('$id', (vector) => {
    const secret = vector.secretHex === undefined ? (vector.secret ?? '') : Buffer.from(vector.secretHex, 'hex');
    expect(signatureBase(texts(vector.params))).toBe(vector.base);
    expect(sign(texts(vector.params), secret, vector.signMethod as SignMethod)).toBe(vector.sign);
  });

  test('the legacy digest of the first SDKs is never made', () => {
    const legacy = file.vectors.find((vector) => vector.id === 'top-md5-old');
    expect(sign({ fields: 'nick,sex', nick: 'winwindg' }, 'carver', 'md5')).not.toBe(legacy?.sign);
  });

  test.each([
    ['md5', '66987CB115214E59E6EC978214934FB8'],
    ['hmac', 'D56D7858309C31B6251083A874D48273'],
    ['hmac-sha256', '04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8'],
  ] as const)('%s over the parameters of the published example', (method, expected) => {
    const params = {
      app_key: '12345678',
      fields: 'num_iid,title,nick,price,num',
      format: 'json',
      method: 'taobao.item.seller.get',
      num_iid: '11223344',
      session: 'test',
      sign_method: method,
      timestamp: '2016-01-01 12:00:00',
      v: '2.0',
    };
    expect(sign(params, 'helloworld', method)).toBe(expected);
  });

  test.each([
    ['md5', 'CFC039D8C1624A9D270A1E448EE18A5E'],
    ['hmac', 'F828F400B6C9570D1990FA64AC0B5708'],
    ['hmac-sha256', '346BA96690154482C49DEBEF84F5602C55063CB5734BBB047B6FA4DE5E8F64F9'],
  ] as const)('%s over Chinese text and a list of codes', (method, expected) => {
    const params = {
      app_key: '12345678',
      bill_code: '测试001',
      format: 'json',
      method: 'alibaba.alihealth.drugtrace.top.lsyd.uploadinoutbill',
      timestamp: '2026-01-01 00:00:00',
      trace_codes: '81234567890123456789,81234567890123456790',
      v: '2.0',
    };
    expect(sign({ ...params, sign_method: method }, 'helloworld', method)).toBe(expected);
  });

  test('a sign parameter is never signed (neg-1)', () => {
    expect(sign({ a: 'b', sign: 'attacker' }, 's', 'hmac')).toBe(sign({ a: 'b' }, 's', 'hmac'));
  });

  test('an unknown method is refused (neg-2)', () => {
    expect(() => sign({ a: 'b' }, 's', 'sha1' as SignMethod)).toThrow('unsupported sign method');
    expect(() =>
      topRequest('m', {}, context({ settings: { appKey: '1', appSecret: 's', signMethod: 'sha1' } })),
    ).toThrow('signMethod must be one of');
  });

  test.each([
    'method',
    'app_key',
    'session',
    'timestamp',
    'sign',
    'SIGN',
    'sign_method',
    'target_app_key',
    'access_token',
  ])('a business parameter named %s is refused (neg-3)', (name) =>
    expect(() => topRequest('m', { [name]: 'x' }, context())).toThrow('system parameter'),
  );

  test('values cannot inject parameters (neg-4)', () => {
    const { body, query } = topRequest('m', { remarks: 'synthetic&method=taobao.trade.create+雪' }, context());
    expect([...new URLSearchParams(String(body))]).toEqual([['remarks', 'synthetic&method=taobao.trade.create+雪']]);
    expect(query?.method).toBe('m');
  });

  test('the timestamp is China time (neg-5)', () => {
    const { query } = topRequest('m', {}, context({ now: Date.parse('2016-01-01T04:00:00Z') }));
    expect(query?.timestamp).toBe('2016-01-01 12:00:00');
  });

  test('empty parameters are not sent and not signed', () => {
    const empty = topRequest('m', { a: '1', b: '' }, context());
    expect(empty).toEqual(topRequest('m', { a: '1' }, context()));
    expect(empty.body).toBe('a=1');
  });
});
