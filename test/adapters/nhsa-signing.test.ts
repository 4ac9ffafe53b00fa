import { describe, expect, test } from '@jest/globals';
import type { RestRequest } from '../../adapters/contract/index.ts';
import { headText } from '../../adapters/nhsa/cainfo.ts';
import { applicationKey, decryptedData, encryptedData, signingText } from '../../adapters/nhsa/digital-envelope.ts';
import { verifySm2 } from '../../adapters/nhsa/simulator/sm2.ts';
import { signatureText } from '../../adapters/nhsa/sm2-form.ts';
import { sm4Encrypt } from '../../adapters/nhsa/sm4.ts';
import { sm2Sign } from '../../gateway/link/transports/sm2.ts';
import { regions, sampleKey } from './nhsa-region-list.ts';
import { contextOf, type Region } from './nhsa-regions.ts';
import { bodyOf, built, delivery, operation, response, success } from './nhsa-support.ts';

/** k of the published sample and x of its point (GB/T 32918.5 A.2). */
const fixed = {
  k: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
  x1: 0x04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73n,
};
const signed = (text: string) => signatureText(sm2Sign(text, sampleKey, fixed), 'rs');
const publicKey = Buffer.from(
  'BAn53zEeVCGhUN19Fh5LxcZyF5+tGDP8B2uwj/NW81AgzOpJDOJndaUtxupxjMGqYArtBfvzXghKZjL2By2prRM=',
  'base64',
);

function regionNamed(part: string): Region {
  const found = regions.find(([name]) => name.includes(part))?.[1];
  if (found === undefined) throw new Error(`no region ${part}`);
  return found;
}

