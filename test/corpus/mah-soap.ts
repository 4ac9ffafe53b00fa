import iconv from 'iconv-lite';
import type { DeliveryInput } from '../../adapters/contract/index.ts';
import type { Family } from './family.ts';
import { type Expectation, http, inBody, type MalformedReply } from './reply.ts';

const contentType = 'text/xml; charset=utf-8';
const alien = 'contract-broken/MAH_ALIEN_REPLY';
const unknown = 'unknown-outcome/MAH_SOAP_FAULT';
const soapNs = 'http://schemas.xmlsoap.org/soap/envelope/';
const serviceNs = 'urn:manufacturer:trace:v1';

/** A manufacturer's SOAP service: the result is a text that holds XML, with a code, a receipt and a code per row. */
export const mahSoap: Family = {
  link: 'mah-demo',
  config: 'sandbox.yaml',
  identity: { partnerCode: 'demo-pharmacy-001' },
  credentials: { username: 'pos-001', password: 'demo-mah-secret-1' },
  contentType,
  foreign: [
    '{"Code":"0","ReceiptNo":"R1"}',
    '{"infcode":0,"output":{}}',
    '{"msg_code":"SUCCESS","response_success":true}',
  ],
  unreadable: alien,
  unrecognised: alien,
  ownStatuses: {},
  success: 'ok',
  good: (input, receipt) => inBody(envelope(answer(result(input, { receipt }))), contentType),
  proven(proof, input) {
    const envelopeText = new TextDecoder('utf-8', { fatal: true }).decode(proof);
    const text = unescapeXml(textsOf(envelopeText, '(?:[\\w.-]+:)?reportResult').join(''));
    const outside = text.replaceAll(/<Row\b.*?<\/Row\s*>/gs, '');
    if (!allZero(textsOf(outside, 'Code')) || textsOf(outside, 'ReceiptNo').join('').trim() === '') return [];
    const taken = [...text.matchAll(/<Row\b([^>]*)>(.*?)<\/Row\s*>/gs)].flatMap(([, attributes = '', content = '']) => {
      const lineNo = /\blineNo\s*=\s*["'](\d+)["']/.exec(attributes)?.[1];
      return allZero(textsOf(content, 'Code')) ? [`line-${Number(lineNo)}`] : [];
    });
    return input.ids.items.flatMap(({ key }) => (taken.includes(key) ? [key] : []));
  },
  cases,
};

interface Parts {
  readonly code?: string;
  readonly receipt?: string;
  readonly rows?: string;
}

const row = (lineNo: string, code = '0'): string => `<Row lineNo="${lineNo}"><Code>${code}</Code><Message/></Row>`;
const rowsOf = ({ ids }: DeliveryInput): string => ids.items.map((item) => row(item.ids.lineNo ?? '')).join('');

function result(input: DeliveryInput, { code = '<Code>0</Code>', receipt = 'R1', rows }: Parts = {}): string {
  return `<Result>${code}<Message>成功</Message><ReceiptNo>${receipt}</ReceiptNo>${rows ?? `<Rows>${rowsOf(input)}</Rows>`}</Result>`;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** @param content of reportResult, a text that holds XML */
function answer(content: string): string {
  return inResponse(`<tns:reportResult>${escapeXml(content)}</tns:reportResult>`);
}

function inResponse(content: string): string {
  return `<tns:ReportResponse xmlns:tns="${serviceNs}">${content}</tns:ReportResponse>`;
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${soapNs}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function fault(code: string): string {
  return `<soap:Fault><faultcode>${code}</faultcode><faultstring>x</faultstring></soap:Fault>`;
}

function cases(input: DeliveryInput): MalformedReply[] {
  const good = answer(result(input));
  const entry = (
    name: string,
    body: string | Uint8Array,
    expect: Expectation = alien,
    type = contentType,
  ): MalformedReply => ({
    name,
    reply: http(body, { 'content-type': type }),
    expect,
  });
  const enveloped = (name: string, body: string, expect?: Expectation) => entry(name, envelope(body), expect);
  const inResult = (name: string, content: string, expect?: Expectation) =>
    enveloped(`result ${name}`, answer(content), expect);
  const code = (literal: string, expect?: Expectation) =>
    inResult(`with ${literal}`, result(input, { code: literal }), expect);
  const rows = (name: string, literal: string) => inResult(`rows ${name}`, result(input, { rows: literal }));
  const all = `<Rows>${rowsOf(input)}</Rows>`;
  const twoPrefixed = (text: string) => text.replaceAll('soap:', '').replace('xmlns:soap', 'xmlns');

  return [
    entry('an envelope without a body', `<soap:Envelope xmlns:soap="${soapNs}"/>`),
    entry('an envelope of another namespace', envelope(good).replace(soapNs, 'urn:other:envelope')),
    entry('an envelope of SOAP 1.2', envelope(good).replace(soapNs, 'http://www.w3.org/2003/05/soap-envelope')),
    entry('an envelope with an unknown prefix', envelope(good).replace('xmlns:soap=', 'xmlns:sap=')),
    entry('an envelope in an element', `<x>${envelope(good).replace(/^<\?.*?\?>/, '')}</x>`),
    entry('an envelope in lower case', envelope(good).replaceAll('Envelope', 'envelope')),
    entry('117 KB in an envelope without prefix', twoPrefixed(envelope(`<x>${'<y>blocked</y>'.repeat(8400)}</x>`))),
    entry('a truncated envelope of 250 KB', envelope(`<x>${'<y>blocked</y>'.repeat(18_000)}`).slice(0, 250_000)),
    entry('an envelope with a document type', envelope(good).replace('?>', '?><!DOCTYPE x>')),
    entry('an envelope that uses an entity', envelope(good).replace('?>', '?><!DOCTYPE x [<!ENTITY c "0">]>')),
    entry(
      'an envelope with a billion laughs',
      envelope(good).replace('?>', '?><!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]>'),
    ),
    entry('an unknown entity', envelope(answer(result(input)).replace('R1', '&unknown;'))),
    entry('an envelope in GBK that claims UTF-8', iconv.encode(envelope(good), 'gbk')),
    entry('an envelope of an unknown charset', envelope(good), alien, 'text/xml; charset=klingon'),
    entry('an envelope that is declared UTF-16', envelope(good), alien, 'text/xml; charset=utf-16le'),
    entry(
      'an envelope that declares an unknown charset',
      envelope(good).replace('utf-8', 'klingon'),
      alien,
      'text/xml',
    ),
    entry('UTF-8 broken by one byte', brokenUtf8(envelope(good))),
    entry('a control character', envelope(good).replace('&lt;ReceiptNo', '\u0001&lt;ReceiptNo')),
    entry(
      'tags closed in the wrong order',
      envelope(good).replace('</soap:Body></soap:Envelope>', '</soap:Envelope></soap:Body>'),
    ),
    entry('a tag never closed', envelope(good).replace('</soap:Body>', '')),
    entry('an attribute without quotes', envelope(good).replace(`"${serviceNs}"`, serviceNs)),
    entry('an attribute twice', envelope(good).replace('xmlns:tns=', 'a="1" a="2" xmlns:tns=')),
    enveloped('a body that is empty', ''),
    enveloped('a body that is text', 'SUCCESS'),
    enveloped('a body of another service', '<PingResponse xmlns="urn:other:service"><pong>true</pong></PingResponse>'),
    enveloped('a response of another operation', good.replaceAll('Report', 'Query').replaceAll('report', 'query')),
    enveloped('a response in an element', `<x>${good}</x>`),
    enveloped('two responses', good + good),
    enveloped('two responses that differ', good + answer(result(input, { code: '<Code>2002</Code>' }))),
    enveloped('a response under __proto__', `<__proto__>${good}</__proto__>`),
    enveloped('a response under constructor', `<constructor>${good}</constructor>`),
    enveloped(
      'a response with a reference',
      `${inResponse('<tns:reportResult href="#a"/>')}<x id="a">${escapeXml(result(input))}</x>`,
    ),
    enveloped('a response 10,000 deep', '<a>'.repeat(10_000) + good + '</a>'.repeat(10_000)),
    enveloped('a response of 100,000 elements', `${'<a/>'.repeat(100_000)}${good}`),
    enveloped('a response of 9,000 elements', inResponse('<a/>'.repeat(9000))),
    enveloped('a response of 1,000 prefixes', good.replace('xmlns:tns', `${prefixes(1000)} xmlns:tns`)),
    enveloped('a fault and a success', fault('soap:Client') + good),
    enveloped('a success and a fault', good + fault('soap:Client')),
    enveloped('a fault without a code', '<soap:Fault><faultstring>x</faultstring></soap:Fault>', unknown),
    enveloped('a fault of an unknown code', fault('soap:Odd'), unknown),
    enveloped('a fault of the server', fault('soap:Server'), unknown),
    enveloped('two faults', fault('soap:Client') + fault('soap:Server'), unknown),
    enveloped('a fault that is empty', '<soap:Fault/>'),
    enveloped('no result in it', inResponse('')),
    enveloped('a result that is empty', inResponse('<tns:reportResult/>')),
    enveloped(
      'a result that is nil',
      inResponse('<tns:reportResult xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'),
    ),
    enveloped(
      'a result twice',
      inResponse(`<tns:reportResult>${escapeXml(result(input))}</tns:reportResult>`.repeat(2)),
    ),
    enveloped('a result as elements', inResponse(`<tns:reportResult>${result(input)}</tns:reportResult>`)),
    enveloped('a result under another name', good.replaceAll('reportResult', 'reportresult')),
    inResult('escaped twice', escapeXml(result(input))),
    inResult('of JSON', '{"Code":"0","ReceiptNo":"R1"}'),
    inResult('of a word', 'SUCCESS'),
    inResult('of 0', '0'),
    inResult('cut short', result(input).slice(0, -3)),
    inResult('cut in the middle', result(input).slice(0, 60)),
    inResult('with two roots', result(input).repeat(2)),
    inResult('with text behind it', `${result(input)}x`),
    inResult('with a document type', `<!DOCTYPE Result [<!ENTITY a "0">]>${result(input)}`),
    inResult('with a billion laughs', `<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]><Result>&a;</Result>`),
    inResult('of another name', result(input).replaceAll('Result', 'Answer')),
    inResult('under __proto__', `<Result><__proto__>${result(input)}</__proto__></Result>`),
    inResult('under constructor', `<Result><constructor>${result(input)}</constructor></Result>`),
    inResult('10,000 deep', `<Result>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</Result>`),
    inResult('of 100,000 elements', `<Result>${'<a/>'.repeat(100_000)}</Result>`),
    inResult('of 5,500 elements', `<Result>${'<a/>'.repeat(5500)}</Result>`),
    inResult('of 250 KB of text', `<Result>${'x'.repeat(250_000)}</Result>`),
    inResult('of 250 KB of entities', '&'.repeat(50_000)),
    inResult('of 45,000 elements', `<Result>${'<a/>'.repeat(45_000)}</Result>`),
    inResult('of 1.9 MB of text', `<Result>${'x'.repeat(1_900_000)}</Result>`),
    inResult('of 1.9 MB of entities', '&'.repeat(380_000)),
    code(''),
    code('<Code/>'),
    code('<Code> </Code>'),
    code('<Code>null</Code>'),
    code('<Code>true</Code>'),
    code('<Code>OK</Code>'),
    code('<Code>-0</Code>'),
    code('<Code>0.0</Code>'),
    code('<Code>00</Code>', unknown),
    code('<Code>１</Code>'),
    code('<Code>99999999999999999999</Code>'),
    code(`<Code>${'0'.repeat(100_000)}</Code>`),
    code('<Code><Value>0</Value></Code>'),
    code('<Code>0</Code><Code>2002</Code>'),
    code('<code>0</code>'),
    code('<Code>7777</Code>', unknown),
    code('<Code>9999</Code>', 'unknown-outcome/MAH_INTERNAL_ERROR'),
    code('<Code>2002</Code>', 'rejected/MAH_FIELD_INVALID'),
    inResult('without a receipt', result(input, { receipt: '' })),
    inResult('with a blank receipt', result(input, { receipt: ' \n ' })),
    inResult('with two receipts', result(input, { receipt: 'R1</ReceiptNo><ReceiptNo>R2' })),
    rows('missing', ''),
    rows('none', '<Rows/>'),
    rows('one of two', `<Rows>${row('1')}</Rows>`),
    rows('one of them twice', `<Rows>${row('1')}${row('1')}</Rows>`),
    rows('too many', `<Rows>${rowsOf(input)}${row('3')}</Rows>`),
    rows('that contradict each other', `<Rows>${rowsOf(input)}${row('2', '2003')}</Rows>`),
    rows('of another document', `<Rows>${row('7')}${row('8')}</Rows>`),
    rows('without numbers', `<Rows>${rowsOf(input).replaceAll(/ lineNo="\d"/g, '')}</Rows>`),
    rows('without codes', `<Rows>${rowsOf(input).replaceAll('<Code>0</Code>', '')}</Rows>`),
    rows(
      'with two codes',
      `<Rows>${rowsOf(input).replaceAll('<Code>0</Code>', '<Code>0</Code><Code>2003</Code>')}</Rows>`,
    ),
    rows('with a code of a word', `<Rows>${rowsOf(input).replaceAll('<Code>0</Code>', '<Code>OK</Code>')}</Rows>`),
    rows('all refused', `<Rows>${rowsOf(input).replaceAll('<Code>0</Code>', '<Code>2003</Code>')}</Rows>`),
    rows(
      'twice, refused the second time',
      `${all}<Rows>${rowsOf(input).replaceAll('<Code>0</Code>', '<Code>2003</Code>')}</Rows>`,
    ),
    rows('twice, the second empty', `${all}<Rows/>`),
    rows('with a number twice', all.replace('lineNo="2"', 'lineNo="2" lineNo="9"')),
    rows('outside their list', rowsOf(input)),
  ];
}

function brokenUtf8(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  // The first byte of a character of three: what follows is no longer UTF-8.
  bytes[bytes.indexOf(Buffer.from('成'))] = 0xff;
  return bytes;
}

function prefixes(count: number): string {
  return Array.from({ length: count }, (_, n) => `xmlns:p${n}="urn:p:${n}"`).join(' ');
}

/** @returns what stands in the elements of that name, by pattern and not by parser: independent of those that are under test. */
function textsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^<>]*)?>([^<]*)</`, 'g'))].map(([, text = '']) => text);
}

const allZero = (codes: readonly string[]): boolean => codes.length > 0 && codes.every((code) => code.trim() === '0');

const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
