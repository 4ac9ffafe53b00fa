import { describe, expect, test } from '@jest/globals';
import { build, context, dialect, operation, parse } from './mah-rest-support.ts';

const rows = (first: string, third: string) => [
  { lineNo: '1', code: first, message: '' },
  { lineNo: '3', code: third, message: third === '0' ? '' : '码不属于本企业' },
];

const good = { code: '0', message: '接收成功', data: { receiptNo: 'R1', rows: rows('0', '0') } };

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
