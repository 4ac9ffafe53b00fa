import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { RequestError } from '../../adapters/contract/index.ts';
import { csbSignature, csbStringToSign } from '../../adapters/nhsa/csb.ts';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { compileSchema } from '../../mappings/schema.ts';
import { batchNumbersOf, bodyOf, built, coded, context, delivery, event, NOW, national } from './nhsa-support.ts';

describe('the signature of the gateway', () => {
  test('V-CSB-1: parameters are signed beside the headers (inputs of the CSB client SDK’s own test)', () => {
    const signed = {
      _api_access_key: '4f196fb61c1f46ffbf71691ffad35dbb',
      _api_name: 'testa',
      _api_timestamp: '1507884348630',
      _api_version: '1.0.0',
      name: 'wiseking',
    };
    expect(csbStringToSign(signed)).toBe(
      '_api_access_key=4f196fb61c1f46ffbf71691ffad35dbb&_api_name=testa&_api_timestamp=1507884348630&_api_version=1.0.0&name=wiseking',
    );
    expect(csbSignature(signed, 'Bzw2YO0HBXFMpcd9CN8tzeNrmf0=')).toBe('wMpmaki8sLdqxjya70cGAqd4YQ0=');
  });

  test('V-CSB-2: the four headers, in whatever order they come', () => {
    const signed = {
      _api_version: '1.0.0',
      _api_timestamp: '1592225468715',
      _api_name: '3505',
      _api_access_key: 'ak123',
    };
    expect(csbSignature(signed, 'sk456')).toBe('f735BeAR+Iy61jTEhYzUawTkkx0=');
  });
});

describe('a request', () => {
  test('is the envelope of §1.1 with the transaction under input, signed', () => {
    const input = delivery(1);
    const request = built('retail-sale.submit', input);
    expect(request).toMatchObject({
      protocol: 'rest',
      method: 'POST',
      path: '',
      attemptIds: { msgid: 'P43010000001202607012359300007' },
    });
    expect(request.headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      _api_name: '3505A',
      _api_version: '1.0.0',
      _api_timestamp: String(NOW),
      _api_access_key: 'ak-demo-hn-001',
      _api_signature: createHmac('sha1', 'sk-demo-hn-001')
        .update(`_api_access_key=ak-demo-hn-001&_api_name=3505A&_api_timestamp=${NOW}&_api_version=1.0.0`)
        .digest('base64'),
    });
    expect(bodyOf(request)).toEqual({
      infno: '3505A',
      msgid: 'P43010000001202607012359300007',
      mdtrtarea_admvs: '430102',
      insuplc_admdvs: '',
      recer_sys_code: '99',
      dev_no: '',
      dev_safe_info: '',
      cainfo: '',
      signtype: '',
      infver: 'V1.0',
      opter_type: '1',
      opter: '001',
      opter_name: '王店员',
      inf_time: '2026-07-01 23:59:30',
      fixmedins_code: 'P43010000001',
      fixmedins_name: '追溯通演示药店一',
      sign_no: 'QD0001',
      input: {
        selinfoDetail: [expect.objectContaining({ fixmedins_bchno: batchNumbersOf(input)[0], rtal_docno: 'XS1' })],
      },
    });
  });

  test('takes a link’s settings where it has them', () => {
    const settings = {
      apiVersion: '2.0',
      apiName: 'hsa',
      contentType: 'text/plain; charset=utf-8',
      recerSysCode: 'YB',
      infver: 'V1.08',
    };
    const request = built('retail-sale.submit', delivery(1), context({ settings }));
    expect(request.headers).toMatchObject({
      _api_name: 'hsa',
      _api_version: '2.0',
      'content-type': 'text/plain; charset=utf-8',
    });
    expect(bodyOf(request)).toMatchObject({ recer_sys_code: 'YB', infver: 'V1.08' });
  });

  test('has a msgid of its own at every try, and the same batch numbers', () => {
    const input = delivery(2);
    const first = built('retail-sale.submit', input, context({ sequence: 1 }));
    const second = built('retail-sale.submit', input, context({ sequence: 2 }));
    expect(first.attemptIds).not.toEqual(second.attemptIds);
    expect(bodyOf(first).input).toEqual(bodyOf(second).input);
  });

  test('leaves out rows that the platform already holds', () => {
    const input = delivery(3, { settledItems: ['line-1'] });
    const [first, , third] = batchNumbersOf(input);
    expect(bodyOf(built('retail-sale.submit', input)).input).toMatchObject({
      selinfoDetail: [
        { fixmedins_bchno: first, fixmedins_hilist_id: 'SP0' },
        { fixmedins_bchno: third, fixmedins_hilist_id: 'SP2' },
      ],
    });
  });

  test('is refused before it is sent when a field would be, and says which', () => {
    const input = delivery(1, {
      event: event(1, { lines: [coded(0)], settlement: { type: 'insured', visitNo: 'M1' } }),
    });
    expect(() => built('retail-sale.submit', input)).toThrow(RequestError);
    expect(() => built('retail-sale.submit', input)).toThrow(/settlement.id is missing/);
    expect(() => built('retail-sale.submit', delivery(1, { settledItems: ['line-0'] }))).toThrow(
      /already holds every row/,
    );
  });

  test('of an insured sale names the catalogue code in 湖南; a self-paid one may have none', () => {
    const insured = delivery(1, { event: event(1, { settlement: { type: 'insured', id: 'S1', visitNo: 'M1' } }) });
    expect(() => built('retail-sale.submit', insured)).toThrow(/lines\[0\].product.nhsaCode is missing/);
    const { selinfoDetail } = bodyOf(built('retail-sale.submit', delivery(1))).input as { selinfoDetail: unknown };
    expect(selinfoDetail).toMatchObject([{ med_list_codg: 'NMLC999' }]);
  });

  test('uses the link’s keys for an institution without its own, and the institution’s before them', () => {
    const settings = { accessKey: 'link-ak', secretKey: 'link-sk' };
    const bare = { ...context().institution, credentials: {} };
    expect(built('probe', undefined, context({ settings, institution: bare })).headers._api_access_key).toBe('link-ak');
    expect(built('probe', undefined, context({ settings })).headers._api_access_key).toBe('ak-demo-hn-001');
  });

  test('of the baseline carries the fields that Hunan does not know', () => {
    expect(bodyOf(built('retail-sale.submit', delivery(1), context({ profile: national })))).toMatchObject({
      app_id: '',
      enc_type: '',
      pw_ecToken: '',
    });
  });

  test('of a sign-in names operator and terminal', () => {
    const request = built('sign-in', undefined, context({ settings: { signInMac: 'AA-BB', signInIp: '10.0.0.1' } }));
    expect(request.headers._api_name).toBe('9001');
    expect(bodyOf(request).input).toEqual({ signIn: { opter_no: '001', mac: 'AA-BB', ip: '10.0.0.1' } });
  });
});

