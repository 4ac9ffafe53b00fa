import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/mah-soap/simulator/index.ts';
import { mahPlatform } from '../../adapters/mah-soap/simulator/platform.ts';
import { readSettings } from '../../adapters/mah-soap/simulator/settings.ts';
import { Ledger, type Simulator } from '../../adapters/sim-kit/index.ts';
import { call, envelope, item, query, report, security, send, textOf, unescapeResult } from './mah-client.ts';

let sim: Simulator;

beforeEach(async () => {
  sim = await start({ port: 0, controlPort: 0 });
});
afterEach(() => sim.close());

async function faultOf(message: string, headers?: Record<string, string>): Promise<{ status: number; code: string }> {
  const response = await send(sim.endpoint, message, headers);
  return { status: response.status, code: textOf(await response.text(), 'faultcode') };
}

describe('UsernameToken', () => {
  const old = new Date(Date.now() - 6 * 60_000).toISOString();

  test.each([
    ['a wrong password', security({ password: 'x' }), 'wsse:FailedAuthentication'],
    ['an unknown user', security({ username: 'nobody' }), 'wsse:FailedAuthentication'],
    ['a clear password where a digest is due', security({ type: 'PasswordText' }), 'wsse:FailedAuthentication'],
    ['a token of six minutes ago', security({ created: old }), 'wsse:MessageExpired'],
    ['a token without a time', security({ created: 'now' }), 'wsse:MessageExpired'],
    ['no token', '', 'wsse:InvalidSecurity'],
    ['two headers', security() + security(), 'wsse:InvalidSecurity'],
  ])('refuses %s with a fault', async (_what, header, code) => {
    expect(await faultOf(envelope(report(), header))).toEqual({ status: 500, code });
    expect(sim.ledger()).toHaveLength(0);
  });

  test('takes a nonce once', async () => {
    const header = security({ nonce: 'AAECAwQFBgcICQoLDA0ODw==' });
    expect(textOf(await call(sim.endpoint, report(), header), 'Code')).toBe('0');
    expect((await faultOf(envelope(query('XS-1'), header))).code).toBe('wsse:FailedAuthentication');
  });

  test('takes clear passwords when told to, and only those', async () => {
    const other = await start({ port: 0, controlPort: 0, settings: { passwordType: 'PasswordText' } });
    expect(textOf(await call(other.endpoint, report(), security({ type: 'PasswordText' })), 'Code')).toBe('0');
    const digest = await send(other.endpoint, envelope(report()));
    expect(textOf(await digest.text(), 'faultcode')).toBe('wsse:FailedAuthentication');
    await other.close();
  });
});

describe('message', () => {
  test.each([
    ['text that is no XML', 'hello', 'soap:Client'],
    ['unbalanced tags', '<a><b></a>', 'soap:Client'],
    [
      'a document type',
      `<!DOCTYPE x [<!ENTITY e "1">]>${envelope(report()).replace(/^<\?xml.*?\?>/, '')}`,
      'soap:Client',
    ],
    [
      'SOAP 1.2',
      envelope(report()).replaceAll(
        'http://schemas.xmlsoap.org/soap/envelope/',
        'http://www.w3.org/2003/05/soap-envelope',
      ),
      'soap:VersionMismatch',
    ],
    [
      'an unknown header that must be understood',
      envelope(report(), `${security()}<x:y xmlns:x="u" e:mustUnderstand="1"/>`),
      'soap:MustUnderstand',
    ],
    ['an element the schema does not know', envelope(report({ more: '<note/>' })), 'soap:Client'],
    [
      'elements out of order',
      envelope(
        report({
          items: item('1', '81234567890123456789').replace(
            /(<lineNo>.*<\/lineNo>)(<productCode>.*<\/productCode>)/,
            '$2$1',
          ),
        }),
      ),
      'soap:Client',
    ],
    ['a missing element', envelope(report({ items: '' })), 'soap:Client'],
    ['another namespace', envelope(report().replace('urn:manufacturer:trace:v1', 'urn:other')), 'soap:Client'],
    ['two payloads', envelope(report() + report()), 'soap:Client'],
  ])('refuses %s with a fault', async (_what, message, code) => {
    expect(await faultOf(message)).toEqual({ status: 500, code });
    expect(sim.ledger()).toHaveLength(0);
  });

  test('wants the SOAPAction and the content type of SOAP 1.1', async () => {
    expect((await faultOf(envelope(report()), { soapaction: '"urn:manufacturer:trace:v1/Query"' })).code).toBe(
      'soap:Client',
    );
    expect((await faultOf(envelope(report()), { 'content-type': 'application/soap+xml' })).code).toBe('soap:Client');
  });

  test('shows its WSDL', async () => {
    const response = await fetch(`${sim.endpoint}?wsdl`);
    expect(await response.text()).toContain('<portType name="TracePort">');
  });
});

