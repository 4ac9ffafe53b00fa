import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import type { NativeRequest, NativeResponse, SoapArgs } from '../../adapters/contract/index.ts';
import type { LinkCall } from '../../gateway/link/index.ts';
import { loadSoapClient } from '../../gateway/link/transports/soap-client.ts';
import { withLongestStall } from '../corpus/event-loop.ts';
import {
  cleanUp,
  fakeClock,
  faultCode,
  httpServer,
  linkSettings,
  okOutcome,
  replyOf,
  testLink,
  until,
} from './support.ts';

const wsdl = join(import.meta.dirname, 'fixtures', 'service.wsdl');
const soapLink = (endpoint: string, extra = {}) =>
  testLink(linkSettings(endpoint, { timeouts: { maxReplyBytes: 2_097_152 }, ...extra }), { protocol: 'soap' });

function soapCall(args: SoapArgs = { text: 'x' }, more: Partial<NativeRequest & { protocol: 'soap' }> = {}): LinkCall {
  const request: NativeRequest = { protocol: 'soap', wsdl, operation: 'Report', args, ...more };
  return { request, operation: 'report', effect: 'write', paceKey: 'test-link', classify: () => okOutcome };
}

const envelope = (body: string, prefix = 'soap:'): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${prefix}Envelope xmlns${prefix === '' ? '' : ':soap'}="http://schemas.xmlsoap.org/soap/envelope/"><${prefix}Body>${body}</${prefix}Body></${prefix}Envelope>`;
const result = (inner: string): string => envelope(`<ReportResponse xmlns="urn:test">${inner}</ReportResponse>`);

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string | Buffer;
}

/** A server that answers each request with `answer` and keeps what it was asked. */
async function answering(answer: Answer) {
  const requests: Array<{ url: string; body: string; action: string }> = [];
  const server = await httpServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ url: request.url ?? '', body, action: String(request.headers.soapaction) });
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/xml; charset=utf-8', ...answer.headers });
    response.end(answer.body);
  });
  return { ...server, requests };
}

async function soapOf(answer: Answer): Promise<NativeResponse['soap']> {
  const server = await answering(answer);
  return (await replyOf(soapLink(server.url), soapCall()))?.soap;
}

// Loading node-soap takes a moment that must not count as a stall.
beforeAll(() => loadSoapClient(wsdl, 'http://127.0.0.1'));
afterEach(cleanUp);

describe('requests', () => {
  test('go to the endpoint of the link, whatever address the WSDL names, with text escaped', async () => {
    const server = await answering({ body: result('<text>ok</text>') });
    await soapLink(`${server.url}/service`).execute(
      soapCall({ text: '<evil/>&"', list: { code: ['81234567890123456789', '2'] } }),
    );
    expect(server.requests[0]?.url).toBe('/service');
    expect(server.requests[0]?.action).toBe('"urn:test/Report"');
    expect(server.requests[0]?.body).toContain('<text>&lt;evil/&gt;&amp;&quot;</text>');
    expect(server.requests[0]?.body).toContain('<list><code>81234567890123456789</code><code>2</code></list>');
  });

  const injections: ReadonlyArray<readonly [string, SoapArgs]> = [
    ['$xml', { text: { $xml: '<evil/>' } }],
    ['$value', { text: { $value: 'x' } }],
    ['attributes', { text: { attributes: { 'a="1"><evil/>': 'x' } } }],
    ['_xml', { _xml: '<evil/>' }],
    ['prefixed name', { 'x:text': 'x' }],
    ['name with markup', { 'a><evil': 'x' }],
    ['CDATA section, which node-soap passes through raw', { text: '<![CDATA[x]]></text><evil/><text><![CDATA[y]]>' }],
    ['control character', { list: { code: ['ok', '\u0000'] } }],
  ];
  test.each(injections)('refused: %s', async (_name, args) => {
    const server = await answering({ body: result('') });
    const { outcome, sent } = await soapLink(server.url).execute(soapCall(args));
    expect([faultCode(outcome), sent, server.requests.length]).toEqual(['invalid-request/REQUEST_INVALID', false, 0]);
  });

  test('an operation the WSDL does not know is a wrong WSDL, not a crash', async () => {
    const { outcome } = await soapLink('http://127.0.0.1:1').execute(soapCall({}, { operation: 'setSecurity' }));
    expect(faultCode(outcome)).toBe('misconfigured/WSDL_INVALID');
  });

  test('the UsernameToken holds the given nonce and created; the digest is that of the profile', async () => {
    const server = await answering({ body: result('<text>ok</text>') });
    const token = {
      username: 'u<1>',
      password: 'secret',
      nonce: 'MTIzNDU2Nzg5MGFiY2RlZg==',
      created: '2026-11-22T00:00:00Z',
    };
    const link = soapLink(server.url);
    await link.execute(soapCall({ text: 'x' }, { security: { ...token, passwordType: 'PasswordDigest' } }));
    await link.execute(soapCall({ text: 'x' }, { security: { ...token, passwordType: 'PasswordText' } }));
    await link.execute(soapCall());
    const [digest, plain, none] = server.requests.map(({ body }) => body);
    // printf '1234567890abcdef2026-11-22T00:00:00Zsecret' | openssl sha1 -binary | base64
    expect(digest).toContain('#PasswordDigest">ORWLPUAQ72118YaL85gkEIZGg+E=</wsse:Password>');
    expect(digest).toContain('>MTIzNDU2Nzg5MGFiY2RlZg==</wsse:Nonce><wsu:Created>2026-11-22T00:00:00Z</wsu:Created>');
    expect(digest).toContain('<wsse:Username>u&#60;1&#62;</wsse:Username>');
    expect(digest).not.toContain('secret');
    expect(plain).toContain('#PasswordText">secret</wsse:Password>');
    expect(none).not.toContain('Security');
  });

  test('calls at the same time never get the credentials of each other', async () => {
    const server = await answering({ body: result('<text>ok</text>') });
    const link = soapLink(server.url);
    const token = { password: 'p', passwordType: 'PasswordText', nonce: 'AAAA', created: 'now' } as const;
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(
      names.map((name) => link.execute(soapCall({ text: name }, { security: { ...token, username: name } }))),
    );
    const pairs = server.requests.map(({ body }) => /Username>(.)<.*<text>(.)</.exec(body)?.slice(1).join(''));
    expect(pairs.sort()).toEqual(['aa', 'bb', 'cc', 'dd']);
  });
});

describe('replies', () => {
  test('numbers, booleans and dates stay the text they were', async () => {
    const inner = '<number>81234567890123456789</number><decimal>0.10</decimal><flag>1</flag><day>2026-01-02</day>';
    expect(await soapOf({ body: result(inner) })).toEqual({
      result: { number: '81234567890123456789', decimal: '0.10', flag: '1', day: '2026-01-02' },
    });
  });

  test('a string of XML stays a string, in CDATA too (node-soap parses it past every guard)', async () => {
    const inner = '<?xml version="1.0"?><r><__proto__>1</__proto__> a &amp; b</r>';
    expect(await soapOf({ body: result(`<text><![CDATA[${inner}]]></text>`) })).toEqual({ result: { text: inner } });
    const escaped = inner.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    expect(await soapOf({ body: result(`<text>${escaped}</text>`) })).toEqual({ result: { text: inner } });
  });

  test('text longer than a parser buffer is whole', async () => {
    const long = 'ab cd '.repeat(40_000);
    expect(await soapOf({ body: result(`<text>${long}</text>`) })).toEqual({ result: { text: long } });
  });

  test('attributes do not change the shape; lists and empty elements keep theirs', async () => {
    const inner = '<text xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="string">a</text><number/>';
    expect(await soapOf({ body: result(inner) })).toEqual({ result: { text: 'a', number: '' } });
    expect(await soapOf({ body: result('<list><code>1</code></list>') })).toEqual({
      result: { list: { code: ['1'] } },
    });
  });

  test('a fault is a fault, with status 500 or 200', async () => {
    const body = envelope('<soap:Fault><faultcode>soap:Server</faultcode><faultstring>重复</faultstring></soap:Fault>');
    const fault = { faultCode: 'soap:Server', faultString: '重复' };
    expect(await soapOf({ status: 500, body })).toEqual(fault);
    expect(await soapOf({ body })).toEqual(fault);
  });

  test('an empty 200 and an empty body are no result (node-soap returns {} and { Body: null })', async () => {
    expect(await soapOf({ body: '' })).toBeUndefined();
    expect(await soapOf({ body: envelope('') })).toEqual({ result: '' });
  });

  test('an element the WSDL does not know ends the call without a result (node-soap throws a TypeError)', async () => {
    expect(await soapOf({ body: envelope('<t:Weird xmlns:t="urn:test"><z>1</z></t:Weird>') })).toBeUndefined();
  });

  test('a GBK reply is read by its header or its declaration', async () => {
    const text = result('<text>成功</text>').replace('encoding="UTF-8"', 'encoding="GBK"');
    const body = iconv.encode(text, 'gbk');
    expect(await soapOf({ body, headers: { 'content-type': 'text/xml; charset=GBK' } })).toEqual({
      result: { text: '成功' },
    });
    expect(await soapOf({ body, headers: { 'content-type': 'text/xml' } })).toEqual({ result: { text: '成功' } });
    expect(await soapOf({ body, headers: { 'content-type': 'text/xml; charset=klingon' } })).toBeUndefined();
  });

  const alien: ReadonlyArray<readonly [string, string]> = [
    ['HTML page', '<html><body>login</body></html>'],
    ['document type', `<!DOCTYPE x [<!ENTITY e "EXPANDED">]>${result('<text>&e;</text>')}`],
    ['__proto__ element', result('<__proto__><polluted>1</polluted></__proto__><text>1</text>')],
    ['id="__proto__", through which node-soap writes to Object.prototype', result('<text id="__proto__">1</text>')],
    ['references, which node-soap copies into each other', result('<text id="a">1</text><number href="#a"/>')],
    ['10 000 levels', result('<a>'.repeat(10_000) + '</a>'.repeat(10_000))],
    ['60 000 elements', result('<a/>'.repeat(60_000))],
    [
      'a namespace prefix for each element',
      result(Array.from({ length: 200 }, (_, i) => `<a xmlns:p${i}="u"/>`).join('')),
    ],
    ['truncated envelope', result('<text>1</text>').slice(0, -20)],
    ['JSON', '{"code":0}'],
  ];
  test.each(alien)('no envelope: %s', async (_name, body) => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    expect(await soapOf({ body })).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  const slow: ReadonlyArray<readonly [string, string]> = [
    [
      '117 KB envelope without prefix (6 s in the stock client)',
      envelope(`<ReportResponse xmlns="urn:test">${'<text>1</text>'.repeat(8000)}</ReportResponse>`, ''),
    ],
    ['truncated envelope (6 s)', result('<text>1</text>'.repeat(8000)).slice(0, -40)],
    ['257 KB HTML page without colons (13 s)', `<html>${'<div class="x"><p>text</p></div>\n'.repeat(8000)}</html>`],
    ['CDATA full of XML declarations', result(`<text><![CDATA[${'<?xml '.repeat(40_000)}]]></text>`)],
  ];
  test.each(slow)('does not stop the event loop: %s', async (_name, body) => {
    const server = await answering({ body });
    const link = soapLink(server.url);
    await link.execute(soapCall());
    const { stallMs } = await withLongestStall(() => link.execute(soapCall()));
    expect(stallMs).toBeLessThan(250);
  });

  test('a hanging platform ends at the deadline (node-soap has none)', async () => {
    const clock = fakeClock();
    let asked = false;
    const server = await httpServer(() => {
      asked = true;
    });
    const link = testLink(linkSettings(server.url), { protocol: 'soap', clock });
    const running = link.execute(soapCall());
    await until(() => asked);
    clock.advance(15_000);
    expect(faultCode((await running).outcome)).toBe('unknown-outcome/REPLY_TIMEOUT');
  });
});

describe('WSDL and client', () => {
  test('a WSDL that imports is refused before anything is read or fetched', async () => {
    let fetched = 0;
    const server = await httpServer((_request, response) => {
      fetched += 1;
      response.end();
    });
    const folder = await mkdtemp(join(tmpdir(), 'wsdl-'));
    const file = join(folder, 'importing.wsdl');
    const schema = `<xsd:import namespace="urn:z" schemaLocation="${server.url}/x.xsd"/>`;
    await writeFile(
      file,
      `<definitions xmlns:xsd="http://www.w3.org/2001/XMLSchema"><types>${schema}</types></definitions>`,
    );
    const { outcome, sent } = await soapLink(server.url).execute(soapCall({}, { wsdl: file }));
    expect([faultCode(outcome), sent, fetched]).toEqual(['misconfigured/WSDL_INVALID', false, 0]);
    await rm(folder, { recursive: true });
  });

  test('a missing WSDL is a misconfiguration', async () => {
    const { outcome } = await soapLink('http://127.0.0.1:1').execute(soapCall({}, { wsdl: '/no/such.wsdl' }));
    expect(faultCode(outcome)).toBe('misconfigured/WSDL_INVALID');
  });

  test('the client keeps no payload (node-soap keeps the last request and reply)', async () => {
    const client = await loadSoapClient(wsdl, 'http://127.0.0.1');
    const post = async () => ({ status: 200, text: result('<text>PERSON</text>') });
    await new Promise((resolve) => client.Report({ text: 'PERSON' }, resolve, { post }));
    await until(() => client.lastResponse === undefined);
    expect(JSON.stringify([client.lastRequest, client.lastMessage, client.lastResponse])).not.toContain('PERSON');
  });
});