describe('batch numbers', () => {
  test('are 30 characters from institution, day in China and delivery; every row has its own', () => {
    const numbers = batchNumbersOf(delivery(100));
    expect(new Set(numbers).size).toBe(100);
    for (const number of numbers) expect(number).toMatch(/^P43010000001260701[0-9A-Z]{12}$/);
    expect(batchNumbersOf(delivery(100))).toEqual(numbers);
  });

  test('never change once made: the stored numbers of a delivery depend on this value', () => {
    expect(batchNumbersOf(delivery(1))).toEqual(['P43010000001260701V8T74UH8F9UW']);
  });

  test('take the day in China, and differ between deliveries', () => {
    const late = delivery(1, { event: event(1, { occurredAt: '2026-07-01T16:00:00Z' }) });
    expect(batchNumbersOf(late)[0]?.slice(0, 18)).toBe('P43010000001260702');
    expect(batchNumbersOf(delivery(1, { deliveryId: 'other' }))).not.toEqual(batchNumbersOf(delivery(1)));
  });
});

describe('what a directory entry needs', () => {
  const identity = compileSchema(nhsaAdapter.identitySchema);
  const credentials = compileSchema(nhsaAdapter.credentialsSchema);
  const settings = compileSchema(nhsaAdapter.settingsSchema);
  test('the code has a letter and 11 digits; name and operator must be there', () => {
    expect(identity(context().institution.identity)).toEqual([]);
    expect(identity({ fixmedins_code: '430100', fixmedins_name: 'x', opter: '1', opter_name: 'y' })).toHaveLength(1);
    expect(identity({}).map(({ pointer }) => pointer)).toEqual([
      '/fixmedins_code',
      '/fixmedins_name',
      '/opter',
      '/opter_name',
    ]);
  });
  test('an AK needs its SK, in the directory and on the link', () => {
    expect(credentials({ ak: 'a', sk: 'b' })).toEqual([]);
    expect(credentials({ ak: 'a' })).not.toEqual([]);
    expect(settings({ accessKey: 'a' })).not.toEqual([]);
    expect(settings({})).toEqual([]);
  });
});
