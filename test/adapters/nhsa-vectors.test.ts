import { createCipheriv, createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { headText } from '../../adapters/nhsa/cainfo.ts';
import { csbSignature, csbStringToSign } from '../../adapters/nhsa/csb.ts';
import { applicationKey, decryptedData, encryptedData, signingText } from '../../adapters/nhsa/digital-envelope.ts';
import { verifySm2 } from '../../adapters/nhsa/simulator/sm2.ts';
import { signatureText } from '../../adapters/nhsa/sm2-form.ts';
import { sm4Decrypt, sm4Encrypt } from '../../adapters/nhsa/sm4.ts';
import { tifSignature } from '../../adapters/nhsa/tif.ts';
import { sm2Sign } from '../../gateway/link/transports/sm2.ts';
import { sourceFiles } from '../tools/sources.ts';
import { regions, sampleKey } from './nhsa-region-list.ts';
import { openRegion } from './nhsa-regions.ts';
import { delivery } from './nhsa-support.ts';

/*
 * Every vector of the interface notes (医保两定接口, transport variants) by its name, to be ticked off in one place. What a vector does
 * not say (rejection of other keys, region by region) stands in nhsa-transports and nhsa-signing.
 */

/** k of the published sample and x of its point (GB/T 32918.5 A.2). */
const fixed = {
  k: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
  x1: 0x04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73n,
};
const signed = (text: string): string => signatureText(sm2Sign(text, sampleKey, fixed), 'rs');
const samplePublicKey = Buffer.from(
  'BAn53zEeVCGhUN19Fh5LxcZyF5+tGDP8B2uwj/NW81AgzOpJDOJndaUtxupxjMGqYArtBfvzXghKZjL2By2prRM=',
  'base64',
);
const sm4Text = (key: string, text: string): string => sm4Encrypt(Buffer.from(key), text).toString('base64');
const beijingPlaintext = '1101010101002025070109300000010205{"a":"1"}';
const jilinInput = '{"data":{"psn_no":"1"}}';
const csb1 = {
  name: 'wiseking',
  _api_name: 'testa',
  _api_version: '1.0.0',
  _api_timestamp: '1507884348630',
  _api_access_key: '4f196fb61c1f46ffbf71691ffad35dbb',
};
const csb2 = {
  _api_version: '1.0.0',
  _api_name: '3505',
  _api_timestamp: '1592225468715',
  _api_access_key: 'ak123',
};
const head = {
  infno: '3505',
  msgid: 'H43010000001202507010930000001',
  mdtrtarea_admvs: '430100',
  insuplc_admdvs: '430100',
  recer_sys_code: 'MBS',
  dev_no: '',
  dev_safe_info: '',
  cainfo: 'x',
  signtype: 'SM2',
  infver: 'V1.0',
  opter_type: '1',
  opter: '001',
  opter_name: '张三',
  inf_time: '2025-07-01 09:30:00',
  fixmedins_code: 'H43010000001',
  fixmedins_name: '测试药店',
  sign_no: '',
  input: { a: '1' },
};
const appId = '1G0IC0TTE0010B0AC0A8000000DEMO01';
const appSecret = 'DEMOSECRET0123456789ABCDEFGHIJKL';
const data = { orgId: 'P43010000001', ecToken: '123', empty: '', n: 10, nested: { b: '2', a: 1 } };
const message = { appId, version: '1.0.0', encType: 'SM4', signType: 'SM2', timestamp: '1741626318000', data };
const encData =
  '2D20BB48EA488A56D339AB1EC0BF7B22072494ECCF73A034C71373A02FDF01B5BE8300970614AAB7E0A2DDA1ABAE41516EF798EE7297FB43FBB1E94AB1E2CC0C583D669FB7E74CD055C3723D7452EEA43225E910666B2315872D40D110F00642';

/** Vector, what of it, ours, theirs. */
const vectors: ReadonlyArray<readonly [name: string, what: string, ours: () => string, theirs: string]> = [
  [
    'V-CSB-1',
    'string to sign, with a parameter',
    () => csbStringToSign(csb1),
    '_api_access_key=4f196fb61c1f46ffbf71691ffad35dbb&_api_name=testa&_api_timestamp=1507884348630&_api_version=1.0.0&name=wiseking',
  ],
  ['V-CSB-1', 'signature', () => csbSignature(csb1, 'Bzw2YO0HBXFMpcd9CN8tzeNrmf0='), 'wMpmaki8sLdqxjya70cGAqd4YQ0='],
  [
    'V-CSB-2',
    'string to sign',
    () => csbStringToSign(csb2),
    '_api_access_key=ak123&_api_name=3505&_api_timestamp=1592225468715&_api_version=1.0.0',
  ],
  ['V-CSB-2', 'signature', () => csbSignature(csb2, 'sk456'), 'f735BeAR+Iy61jTEhYzUawTkkx0='],
  [
    'V-TIF-1',
    'with a secret',
    () => tifSignature('1741626318', 'test-secret-key', 'abc123'),
    '87df847275351b1800496a8671acea31eec1c46540f262768d54ecd6996261a6',
  ],
  [
    'V-TIF-2',
    'the portal, without one',
    () => tifSignature('1741626318', '', 'abc123'),
    '5097c11e097f3b478ce7905144bfad1afc3c4490f9674b3c8cfc7625fd738290',
  ],
  [
    'V-JL-1',
    'SM4 of the input',
    () => sm4Text('demo-client-id-1', jilinInput),
    'TfE08+QGYsblvi9h04zMW7OSyRmsQ9b2gjsU/bbouLc=',
  ],
  [
    'V-JL-2',
    'SM2 over the input in the clear',
    () => signed(jilinInput),
    'llkghiMBjJjtcZ2AbLrNptNXJFt7KviSA9tzZFFpH1AukpXqf06hBVA1k8b1A8fC8tBMkr5Gq9zOMoDO4VlhXQ==',
  ],
  [
    'V-HDR-1',
    'string to sign, empties kept',
    () => headText(head, 'keep'),
    'dev_no=&dev_safe_info=&fixmedins_code=H43010000001&fixmedins_name=测试药店&inf_time=2025-07-01 09:30:00&infno=3505&infver=V1.0&insuplc_admdvs=430100&mdtrtarea_admvs=430100&msgid=H43010000001202507010930000001&opter=001&opter_name=张三&opter_type=1&recer_sys_code=MBS&sign_no=&signtype=SM2',
  ],
  [
    'V-HDR-1',
    'signature',
    () => signed(headText(head, 'keep')),
    'JOaX7BWr9eBm0LGcqACt/pvik1IVRFUdy38vMSEpuzXubVFzYPc4yQ1LAX7SxgHlyqk1B5W5euGtnKtdEGexYg==',
  ],
  ['V-ENC-2', 'key', () => applicationKey(appId, appSecret).toString('ascii'), '37817A4C83402B40'],
  [
    'V-ENC-2',
    'K1, of which the key is the head',
    () =>
      sm4Encrypt(Buffer.from(appId.slice(0, 16)), appSecret)
        .toString('hex')
        .toUpperCase(),
    '37817A4C83402B40961DAB8AC36BEA9B184A74116F743AA5BBE1593B791A0BE42AE4EF428E56DCB59B8D1AC5F3B0DC7A',
  ],
  ['V-ENC-2', 'encData', () => encryptedData(applicationKey(appId, appSecret), data), encData],
  [
    'V-ENC-2',
    'encData opened, in small letters too (the portal)',
    () => decryptedData(applicationKey(appId, appSecret), encData.toLowerCase()) ?? '',
    JSON.stringify(data),
  ],
  [
    'V-ENC-2',
    'string to sign',
    () => signingText(message, appSecret),
    'appId=1G0IC0TTE0010B0AC0A8000000DEMO01&data={"ecToken":"123","n":"10","nested":{"a":"1","b":"2"},"orgId":"P43010000001"}&encType=SM4&signType=SM2&timestamp=1741626318000&version=1.0.0&key=DEMOSECRET0123456789ABCDEFGHIJKL',
  ],
  [
    'V-ENC-2',
    'signData',
    () => signed(signingText(message, appSecret)),
    'O8LKsIZlO9GiEBm0Zqr1AmGdXjKcgj9Ro9hXnMdP+++pxK6IKc7iOiSlXNyRh7uPF6t3qqCb18KY2hMEFT42Ng==',
  ],
  [
    'V-GM',
    'SM2 r and s',
    () =>
      Buffer.from(sm2Sign('message digest', sampleKey, fixed))
        .toString('hex')
        .toUpperCase(),
    'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
  ],
  [
    'V-GM',
    'the published key verifies it, by plain arithmetic',
    () => String(verifySm2('message digest', sm2Sign('message digest', sampleKey, fixed), samplePublicKey)),
    'true',
  ],
  [
    'V-GM',
    'SM3 of abc',
    () => createHash('sm3').update('abc').digest('hex'),
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  ],
  [
    'V-GM',
    'SM4 of the sample block',
    () => sm4OfSample().subarray(0, 16).toString('hex'),
    '681edf34d206965e86b3e94f536e4246',
  ],
  [
    'V-BJ-1',
    'IN_DATA',
    () => sm4Text('0123456789ABCDEF', beijingPlaintext),
    't91moME8+smBZFnp6dtf5Zi+gkVfeNM+tcgZkEgj2TdnS1hIrSziJe1ZkGvW/cbD',
  ],
  [
    'V-BJ-1',
    'IN_DATA opened',
    () =>
      sm4Decrypt(
        Buffer.from('0123456789ABCDEF'),
        Buffer.from(sm4Text('0123456789ABCDEF', beijingPlaintext), 'base64'),
      ) ?? '',
    beijingPlaintext,
  ],
];

/** The plaintext of the sample is no UTF-8, which is all our function takes: the cipher itself, with the mode ours names. */
function sm4OfSample(): Buffer {
  const block = Buffer.from('0123456789ABCDEFFEDCBA9876543210', 'hex');
  const first = sm4Encrypt(block, 'sixteen bytes ok');
  expect(sm4Decrypt(block, first)).toBe('sixteen bytes ok');
  const cipher = createCipheriv('sm4-ecb', block, null);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

describe('every vector by its name', () => {
  test.each(vectors)('%s: %s', (_, __, ours, theirs) => {
    expect(ours()).toBe(theirs);
  });

  test('none is missing', () => {
    const names = [...new Set(vectors.map(([name]) => name))];
    expect(names.sort()).toEqual(
      ['V-BJ-1', 'V-CSB-1', 'V-CSB-2', 'V-ENC-2', 'V-GM', 'V-HDR-1', 'V-JL-1', 'V-JL-2', 'V-TIF-1', 'V-TIF-2'].sort(),
    );
  });
});

describe('SM2 stays off the main thread', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const signing = regions.filter(([, { credentials }]) => 'sm2_private_key' in credentials);
  test.each(signing)('%s: one order to the worker for each signed request, and none besides', async (_, region) => {
    const orders = jest.spyOn(Worker.prototype, 'postMessage');
    const rig = await openRegion(region);
    const before = orders.mock.calls.length;
    const calls = ['probe', 'probe', 'retail-sale.submit'] as const;
    for (const id of calls)
      expect(await rig.call(id, id === 'probe' ? undefined : delivery(1))).toMatchObject({ type: 'ok' });
    expect(orders.mock.calls.slice(before)).toHaveLength(calls.length);
    for (const [order] of orders.mock.calls) expect(order).toMatchObject({ order: { text: expect.any(String) } });
    await rig.close();
  });

  test('no region without a signature asks for one', async () => {
    const orders = jest.spyOn(Worker.prototype, 'postMessage');
    for (const [, region] of regions.filter(([, { credentials }]) => !('sm2_private_key' in credentials)).slice(0, 3)) {
      const rig = await openRegion(region);
      await rig.call('probe');
      await rig.close();
    }
    expect(orders).not.toHaveBeenCalled();
  });

  test('only the worker knows how to sign: no module of the main thread imports it', () => {
    const importers = sourceFiles(['adapters', 'gateway', 'mappings', 'config']).filter(({ imports }) =>
      imports.some(({ file, package: name }) => file === 'gateway/link/transports/sm2.ts' || name === 'sm-crypto-v2'),
    );
    expect(importers.map(({ path }) => path).sort()).toEqual([
      'gateway/link/transports/sm2-worker.ts',
      'gateway/link/transports/sm2.ts',
    ]);
  });
});
