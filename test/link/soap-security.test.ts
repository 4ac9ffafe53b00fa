import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { NativeRequest, SoapRequest } from '../../adapters/contract/index.ts';
import { parse } from '../../adapters/mah-soap/simulator/dom.ts';
import { verifySignature } from '../../adapters/mah-soap/simulator/signature.ts';
import { selfSigned } from '../adapters/self-signed.ts';
import { cleanUp, httpServer, linkSettings, okOutcome, replyOf, testLink } from './support.ts';

const wsdl = join(import.meta.dirname, 'fixtures', 'service.wsdl');
const { certificate, privateKey } = selfSigned('partner');
const created = '2026-11-22T16:30:00.000Z';
const now = Date.parse(created);
const signature = { certificate, privateKey, created, expires: '2026-11-22T16:35:00.000Z' };
const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/';

afterEach(cleanUp);

const envelope = (namespace: string, body: string): string =>
  `<s:Envelope xmlns:s="${namespace}"><s:Body>${body}</s:Body></s:Envelope>`;
const answered = '<ReportResponse xmlns="urn:test"><code>0</code></ReportResponse>';

/** What a request becomes on the wire, and what comes back of an answer. */
async function sent(more: Partial<SoapRequest>, answer = envelope(soap11, answered), status = 200) {
  const seen: Array<{ body: string; type: string; action: string | undefined }> = [];
  const server = await httpServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { 'content-type': type = '', soapaction } = request.headers;
    seen.push({ body, type, action: soapaction?.toString() });
    response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8' });
    response.end(answer);
  });
  const request: NativeRequest = { protocol: 'soap', wsdl, operation: 'Report', args: { text: 'x' }, ...more };
  const link = testLink(linkSettings(server.url), { protocol: 'soap' });
  const response = await replyOf(link, {
    request,
    operation: 'report',
    effect: 'write',
    paceKey: 'test-link',
    classify: () => okOutcome,
  });
  const [first] = seen;
  return { body: first?.body ?? '', type: first?.type ?? '', action: first?.action, soap: response?.soap };
}

describe('SOAP 1.2', () => {
  test('has its own namespace and media type, with the action in it; replies and faults are read', async () => {
    const { body, type, action, soap } = await sent({ version: '1.2' }, envelope(soap12, answered));
    expect(body).toContain(`<soap:Envelope xmlns:soap="${soap12}"`);
    expect(type).toMatch(/^application\/soap\+xml; charset=utf-8; action="/);
    expect(action).toBeUndefined();
    expect(soap).toMatchObject({ result: expect.anything() });
    const fault =
      '<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="zh">格式错误</s:Text></s:Reason></s:Fault>';
    const refused = await sent({ version: '1.2' }, envelope(soap12, fault), 400);
    expect(refused.soap).toEqual({ faultCode: 's:Sender', faultString: '格式错误' });
  });

  test('a reply of the other version is none', async () => {
    expect((await sent({ version: '1.2' }, envelope(soap11, answered))).soap).toBeUndefined();
    expect((await sent({}, envelope(soap12, answered))).soap).toBeUndefined();
  });
});

describe('attributes', () => {
  test('stand in their element, escaped', async () => {
    const { body } = await sent({ args: { '@version': '2"<', text: 'x' } });
    expect(body).toMatch(/Report [^>]*version="2&quot;&lt;"/);
  });
  test.each([{ '@a b': 'x' }, { '@a': '<![CDATA[x' }, { attributes: 'x' }, { '@a': 'x\u0000' }])(
    '%j never leaves',
    async (args) => {
      expect((await sent({ args })).body).toBe('');
    },
  );
});

describe('X.509 signature', () => {
  test.each(['1.1', '1.2'] as const)(
    'SOAP %s: verified by another implementation, over body and timestamp',
    async (version) => {
      const args = { text: '阿莫西林 <&> "片" \r\n', '@version': 'a"\t' };
      const { body } = await sent({ signature, version, args });
      const found = verifySignature(parse(body), now, 1000);
      expect(found.subject).toBe('CN=partner');
      expect(body).toContain(`<wsu:Created>${created}</wsu:Created>`);
      const changed = body.replace('阿莫西林', '阿莫西');
      expect(() => verifySignature(parse(changed), now, 1000)).toThrow(/digest/);
      const later = body.replace('16:35:00', '17:35:00');
      expect(() => verifySignature(parse(later), now, 1000)).toThrow(/digest/);
      expect(() => verifySignature(parse(body), now + 600_000, 1000)).toThrow(/expired/);
    },
  );

  test('a UsernameToken stands beside it', async () => {
    const security = {
      username: 'u',
      password: 'p',
      passwordType: 'PasswordText',
      nonce: 'bm9uY2U=',
      created,
    } as const;
    const { body } = await sent({ signature, security });
    expect(verifySignature(parse(body), now, 1000).subject).toBe('CN=partner');
    expect(body).toContain('<wsse:Username>u</wsse:Username>');
  });

  test('another key does not fit the certificate; a body moved elsewhere is not signed', async () => {
    const other = await sent({ signature: { ...signature, privateKey: selfSigned('other').privateKey } });
    expect(() => verifySignature(parse(other.body), now, 1000)).toThrow(/value/);
    const { body } = await sent({ signature });
    const [own = ''] = /<soap:Body.*<\/soap:Body>/s.exec(body) ?? [];
    const wrapped = body
      .replace('</soap:Header>', `<x>${own}</x></soap:Header>`)
      .replace(/(<\/soap:Header>)<soap:Body.*<\/soap:Body>/s, '$1<soap:Body><Report xmlns="urn:test"/></soap:Body>');
    expect(() => verifySignature(parse(wrapped), now, 1000)).toThrow(/must be signed/);
  });

  test('the next call has nothing of it', async () => {
    const server: string[] = [];
    const target = await httpServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      server.push(body);
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(envelope(soap11, answered));
    });
    const link = testLink(linkSettings(target.url), { protocol: 'soap' });
    const call = (more: Partial<SoapRequest>) =>
      link.execute({
        request: { protocol: 'soap', wsdl, operation: 'Report', args: { text: 'x' }, ...more },
        operation: 'report',
        effect: 'write',
        paceKey: 'test-link',
        classify: () => okOutcome,
      });
    await Promise.all([call({ signature }), call({})]);
    expect(server.map((body) => body.includes('Signature')).sort()).toEqual([false, true]);
  });
});
