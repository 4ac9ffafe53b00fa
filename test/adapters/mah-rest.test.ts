import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { adapters, simulators } from '../../adapters/index.ts';
import { mahRestAdapter } from '../../adapters/mah-rest/index.ts';
import {
  build,
  context,
  delivery,
  dialect,
  operation,
  parse,
  product,
  profile,
  report,
  SECRET,
} from './mah-rest-support.ts';

const NONCE = '0f'.repeat(16);
const MS = '1795365000123';

const rows = (first: string, third: string) => [
  { lineNo: '1', code: first, message: '' },
  { lineNo: '3', code: third, message: third === '0' ? '' : '码不属于本企业' },
];
const good = { code: '0', message: '接收成功', data: { receiptNo: 'R1', rows: rows('0', '0') } };

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

describe('reply to a report', () => {
  test('0 with receipt and a row for each line is delivered', () => {
    expect(parse('retail-sale.submit', good)).toEqual({
      type: 'ok',
      receipt: 'R1',
      items: [
        { key: 'line-1', ok: true, nativeCode: '0' },
        { key: 'line-3', ok: true, nativeCode: '0' },
      ],
    });
  });

  test('a refused row makes it partial', () => {
    expect(parse('retail-sale.submit', { ...good, data: { receiptNo: 'R1', rows: rows('0', '2003') } })).toMatchObject({
      type: 'ok',
      partial: true,
      items: [{ ok: true }, { key: 'line-3', ok: false, nativeCode: '2003', message: '码不属于本企业' }],
    });
  });

  test('a platform that answers no rows is taken at its receipt', () => {
    const withoutRows = dialect({ rowsPath: undefined });
    expect(parse('retail-sale.submit', { code: '0', data: { receiptNo: 'R1' } }, { profile: withoutRows })).toEqual({
      type: 'ok',
      receipt: 'R1',
    });
    expect(parse('retail-sale.submit', { code: '0', data: {} }, { profile: withoutRows })).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });

  test('codes as numbers, where the profile says so, and then only so', () => {
    const numbers = dialect({ codeForm: 'number' });
    const numbered = {
      code: 0,
      data: { receiptNo: 'R1', rows: rows('0', '0').map((row) => ({ ...row, code: Number(row.code) })) },
    };
    expect(parse('retail-sale.submit', numbered, { profile: numbers })).toMatchObject({ type: 'ok' });
    expect(parse('retail-sale.submit', good, { profile: numbers })).toMatchObject({
      fault: { category: 'contract-broken' },
    });
    expect(parse('retail-sale.submit', { code: 1002 }, { profile: numbers })).toMatchObject({
      fault: { code: 'MAH_DOCUMENT_DIFFERS', nativeCode: '1002' },
    });
  });

  test('1001: same content, the first receipt and rows, a duplicate', () => {
    expect(
      parse('retail-sale.submit', { code: '1001', data: { receiptNo: 'R0', rows: rows('0', '2003') } }),
    ).toMatchObject({
      type: 'ok',
      duplicate: true,
      partial: true,
      receipt: 'R0',
      items: [{ ok: true }, { ok: false }],
    });
    expect(parse('retail-sale.submit', { code: '1001' })).toEqual({ type: 'ok', duplicate: true });
  });

  test('2003 for the whole report keeps the verdict of each row', () => {
    expect(parse('retail-sale.submit', { code: '2003', data: { rows: rows('2003', '2003') } })).toMatchObject({
      fault: { category: 'rejected' },
      items: [{ ok: false }, { ok: false }],
    });
  });

  test.each([
    ['1002', 'rejected', 'MAH_DOCUMENT_DIFFERS'],
    ['2001', 'auth', 'MAH_PARTNER_UNKNOWN'],
    ['2002', 'rejected', 'MAH_FIELD_INVALID'],
    ['2003', 'rejected', 'MAH_CODE_FOREIGN'],
    ['3001', 'auth', 'MAH_SIGNATURE_REFUSED'],
    ['3002', 'misconfigured', 'MAH_CLOCK_SKEW'],
    ['3003', 'unavailable', 'MAH_NONCE_REPEATED'],
    ['9001', 'unavailable', 'MAH_BUSY'],
    ['9999', 'unknown-outcome', 'MAH_INTERNAL_ERROR'],
    ['4711', 'unknown-outcome', 'MAH_UNDOCUMENTED_CODE'],
    ['00', 'unknown-outcome', 'MAH_UNDOCUMENTED_CODE'],
    ['ALIEN', 'contract-broken', 'MAH_ALIEN_REPLY'],
  ])('%s is %s', (code, category, ours) => {
    expect(parse('retail-sale.submit', { code, message: 'm' })).toMatchObject({
      type: 'fault',
      fault: { category, code: ours, nativeCode: code },
    });
  });

  test.each([
    [429, 'rate-limited'],
    [500, 'unknown-outcome'],
    [401, 'auth'],
    [404, 'misconfigured'],
    [302, 'contract-broken'],
    [201, 'contract-broken'],
  ])('HTTP %d with a success in the body is %s', (status, category) => {
    expect(parse('retail-sale.submit', good, {}, status)).toMatchObject({ fault: { category } });
  });
});

describe('enquiry', () => {
  const answered = (status: string, more = {}) => ({ code: '0', data: { status, receiptNo: 'R1', ...more } });

  test.each([
    ['ACCEPTED', { type: 'ok', receipt: 'R1' }],
    [
      'PENDING',
      { type: 'accepted-pending', reason: 'being processed by the manufacturer', pollAfterMs: 60_000, receipt: 'R1' },
    ],
    ['NOT_FOUND', { type: 'not-found' }],
  ])('%s', (status, expected) => {
    expect(parse('query', answered(status))).toEqual(expected);
  });

  test('says which rows were taken, where the first answer was lost', () => {
    expect(parse('query', answered('ACCEPTED', { rows: rows('0', '2003') }))).toMatchObject({
      type: 'ok',
      partial: true,
      items: [{ ok: true }, { ok: false }],
    });
  });

  test.each([
    ['9999', 'unavailable'],
    ['4711', 'unavailable'],
    ['3001', 'auth'],
  ])('a read loses nothing: %s is %s', (code, category) => {
    expect(parse('query', { code })).toMatchObject({ fault: { category } });
  });

  test.each([{ code: '0' }, answered('accepted'), answered(''), { code: '0', data: { status: 1 } }])(
    'a status that is none: %j',
    (body) => {
      expect(parse('query', body)).toMatchObject({ fault: { category: 'contract-broken' } });
    },
  );

  test('the probe is a read of a document that cannot exist, and takes any well-formed answer', () => {
    expect(operation('probe').effect).toBe('read');
    expect(JSON.parse(String(build('probe', undefined).body))).toMatchObject({ documentNo: 'TRACEHUB PROBE' });
    expect(
      operation('probe').parseResponse(
        { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answered('NOT_FOUND'))) },
        context(),
        undefined,
      ),
    ).toEqual({ type: 'ok' });
    expect(parse('probe', { code: '2001' })).toMatchObject({ fault: { category: 'auth' } });
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
