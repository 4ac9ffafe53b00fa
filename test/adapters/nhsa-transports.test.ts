import { describe, expect, test } from '@jest/globals';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { sm4Decrypt, sm4Encrypt } from '../../adapters/nhsa/sm4.ts';
import { tifHeaders, tifSignature } from '../../adapters/nhsa/tif.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { regions } from './nhsa-region-list.ts';
import { contextOf, type Region } from './nhsa-regions.ts';
import { bodyOf, built, delivery, operation, response } from './nhsa-support.ts';

const regionOf = (profile: string): Region => {
  const found = regions.find(([, region]) => region.profile === profile)?.[1];
  if (found === undefined) throw new Error(`no region ${profile}`);
  return found;
};
const beijing = regionOf('nhsa/110000-beijing');

describe('published vectors', () => {
  test('V-TIF-1 with a secret, V-TIF-2 without one (the portal)', () => {
    expect(tifSignature('1741626318', 'test-secret-key', 'abc123')).toBe(
      '87df847275351b1800496a8671acea31eec1c46540f262768d54ecd6996261a6',
    );
    expect(tifSignature('1741626318', '', 'abc123')).toBe(
      '5097c11e097f3b478ce7905144bfad1afc3c4490f9674b3c8cfc7625fd738290',
    );
  });

  test('V-BJ-1: head and transaction under the first 16 characters of the key', () => {
    const plaintext = '1101010101002025070109300000010205{"a":"1"}';
    const data = 't91moME8+smBZFnp6dtf5Zi+gkVfeNM+tcgZkEgj2TdnS1hIrSziJe1ZkGvW/cbD';
    const key = Buffer.from('0123456789ABCDEF');
    expect(sm4Encrypt(key, plaintext).toString('base64')).toBe(data);
    expect(sm4Decrypt(key, Buffer.from(data, 'base64'))).toBe(plaintext);
    expect(sm4Decrypt(Buffer.from('0123456789ABCDEE'), Buffer.from(data, 'base64'))).toBeUndefined();
  });

  test('GM/T 0002 A.1: one block of SM4', () => {
    const block = Buffer.from('0123456789ABCDEFFEDCBA9876543210', 'hex');
    const ciphertext = sm4Encrypt(block, block.toString('latin1'));
    expect(ciphertext).toHaveLength(32);
    const ascii = sm4Encrypt(Buffer.from('demo-client-id-1'), '{"data":{"psn_no":"1"}}');
    expect(ascii.toString('base64')).toBe('TfE08+QGYsblvi9h04zMW7OSyRmsQ9b2gjsU/bbouLc=');
  });
});

describe('x-tif', () => {
  test('time in seconds, digits for a nonce, either case of hex', () => {
    const call = { paasId: 'p', secret: 'test-secret-key', now: 1_741_626_318_999, nonce: 'abc123' };
    expect(tifHeaders({ ...call, hexCase: 'upper' })).toEqual({
      'x-tif-paasid': 'p',
      'x-tif-timestamp': '1741626318',
      'x-tif-nonce': 'abc123',
      'x-tif-signature': '87DF847275351B1800496A8671ACEA31EEC1C46540F262768D54ECD6996261A6',
    });
    const request = built('retail-sale.submit', delivery(1), contextOf(regionOf('nhsa/440000-guangdong')));
    expect(request.headers['x-tif-nonce']).toMatch(/^\d{1,10}$/);
    expect(request.path).toBe('/3505A');
  });

  test('Hebei: a path per function, single rows as one object, the baseline’s URL for what has no path', () => {
    const at = contextOf(regionOf('nhsa/130000-hebei'));
    const request = built('retail-sale.submit', delivery(1), at);
    expect(request.path).toBe('/fsi/api/goodsService/goodsSell');
    expect(bodyOf(request)).toMatchObject({ infno: '3505', input: { selinfo: { rtal_docno: 'XS1' } } });
    expect(built('probe', undefined, at).path).toBe('/fsi/api/rsfComIfsService/callService');
  });
});

