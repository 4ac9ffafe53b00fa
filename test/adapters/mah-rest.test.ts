import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { adapters, simulators } from '../../adapters/index.ts';
import { mahRestAdapter } from '../../adapters/mah-rest/index.ts';
import { build, context, delivery, dialect, operation, product, profile, report, SECRET } from './mah-rest-support.ts';

const NONCE = '0f'.repeat(16);
const MS = '1795365000123';

describe('report', () => {
  test('a sale goes out exactly so, coded lines only', () => {
    const request = build('retail-sale.submit', delivery());
    expect(request).toMatchObject({ method: 'POST', path: '/documents', attemptIds: { nonce: NONCE, timestamp: MS } });
    expect(JSON.parse(String(request.body))).toEqual({
      partnerCode: 'demo-pharmacy-001',
      documentNo: 'XS1',
      documentType: 'SALE',
      occurredAt: '2026-11-22T23:10:05+08:00',
      items: [
        {
          lineNo: '1',
          productCode: '06901234567892',
          productName: '阿莫西林"胶囊" & 片',
          lot: 'L1',
          expiresOn: '2027-01-31',
          quantity: '1',
          codes: ['(01)06901234567892(21)A1'],
        },
        {
          lineNo: '3',
          productCode: 'D2',
          productName: '阿莫西林"胶囊" & 片',
          quantity: '0.5',
          codes: ['81234560000000000001'],
        },
      ],
    });
  });

  test('the digest covers key, timestamp, nonce and the body as it goes out', () => {
    const { headers, body } = build('retail-sale.submit', delivery());
    const expected = createHmac('sha256', SECRET)
      .update(`demo-app-001|${MS}|${NONCE}|${String(body)}`)
      .digest('hex');
    expect(headers).toMatchObject({
      'X-App-Key': 'demo-app-001',
      'X-Timestamp': MS,
      'X-Nonce': NONCE,
      'X-Sign': expected,
      'content-type': 'application/json;charset=utf-8',
    });
  });

  test('in the body: members sorted, the digest last and under the profile’s name', () => {
    const inBody = dialect({
      authPlace: 'body',
      keyName: 'k',
      timestampName: 't',
      nonceName: 'n',
      signName: 'zz',
      timestampForm: 'china-datetime',
      digest: 'md5',
      digestEncoding: 'hex-upper',
      signingString: 'sorted key=secret',
      signingSeparator: '&',
    });
    const { headers, body } = build('query', delivery(), { profile: inBody });
    const text = `documentNo=XS1&documentType=SALE&k=demo-app-001&n=${NONCE}&partnerCode=demo-pharmacy-001&t=2026-11-23 00:30:00&key=${SECRET}`;
    const sign = createHash('md5').update(text).digest('hex').toUpperCase();
    expect(String(body)).toBe(
      `{"partnerCode":"demo-pharmacy-001","documentNo":"XS1","documentType":"SALE","k":"demo-app-001","t":"2026-11-23 00:30:00","n":"${NONCE}","zz":"${sign}"}`,
    );
    expect(Object.keys(headers).sort()).toEqual(['accept', 'content-type']);
  });

  test.each([
    ['epoch-ms', MS],
    ['epoch-s', '1795365000'],
    ['china-datetime', '2026-11-23 00:30:00'],
    ['china-datetime-compact', '20261123003000'],
    ['china-rfc3339', '2026-11-23T00:30:00+08:00'],
  ])('timestamp as %s', (timestampForm, expected) => {
    expect(build('query', delivery(), { profile: dialect({ timestampForm }) }).headers['X-Timestamp']).toBe(expected);
  });

  test.each([
    ['digest', 'sha512'],
    ['digestEncoding', 'hexadecimal'],
    ['authPlace', 'query'],
    ['timestampForm', 'iso'],
    ['signingString', 'key secrets'],
    ['signName', undefined],
  ])('a profile with a wrong %s sends nothing', (name, value) => {
    expect(() => build('query', delivery(), { profile: dialect({ [name]: value }) })).toThrow(TypeError);
  });

  test('ids are made of the document, the same at every try; a return has numbers of its own', () => {
    expect(report('XS9', delivery().event.lines).ids).toEqual({
      record: { documentNo: 'XS9', documentType: 'SALE' },
      items: [
        { key: 'line-1', ids: { lineNo: '1' } },
        { key: 'line-3', ids: { lineNo: '3' } },
      ],
    });
    const part = delivery({ part: { index: 1, count: 2 } });
    expect(operation('retail-sale.submit').businessIds?.(part, context())?.record.documentNo).toBe(
      `XS1_${'2'.padStart(41, '0')}`,
    );
    expect(report('TH1', delivery().event.lines, 'retail-return').ids.record.documentType).toBe('RETURN');
  });

  test('a return names the sale', () => {
    const back = report('TH1', delivery().event.lines, 'retail-return');
    const input = { ...back, event: { ...back.event, original: { documentNo: 'XS1' } } };
    expect(JSON.parse(String(build('retail-return.submit', input).body))).toMatchObject({
      documentType: 'RETURN',
      originalDocumentNo: 'XS1',
    });
  });

  test.each([
    ['no key', delivery(), { institution: { ...context().institution, credentials: {} } }, 'IDENTITY_INCOMPLETE'],
    [
      'an empty secret',
      delivery(),
      { institution: { ...context().institution, credentials: { appKey: 'a', appSecret: '' } } },
      'IDENTITY_INCOMPLETE',
    ],
    ['no stored document number', delivery({ ids: { record: {}, items: [] } }), {}, 'BUSINESS_ID_MISSING'],
    ['no event', undefined, {}, 'EVENT_MISSING'],
  ])('%s is refused before it is sent', (_name, input, changes, code) => {
    expect(() => build('retail-sale.submit', input, changes)).toThrow(
      expect.objectContaining({ name: code === 'IDENTITY_INCOMPLETE' ? 'SetupError' : 'RequestError', code }),
    );
  });

  test('no coded line is refused when the ids are made; no partner code when the message is', () => {
    const codeless = [{ product: product(), quantity: '1', codes: [] }];
    expect(() => report('XS1', codeless)).toThrow(expect.objectContaining({ code: 'NO_CODE_FOR_PLATFORM' }));
    const institution = { ...context().institution, identity: {} };
    expect(() => build('retail-sale.submit', delivery(), { institution })).toThrow(/partnerCode/);
  });
});

test('every write has an enquiry; every fault says what to do in both languages', () => {
  for (const { effect, enquiry } of Object.values(mahRestAdapter.operations)) {
    if (effect === 'write') expect(mahRestAdapter.operations[String(enquiry)]?.effect).toBe('read');
  }
  for (const { message, hint } of [...mahRestAdapter.faults, ...profile.faults]) {
    expect([message.zh, message.en, hint.zh, hint.en].every((text) => text.length > 0)).toBe(true);
  }
  expect(adapters['mah-rest']).toBe(mahRestAdapter);
  expect(simulators['mah-rest']).toBeDefined();
});

test('scrub masks the secrets of both places, and personal numbers', () => {
  const { headers } = build('query', delivery());
  const text = `${JSON.stringify({ ...headers, appSecret: SECRET, sign: 'abc' })} 13800138000 11010519491231002X`;
  const scrubbed = mahRestAdapter.scrub(text);
  for (const secret of [SECRET, headers['X-Sign'] ?? '', NONCE, 'abc', '13800138000', '11010519491231002X'])
    expect(scrubbed).not.toContain(secret);
  expect(scrubbed).toContain('demo-app-001');
});
