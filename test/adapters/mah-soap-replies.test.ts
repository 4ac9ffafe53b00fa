import { describe, expect, test } from '@jest/globals';
import type { NativeResponse, Outcome } from '../../adapters/contract/index.ts';
import { alienBodies } from './alien-bodies.ts';
import { build, frozenContext as context, delivery, operation } from './mah-soap-support.ts';

const answered = (field: string, xml: unknown): NativeResponse => ({
  status: 200,
  headers: {},
  body: new Uint8Array(),
  soap: { result: { [field]: xml } },
});

const report = (xml: unknown): Outcome =>
  operation('retail-sale.submit').parseResponse(answered('reportResult', xml), context(), delivery());

const ask = (xml: unknown): Outcome =>
  operation('query').parseResponse(answered('queryResult', xml), context(), delivery());

const soapFault = (faultCode: string, id = 'retail-sale.submit'): Outcome =>
  operation(id).parseResponse(
    { status: 500, headers: {}, body: new Uint8Array(), soap: { faultCode, faultString: 'x' } },
    context(),
    delivery(),
  );

const rows = (first: string, third: string) =>
  `<Rows><Row lineNo="1"><Code>${first}</Code><Message/></Row><Row lineNo="3"><Code>${third}</Code><Message>码不属于本企业</Message></Row></Rows>`;

const result = (code: string, rest = '') => `<Result><Code>${code}</Code><Message>m</Message>${rest}</Result>`;

describe('reply to a report', () => {
  const good = result('0', `<ReceiptNo>R1</ReceiptNo>${rows('0', '0')}`);

  test('0 with receipt and a row for each line is delivered', () => {
    expect(report(good)).toEqual({
      type: 'ok',
      receipt: 'R1',
      items: [
        { key: 'line-1', ok: true, nativeCode: '0' },
        { key: 'line-3', ok: true, nativeCode: '0', message: '码不属于本企业' },
      ],
    });
    expect(report(`<?xml version="1.0" encoding="UTF-8"?>\n${good}`)).toMatchObject({ type: 'ok' });
  });

  test('a refused row makes it partial', () => {
    expect(report(result('0', `<ReceiptNo>R1</ReceiptNo>${rows('0', '2003')}`))).toMatchObject({
      type: 'ok',
      partial: true,
      items: [
        { key: 'line-1', ok: true },
        { key: 'line-3', ok: false, nativeCode: '2003', message: '码不属于本企业' },
      ],
    });
  });

  test('1001: same content, the first receipt, a duplicate', () => {
    expect(report(result('1001', '<ReceiptNo>R0</ReceiptNo>'))).toEqual({ type: 'ok', duplicate: true, receipt: 'R0' });
  });

  test.each([
    ['1002', 'rejected', 'MAH_DOCUMENT_DIFFERS'],
    ['2001', 'rejected', 'MAH_PARTNER_UNKNOWN'],
    ['2002', 'rejected', 'MAH_FIELD_INVALID'],
    ['2003', 'rejected', 'MAH_CODE_FOREIGN'],
    ['9001', 'unavailable', 'MAH_BUSY'],
    ['9999', 'unknown-outcome', 'MAH_INTERNAL_ERROR'],
    ['4711', 'unknown-outcome', 'MAH_SOAP_FAULT'],
    ['00', 'unknown-outcome', 'MAH_SOAP_FAULT'],
  ])('%s is %s', (code, category, ours) => {
    expect(report(result(code))).toMatchObject({ type: 'fault', fault: { category, code: ours, nativeCode: code } });
  });

  test('2003 for the whole report keeps the verdict of each row', () => {
    expect(report(result('2003', rows('2003', '2003')))).toMatchObject({
      fault: { category: 'rejected' },
      items: [{ ok: false }, { ok: false }],
    });
  });

  test.each([
    ['wsse:FailedAuthentication', 'auth', 'MAH_AUTHENTICATION_FAILED'],
    ['FailedAuthentication', 'auth', 'MAH_AUTHENTICATION_FAILED'],
    ['wsse:MessageExpired', 'misconfigured', 'MAH_CLOCK_SKEW'],
    ['soap:Client', 'rejected', 'MAH_REQUEST_REFUSED'],
    ['soap:Server', 'unknown-outcome', 'MAH_SOAP_FAULT'],
    ['soap:MustUnderstand', 'misconfigured', 'MAH_PROTOCOL_REFUSED'],
  ])('SOAP fault %s is %s', (faultCode, category, ours) => {
    expect(soapFault(faultCode)).toMatchObject({ type: 'fault', fault: { category, code: ours } });
  });

  test('a read loses nothing: an unknown outcome is unavailable', () => {
    expect(soapFault('soap:Server', 'query')).toMatchObject({ fault: { category: 'unavailable' } });
    expect(ask(result('9999'))).toMatchObject({ fault: { category: 'unavailable' } });
  });

  test.each([
    [503, 'unknown-outcome'],
    [500, 'unknown-outcome'],
    [401, 'auth'],
    [404, 'misconfigured'],
    [200, 'contract-broken'],
  ])('HTTP %d without an envelope is %s', (status, category) => {
    const response = { status, headers: {}, body: new TextEncoder().encode(good) };
    expect(operation('retail-sale.submit').parseResponse(response, context(), delivery())).toMatchObject({
      fault: { category },
    });
  });
});

