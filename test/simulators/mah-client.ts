import { createHash, randomBytes } from 'node:crypto';

const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const profile = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';

export interface Token {
  readonly username?: string;
  readonly password?: string;
  readonly nonce?: string;
  readonly created?: string;
  readonly type?: 'PasswordDigest' | 'PasswordText';
}

export function security(token: Token = {}): string {
  const {
    username = 'pos-001',
    password = 'demo-mah-secret-1',
    created = new Date().toISOString(),
    type = 'PasswordDigest',
  } = token;
  const nonce = token.nonce ?? randomBytes(16).toString('base64');
  const digest = createHash('sha1')
    .update(Buffer.from(nonce, 'base64'))
    .update(created)
    .update(password)
    .digest('base64');
  return `<wsse:Security xmlns:wsse="${wsse}" xmlns:wsu="${wsu}"><wsse:UsernameToken><wsse:Username>${username}</wsse:Username>
    <wsse:Password Type="${profile}#${type}">${type === 'PasswordDigest' ? digest : password}</wsse:Password>
    <wsse:Nonce>${nonce}</wsse:Nonce><wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`;
}

export function item(lineNo: string, code: string, more = ''): string {
  return `<item><lineNo>${lineNo}</lineNo><productCode>SKU-${lineNo}</productCode><productName>阿莫西林胶囊</productName>
    ${more}<quantity>1</quantity><codes><code>${code}</code></codes></item>`;
}

export interface ReportParts {
  readonly messageId?: string;
  readonly partnerCode?: string;
  readonly documentNo?: string;
  readonly documentType?: string;
  readonly occurredAt?: string;
  readonly items?: string;
  readonly more?: string;
}

export function report(parts: ReportParts = {}): string {
  return `<Report xmlns="urn:manufacturer:trace:v1"><messageId>${parts.messageId ?? 'm-1'}</messageId>
    <partnerCode>${parts.partnerCode ?? 'demo-pharmacy-001'}</partnerCode><documentNo>${parts.documentNo ?? 'XS-1'}</documentNo>
    <documentType>${parts.documentType ?? 'SALE'}</documentType><occurredAt>${parts.occurredAt ?? '2025-11-22T10:00:00+08:00'}</occurredAt>
    <items>${parts.items ?? item('1', '81234567890123456789')}</items>${parts.more ?? ''}</Report>`;
}

export function query(documentNo: string, documentType = 'SALE', partnerCode = 'demo-pharmacy-001'): string {
  return `<t:Query xmlns:t="urn:manufacturer:trace:v1"><t:partnerCode>${partnerCode}</t:partnerCode>
    <t:documentNo>${documentNo}</t:documentNo><t:documentType>${documentType}</t:documentType></t:Query>`;
}

export function envelope(payload: string, header = security()): string {
  return `<?xml version="1.0" encoding="utf-8"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>${header}</e:Header><e:Body>${payload}</e:Body></e:Envelope>`;
}

export function send(endpoint: string, message: string, headers: Record<string, string> = {}): Promise<Response> {
  const operation = message.includes('Query xmlns') ? 'Query' : 'Report';
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      soapaction: `"urn:manufacturer:trace:v1/${operation}"`,
      ...headers,
    },
    body: message,
  });
}

/** @returns the XML that the result text holds. */
export async function call(endpoint: string, payload: string, header?: string): Promise<string> {
  return unescapeResult(await (await send(endpoint, envelope(payload, header))).text());
}

export function unescapeResult(body: string): string {
  const [, text = ''] = /<tns:(?:report|query)Result>(.*?)<\/tns:/s.exec(body) ?? [];
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** @returns the text of the first element of that name. */
export function textOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
}