describe('plain', () => {
  const at = contextOf(regionOf('nhsa/150000-inner-mongolia'));
  test('the key stands in its header, under the name the link gives it', () => {
    expect(built('probe', undefined, at).headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      apikey: 'secret-demo-0001',
    });
    const renamed = { ...at, settings: { apiKeyHeader: 'X-Key' } };
    expect(built('probe', undefined, renamed).headers).toMatchObject({ 'X-Key': 'secret-demo-0001' });
  });
  test('signtype is the region’s, or that of the test platform by setting', () => {
    expect(bodyOf(built('probe', undefined, at))).toMatchObject({ signtype: 'PRCSSC' });
    expect(bodyOf(built('probe', undefined, { ...at, settings: { signtype: 'MOCK' } }))).toMatchObject({
      signtype: 'MOCK',
    });
  });
  test('no key, no header, where the region names none', () => {
    const national = contextOf({ profile: 'nhsa/national', simulator: {}, credentials: {} });
    const { headers } = built('probe', undefined, { ...national, settings: { transport: 'plain' } });
    expect(Object.keys(headers)).toEqual(['content-type']);
  });
});

describe('Beijing', () => {
  const at = contextOf(beijing);
  const request = built('retail-sale.submit', delivery(1), at);
  const key = Buffer.from('secret-demo-0001');

  test('five keys in capitals; the transaction opens behind MSG_NO and MSG_TYPE', () => {
    const { IN_DATA, ...head } = bodyOf(request);
    const msgNo = '1101010101002026070123593000' + '07';
    expect(head).toEqual({ INF_VER: 'V1.0', HOSP_CODE: '1101010101', MSG_NO: msgNo, MSG_TYPE: '0205' });
    expect(request.attemptIds).toEqual({ msgid: msgNo });
    const text = sm4Decrypt(key, Buffer.from(String(IN_DATA), 'base64')) ?? '';
    expect(text.startsWith(`${msgNo}0205`)).toBe(true);
    expect(JSON.parse(text.slice(34))).toMatchObject({ selinfoDetail: [{ his_code: 'SP0', item_type: '0' }] });
  });

  test('参保地 is taken from an event and not sent: the envelope has no place for it', () => {
    const stated = { ...delivery(1).event, extensions: { nhsa: { insuplc_admdvs: '430100' } } };
    const sent = built('retail-sale.submit', { ...delivery(1), event: stated }, at);
    expect(Object.keys(bodyOf(sent))).toEqual(Object.keys(bodyOf(request)));
  });

  test('row numbers have its form: institution and campus, day, type, ten of our own', () => {
    const ids = operation('retail-sale.submit').businessIds?.(delivery(1), at);
    expect(ids?.items[0]?.ids.fixmedins_bchno).toMatch(/^11010101012026070100[0-9A-Z]{10}$/);
  });

  const msgNo = String(bodyOf(request).MSG_NO);
  const head = { MSG_NO: '110101010101202607012359300001', MSG_TYPE: '0205' };
  const sealed = (plaintext: string, under = key) => sm4Encrypt(under, plaintext).toString('base64');
  const good = sealed(`${head.MSG_NO}${head.MSG_TYPE}{"retRslt":"1"}`);
  const reply = (changes: object) => ({
    ...head,
    RET_CODE: 0,
    RET_MSG: '',
    IN_MSG_NO: msgNo,
    OUT_DATA: good,
    ...changes,
  });

  test('a good reply is one', () => {
    expect(operation('retail-sale.submit').parseResponse(response(reply({})), at, delivery(1))).toMatchObject({
      type: 'ok',
      receipt: head.MSG_NO,
    });
  });

  test.each([
    ['no RET_CODE', { RET_CODE: undefined }],
    ['RET_CODE null', { RET_CODE: null }],
    ['RET_CODE true', { RET_CODE: true }],
    ['RET_CODE in a list', { RET_CODE: [0] }],
    ['RET_CODE empty', { RET_CODE: '' }],
    ['RET_CODE blank', { RET_CODE: ' ' }],
    ['the answer to another request', { IN_MSG_NO: '110101010100202607012359300008' }],
    ['an answer to nobody', { IN_MSG_NO: undefined }],
    ['no OUT_DATA', { OUT_DATA: undefined }],
    ['OUT_DATA null', { OUT_DATA: null }],
    ['OUT_DATA empty', { OUT_DATA: '' }],
    ['OUT_DATA in the clear', { OUT_DATA: { retRslt: '1' } }],
    ['OUT_DATA as text in the clear', { OUT_DATA: '{"retRslt":"1"}' }],
    ['OUT_DATA a number', { OUT_DATA: 1 }],
    [
      'OUT_DATA under another key',
      { OUT_DATA: sealed(`${head.MSG_NO}0205{"retRslt":"1"}`, Buffer.from('another-key-0001')) },
    ],
    ['OUT_DATA of another message', { OUT_DATA: sealed('1101010101012026070123593000020205{"retRslt":"1"}') }],
    ['OUT_DATA of another transaction', { OUT_DATA: sealed(`${head.MSG_NO}0206{"retRslt":"1"}`) }],
    ['OUT_DATA without its head', { OUT_DATA: sealed('{"retRslt":"1"}') }],
    ['OUT_DATA cut short', { OUT_DATA: good.slice(0, 40) }],
    ['OUT_DATA one byte off', { OUT_DATA: `A${good.slice(1)}` }],
    ['OUT_DATA no JSON', { OUT_DATA: sealed(`${head.MSG_NO}0205retRslt=1`) }],
    ['OUT_DATA a list', { OUT_DATA: sealed(`${head.MSG_NO}0205[1]`) }],
    ['OUT_DATA a number inside', { OUT_DATA: sealed(`${head.MSG_NO}02051`) }],
    ['retRslt null', { OUT_DATA: sealed(`${head.MSG_NO}0205{"retRslt":null}`) }],
    ['retRslt twice', { OUT_DATA: sealed(`${head.MSG_NO}0205{"retRslt":"0","retRslt":"1"}`) }],
    ['retRslt true', { OUT_DATA: sealed(`${head.MSG_NO}0205{"retRslt":true}`) }],
    ['another MSG_NO than inside', { MSG_NO: '110101010101202607012359300009' }],
    ['a failure in the platform’s own words for one', { RET_CODE: 9, RET_MSG: '系统异常' }],
  ])('%s proves nothing', (_, changes) => {
    for (const id of ['retail-sale.submit', 'retail-return.submit']) {
      const outcome = operation(id).parseResponse(response(reply(changes)), at, delivery(1));
      expect(outcome).toMatchObject({
        fault: { category: expect.stringMatching(/^(contract-broken|unknown-outcome)$/) },
      });
    }
  });

  test.each([
    ['too short a key', { ...at.institution, credentials: { sm4_key: 'short' } }, 'NHSA_KEY_TOO_SHORT'],
    ['no key', { ...at.institution, credentials: {} }, 'NHSA_KEY_MISSING'],
    ['no HOSP_CODE', { ...at.institution, identity: { fixmedins_code: 'P1' } }, 'NHSA_HOSP_CODE_MISSING'],
  ])('%s is said by its code', (_, institution, code) => {
    expect(() => built('sign-in', undefined, { ...at, institution })).toThrow(expect.objectContaining({ code }));
  });
});