describe('enquiry', () => {
  test.each([
    ['ACCEPTED', { type: 'ok', receipt: 'R1' }],
    [
      'PENDING',
      { type: 'accepted-pending', reason: 'being processed by the manufacturer', pollAfterMs: 60_000, receipt: 'R1' },
    ],
    ['NOT_FOUND', { type: 'not-found' }],
  ])('%s', (status, expected) => {
    expect(ask(`<Result><Code>0</Code><Status>${status}</Status><ReceiptNo>R1</ReceiptNo></Result>`)).toEqual(expected);
  });

  test('asks by partner, number and type', () => {
    expect(build('query', delivery()).args).toEqual({
      partnerCode: 'demo-pharmacy-001',
      documentNo: 'XS1',
      documentType: 'SALE',
    });
  });

  test('the probe asks for a document that cannot exist and takes any well-formed answer', () => {
    expect(build('probe', undefined).args).toMatchObject({ documentNo: 'TRACEHUB PROBE' });
    const probed = (xml: string) =>
      operation('probe').parseResponse(answered('queryResult', xml), context(), undefined);
    expect(probed('<Result><Code>0</Code><Status>NOT_FOUND</Status><ReceiptNo/></Result>')).toEqual({ type: 'ok' });
    expect(probed('<Result><Code>2001</Code></Result>')).toMatchObject({ type: 'fault' });
  });
});

describe('malformed and alien replies', () => {
  const receipt = '<ReceiptNo>R1</ReceiptNo>';
  const texts: Array<[string, unknown]> = [
    ...alienBodies().map(([name, body]): [string, unknown] => [
      name,
      typeof body === 'string' ? body : Buffer.from(body).toString('latin1'),
    ]),
    ['not text', { Code: '0' }],
    ['absent', undefined],
    ['a list', ['<Result><Code>0</Code></Result>']],
    ['code missing', `<Result>${receipt}</Result>`],
    ['code empty', `<Result><Code/>${receipt}</Result>`],
    ['code in words', `<Result><Code>OK</Code>${receipt}${rows('0', '0')}</Result>`],
    ['code as decimal', `<Result><Code>0.0</Code>${receipt}${rows('0', '0')}</Result>`],
    ['code twice', `<Result><Code>0</Code><Code>9999</Code>${receipt}</Result>`],
    ['code as attribute', `<Result Code="0">${receipt}</Result>`],
    ['another root', `<Response><Code>0</Code>${receipt}</Response>`],
    ['two roots', `<Result><Code>0</Code></Result><Result><Code>9999</Code></Result>`],
    ['document type', `<!DOCTYPE Result [<!ENTITY c "0">]><Result><Code>&c;</Code></Result>`],
    ['__proto__', `<Result><__proto__><Code>0</Code></__proto__></Result>`],
    ['truncated', `<Result><Code>0</Code>${receipt}<Rows><Row lineNo="1">`],
    ['trailing text', `<Result><Code>0</Code></Result>OK`],
  ];
  const forReports: Array<[string, string]> = [
    ['no receipt', result('0', rows('0', '0'))],
    ['no rows', result('0', receipt)],
    ['a row missing', result('0', `${receipt}<Rows><Row lineNo="1"><Code>0</Code></Row></Rows>`)],
    ['a row of another line', result('0', receipt + rows('0', '0').replace('lineNo="3"', 'lineNo="2"'))],
    ['a row twice', result('0', receipt + rows('0', '0').replace('lineNo="3"', 'lineNo="1"'))],
    ['a row without code', result('0', receipt + rows('0', ''))],
    ['accepted, all rows refused', result('0', receipt + rows('2003', '2003'))],
  ];
  const forQueries: Array<[string, string]> = [
    ['no status', '<Result><Code>0</Code></Result>'],
    ['unknown status', '<Result><Code>0</Code><Status>accepted</Status></Result>'],
    ['two statuses', '<Result><Code>0</Code><Status>ACCEPTED</Status><Status>NOT_FOUND</Status></Result>'],
  ];

  test('the corpus is large enough', () => expect(texts.length).toBeGreaterThanOrEqual(40));

  test.each([...texts, ...forReports])('report: %s is not believed', (_name, text) => {
    expect(report(text)).toMatchObject({
      type: 'fault',
      fault: { category: 'contract-broken', code: 'MAH_ALIEN_REPLY' },
    });
  });

  test.each([...texts, ...forQueries])('enquiry: %s is not believed', (_name, text) => {
    expect(ask(text)).toMatchObject({ type: 'fault', fault: { category: 'contract-broken', code: 'MAH_ALIEN_REPLY' } });
  });
});