describe('published vectors', () => {
  test('V-GM: the sample signature', () => {
    expect(
      Buffer.from(sm2Sign('message digest', sampleKey, fixed))
        .toString('hex')
        .toUpperCase(),
    ).toBe(
      'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA',
    );
  });

  test('V-HDR-1: the head, sorted, empties kept, without cainfo and input', () => {
    const envelope = {
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
    const text = headText(envelope, 'keep');
    expect(text).toBe(
      'dev_no=&dev_safe_info=&fixmedins_code=H43010000001&fixmedins_name=测试药店&inf_time=2025-07-01 09:30:00&infno=3505&infver=V1.0&insuplc_admdvs=430100&mdtrtarea_admvs=430100&msgid=H43010000001202507010930000001&opter=001&opter_name=张三&opter_type=1&recer_sys_code=MBS&sign_no=&signtype=SM2',
    );
    expect(signed(text)).toBe(
      'JOaX7BWr9eBm0LGcqACt/pvik1IVRFUdy38vMSEpuzXubVFzYPc4yQ1LAX7SxgHlyqk1B5W5euGtnKtdEGexYg==',
    );
    expect(headText(envelope, 'drop')).not.toMatch(/dev_no|sign_no/);
  });

  test('V-JL-1 and V-JL-2: SM4 of the transaction, SM2 over it in the clear', () => {
    const input = '{"data":{"psn_no":"1"}}';
    expect(sm4Encrypt(Buffer.from('demo-client-id-1'), input).toString('base64')).toBe(
      'TfE08+QGYsblvi9h04zMW7OSyRmsQ9b2gjsU/bbouLc=',
    );
    expect(signed(input)).toBe(
      'llkghiMBjJjtcZ2AbLrNptNXJFt7KviSA9tzZFFpH1AukpXqf06hBVA1k8b1A8fC8tBMkr5Gq9zOMoDO4VlhXQ==',
    );
  });

  test('V-ENC-2: key, encData, signing text and signature of a nested message with empties', () => {
    const appId = '1G0IC0TTE0010B0AC0A8000000DEMO01';
    const secret = 'DEMOSECRET0123456789ABCDEFGHIJKL';
    const data = { orgId: 'P43010000001', ecToken: '123', empty: '', n: 10, nested: { b: '2', a: 1 } };
    const key = applicationKey(appId, secret);
    expect(key.toString('ascii')).toBe('37817A4C83402B40');
    const encData = encryptedData(key, data);
    expect(encData).toBe(
      '2D20BB48EA488A56D339AB1EC0BF7B22072494ECCF73A034C71373A02FDF01B5BE8300970614AAB7E0A2DDA1ABAE41516EF798EE7297FB43FBB1E94AB1E2CC0C583D669FB7E74CD055C3723D7452EEA43225E910666B2315872D40D110F00642',
    );
    expect(decryptedData(key, encData.toLowerCase())).toBe(JSON.stringify(data));
    const head = { appId, version: '1.0.0', encType: 'SM4', signType: 'SM2', timestamp: '1741626318000' };
    const text = signingText({ ...head, data, encData: 'x', signData: 'x', extra: { a: 1 } }, secret);
    expect(text).toBe(
      'appId=1G0IC0TTE0010B0AC0A8000000DEMO01&data={"ecToken":"123","n":"10","nested":{"a":"1","b":"2"},"orgId":"P43010000001"}&encType=SM4&signType=SM2&timestamp=1741626318000&version=1.0.0&key=DEMOSECRET0123456789ABCDEFGHIJKL',
    );
    expect(signed(text)).toBe(
      'O8LKsIZlO9GiEBm0Zqr1AmGdXjKcgj9Ro9hXnMdP+++pxK6IKc7iOiSlXNyRh7uPF6t3qqCb18KY2hMEFT42Ng==',
    );
  });
});

test('DER: the two integers of GB/T 32918.5 A.2, both with a leading zero; short ones are shortened', () => {
  const der = Buffer.from(signatureText(sm2Sign('message digest', sampleKey, fixed), 'der'), 'base64').toString('hex');
  expect(der).toMatch(/^3046022100f5a03b06.*022100b1b6aa29/);
  const small = Buffer.alloc(64);
  small[31] = 1;
  small[63] = 0x80;
  expect(Buffer.from(signatureText(small, 'der'), 'base64').toString('hex')).toBe('300702010102020080');
});

describe('Jilin', () => {
  const region = regionNamed('吉林');
  const at = contextOf(region, { session: { values: { token: 'T0' }, expiresAt: Number.MAX_SAFE_INTEGER } });
  const sealed = (value: unknown) =>
    sm4Encrypt(Buffer.from('paas-demo-000001'), JSON.stringify(value)).toString('base64');
  const submit = operation('retail-sale.submit');

  test('the request is whole but for its signature, and has its ids already', () => {
    const request = built('retail-sale.submit', delivery(1), at);
    expect(request.headers.authorization).toBe('Bearer T0');
    expect(request.path).toBe('/mbs/fmi/fsi/api/callFsiService/callService');
    expect(request.attemptIds?.msgid).toHaveLength(30);
    expect(bodyOf(request)).toMatchObject({ enc_type: 'SM4', signtype: 'SM2', cainfo: '', recer_sys_code: 'sys01' });
    const { signature } = request;
    expect(JSON.parse(signature?.text ?? '')).toMatchObject({ selinfoDetail: [{ rtal_docno: 'XS1' }] });
    const signatureBytes = sm2Sign(signature?.text ?? '', signature?.privateKey ?? '');
    const whole = signature?.complete(signatureBytes) as RestRequest;
    const cainfo = Buffer.from(String(bodyOf(whole).cainfo), 'base64');
    expect(verifySm2(signature?.text ?? '', cainfo, publicKey)).toBe(true);
    expect({ ...bodyOf(whole), cainfo: '' }).toEqual(bodyOf(request));
    expect(whole.attemptIds).toEqual(request.attemptIds);
  });

  test('the sign-in is a password grant', () => {
    expect(built('sign-in', undefined, at)).toMatchObject({
      path: '/auth/oauth/token',
      headers: { authorization: `Basic ${Buffer.from('paas-demo-000001:secret-demo-0001').toString('base64')}` },
      body: 'username=P43010000001&password=secret-demo-0001&scope=server&grant_type=password',
    });
  });

  const signIn = (body: unknown, status = 200) =>
    operation('sign-in').parseResponse(response(body, status), at, undefined);
  test('a token is a session for as long as it lives', () => {
    expect(signIn({ access_token: 'T1', expires_in: 60 })).toEqual({
      type: 'ok',
      session: { values: { token: 'T1' }, expiresAt: at.now + 60_000 },
    });
    expect(signIn({ access_token: 'T1', expires_in: '1e99' })).toMatchObject({
      session: { expiresAt: at.now + 86_400_000 },
    });
    expect(signIn({ access_token: 'T1' })).toMatchObject({ session: { expiresAt: at.now + 1_800_000 } });
  });
  test.each([
    ['an OAuth2 error', { error: 'invalid_grant', error_description: '用户名或密码错误' }, 400, 'NHSA_TOKEN_REFUSED'],
    ['the same with HTTP 200', { error: 'invalid_client' }, 200, 'NHSA_TOKEN_REFUSED'],
    ['HTTP 401 without words', '', 401, 'HTTP_ACCESS_DENIED'],
    ['no token', { token_type: 'bearer' }, 200, 'NHSA_REPLY_UNRECOGNISED'],
    ['an empty token', { access_token: '' }, 200, 'NHSA_REPLY_UNRECOGNISED'],
    ['a token with a line break', { access_token: 'a\r\nb: c' }, 200, 'NHSA_REPLY_UNRECOGNISED'],
    ['a token that is an object', { access_token: {} }, 200, 'NHSA_REPLY_UNRECOGNISED'],
    ['HTML', '<html>', 200, 'NHSA_REPLY_UNREADABLE'],
  ])('%s is no session', (_, body, status, code) => {
    expect(signIn(body, status)).toMatchObject({ type: 'fault', fault: { code } });
  });

  test('an encrypted result is read', () => {
    const reply = success(sealed({ result: { retRslt: '1' } }));
    expect(submit.parseResponse(response(reply), at, delivery(1))).toMatchObject({ type: 'ok' });
  });
  test.each([
    ['in the clear', { result: { retRslt: '1' } }],
    ['as a text in the clear', '{"result":{"retRslt":"1"}}'],
    ['under another key', sm4Encrypt(Buffer.from('another-key-0001'), '{"result":{"retRslt":"1"}}').toString('base64')],
    ['cut short', sealed({ result: { retRslt: '1' } }).slice(0, 20)],
    ['with no JSON inside', sm4Encrypt(Buffer.from('paas-demo-000001'), 'retRslt=1').toString('base64')],
    ['empty', ''],
    ['absent', null],
    ['of null', sealed({ result: null })],
    ['of a list', sealed([])],
    ['of a number', sealed(1)],
    ['true', true],
    ['encData', { encData: 'AB' }],
  ])('an output %s proves nothing', (_, output) => {
    expect(submit.parseResponse(response(success(output)), at, delivery(1))).toMatchObject({
      type: 'fault',
      fault: { category: 'contract-broken' },
    });
  });
});

describe('keys of SM2', () => {
  const region = regionNamed('吉林');
  const withKey = (sm2_private_key: string) => {
    const at = contextOf({ ...region, credentials: { ...region.credentials, sm2_private_key } });
    return built('probe', undefined, at).signature?.privateKey;
  };
  const key = sampleKey.toLowerCase();
  test('as hex, as Base64, and as Base64 of 33 bytes', () => {
    const bytes = Buffer.from(key, 'hex');
    expect(withKey(sampleKey)).toBe(key);
    expect(withKey(bytes.toString('base64'))).toBe(key);
    expect(withKey(Buffer.concat([Buffer.of(0), bytes]).toString('base64'))).toBe(key);
  });
  test.each(['', '0'.repeat(64), 'f'.repeat(64), 'abc', Buffer.alloc(33, 1).toString('base64')])(
    '%s is none',
    (bad) => {
      expect(() => withKey(bad)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^NHSA_(SM2_KEY_INVALID|KEY_MISSING)$/) }),
      );
    },
  );
});