describe('Report', () => {
  test('books a document and gives a receipt', async () => {
    const result = await call(sim.endpoint, report());
    expect(result).toMatch(
      /^<Result><Code>0<\/Code>.*<Rows><Row lineNo="1"><Code>0<\/Code><Message\/><\/Row><\/Rows><\/Result>$/,
    );
    expect(sim.ledger()).toMatchObject([
      {
        operation: 'Report',
        institution: 'demo-pharmacy-001',
        key: 'SALE:XS-1',
        documentNo: 'XS-1',
        receipt: textOf(result, 'ReceiptNo'),
      },
    ]);
  });

  test('knows a document again by its content: 1001 with the first receipt, 1002 otherwise', async () => {
    const first = textOf(await call(sim.endpoint, report()), 'ReceiptNo');
    const same = await call(sim.endpoint, report({ messageId: 'm-2' }));
    expect([textOf(same, 'Code'), textOf(same, 'ReceiptNo')]).toEqual(['1001', first]);
    const other = await call(sim.endpoint, report({ occurredAt: '2025-11-22T10:00:01+08:00' }));
    expect([textOf(other, 'Code'), textOf(other, 'ReceiptNo')]).toEqual(['1002', '']);
    expect(sim.ledger()).toHaveLength(1);
  });

  test('keeps sales, returns and partners apart', async () => {
    await call(sim.endpoint, report());
    expect(textOf(await call(sim.endpoint, report({ documentType: 'RETURN' })), 'Code')).toBe('0');
    const second = security({ username: 'pos-002', password: 'demo-mah-secret-2' });
    expect(textOf(await call(sim.endpoint, report({ partnerCode: 'demo-pharmacy-002' }), second), 'Code')).toBe('0');
    expect(sim.ledger().map((entry) => entry.key)).toEqual(['SALE:XS-1', 'RETURN:XS-1', 'SALE:XS-1']);
  });

  test.each([
    ['another partner', { partnerCode: 'demo-pharmacy-002' }, '2001'],
    ['an unknown document type', { documentType: 'GIFT' }, '2002'],
    ['a time without an offset', { occurredAt: '2025-11-22T10:00:00' }, '2002'],
    ['an empty document number', { documentNo: '' }, '2002'],
    ['a line number twice', { items: item('1', '81234567890123456789') + item('1', '81234567890123456780') }, '2002'],
    ['a bad expiry date', { items: item('1', '81234567890123456789', '<expiresOn>2027-02-30</expiresOn>') }, '2002'],
    ['only codes of others', { items: item('1', '89999990000000000001') }, '2003'],
  ])('refuses %s', async (_what, parts, code) => {
    expect(textOf(await call(sim.endpoint, report(parts)), 'Code')).toBe(code);
    expect(sim.ledger()).toHaveLength(0);
  });

  test('refuses the row with a code of others and takes the rest', async () => {
    const result = await call(
      sim.endpoint,
      report({ items: item('1', '89999990000000000001') + item('2', '87654320000000000001') }),
    );
    expect(textOf(result, 'Code')).toBe('0');
    expect(result).toContain('<Row lineNo="1"><Code>2003</Code>');
    expect(result).toContain('<Row lineNo="2"><Code>0</Code>');
    expect(sim.ledger()[0]?.codes).toEqual(['87654320000000000001']);
  });

  test.each([
    '010690123456789221A1',
    '(01)06901234567892(21)A1',
    ']d2010690123456789221A1',
    'https://id.gs1.org/01/06901234567892/21/A1',
  ])('knows its product in the GS1 code %s', async (code) => {
    expect(textOf(await call(sim.endpoint, report({ items: item('1', code) })), 'Code')).toBe('0');
  });

  test('is busy above its rate', () => {
    let now = Date.now();
    const ledger = new Ledger(() => now);
    const platform = mahPlatform(readSettings({ requestsPerSecond: 1 }), '', ledger, () => now);
    const ask = (documentNo: string) => {
      const headers = { 'content-type': 'text/xml', soapaction: 'urn:manufacturer:trace:v1/Report' };
      const body = Buffer.from(envelope(report({ documentNo })));
      const verdict = platform.open({ method: 'POST', url: new URL('http://simulator/trace'), headers, body }).check();
      return textOf(unescapeResult('refused' in verdict ? verdict.refused.body : verdict.apply().body), 'Code');
    };
    expect([ask('1'), ask('2')]).toEqual(['0', '9001']);
    now += 1_000;
    expect(ask('2')).toBe('0');
    expect(ledger.entries().map((entry) => entry.documentNo)).toEqual(['1', '2']);
  });
});

describe('Query', () => {
  test('tells ACCEPTED with the receipt, NOT_FOUND without', async () => {
    const receipt = textOf(await call(sim.endpoint, report()), 'ReceiptNo');
    expect(await call(sim.endpoint, query('XS-1'))).toBe(
      `<Result><Code>0</Code><Status>ACCEPTED</Status><ReceiptNo>${receipt}</ReceiptNo></Result>`,
    );
    expect(await call(sim.endpoint, query('XS-1', 'RETURN'))).toBe(
      '<Result><Code>0</Code><Status>NOT_FOUND</Status><ReceiptNo/></Result>',
    );
  });

  test('tells PENDING for a while when told to, and nothing about other partners', async () => {
    const other = await start({ port: 0, controlPort: 0, settings: { pendingMs: 60_000 } });
    await call(other.endpoint, report());
    expect(textOf(await call(other.endpoint, query('XS-1')), 'Status')).toBe('PENDING');
    expect(textOf(await call(other.endpoint, query('XS-1', 'SALE', 'demo-pharmacy-002')), 'Code')).toBe('2001');
    await other.close();
  });
});