test('keys come in pairs, and a half of one’s own is no key', () => {
  const credentials = compileSchema(nhsaAdapter.credentialsSchema);
  expect(credentials({ paas_id: 'a', paas_secret: 'b', sm4_key: 'c', api_key: 'd' })).toEqual([]);
  expect(credentials({ paas_id: 'a' })).toHaveLength(1);
  const settings = compileSchema(nhsaAdapter.settingsSchema);
  expect(settings({ transport: 'x-tif', paths: 'function', paasId: 'a', paasSecret: 'b' })).toEqual([]);
  expect(settings({ transport: 'carrier-pigeon' })).toHaveLength(1);
  expect(settings({ secretKey: 'b' })).toHaveLength(1);
});

test('no key of any transport survives scrubbing', () => {
  for (const [, region] of regions) {
    const at = contextOf(region);
    for (const [name, value] of Object.entries(at.institution.credentials)) {
      if (/^(ak|username|app_key|\w+_id)$/.test(name)) continue;
      expect(nhsaAdapter.scrub(JSON.stringify({ [name]: value }))).not.toContain(value);
    }
  }
  const { headers } = built('probe', undefined, contextOf(regionOf('nhsa/150000-inner-mongolia')));
  expect(nhsaAdapter.scrub(JSON.stringify(headers))).not.toContain('secret-demo');
});
