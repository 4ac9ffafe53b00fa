import type { Element } from '@xmldom/xmldom';
import { type SimRequest, utf8 } from '../../sim-kit/index.ts';
import { children, parse } from './dom.ts';
import { invalidMessage, SoapFault } from './fault.ts';
import { ns } from './names.ts';

export interface Message {
  readonly operation: 'Report' | 'Query';
  readonly payload: Element;
  /** The wsse:Security header. */
  readonly security: Element | undefined;
}

/**
 * Reads a SOAP 1.1 request, document/literal.
 * @throws SoapFault soap:VersionMismatch, soap:MustUnderstand, soap:Client.
 */
export function readMessage(request: SimRequest): Message {
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  if (!type.startsWith('text/xml')) throw invalidMessage('SOAP 1.1 needs content type text/xml');
  const root = parse(utf8(request.body) ?? '');
  if (root.localName !== 'Envelope') throw invalidMessage('not a SOAP envelope');
  if (root.namespaceURI !== ns.soap) throw new SoapFault('soap:VersionMismatch', 'SOAP 1.1 is spoken here');
  const [first, second] = children(root);
  const header = first !== undefined && isSoap(first, 'Header') ? first : undefined;
  const body = header === undefined ? first : second;
  if (body === undefined || !isSoap(body, 'Body')) throw invalidMessage('no SOAP body');
  const [payload, extra] = children(body);
  if (payload === undefined || extra !== undefined) throw invalidMessage('the body must hold one element');
  const operation = operationOf(payload);
  if (operation === undefined) throw invalidMessage(`unknown operation ${payload.nodeName}`);
  const action = (request.headers.soapaction ?? '').replaceAll('"', '');
  if (action !== `${ns.service}/${operation}`) throw invalidMessage(`SOAPAction ${action} does not fit ${operation}`);
  return { operation, payload, security: header === undefined ? undefined : readHeader(header) };
}

function operationOf(payload: Element): 'Report' | 'Query' | undefined {
  if (payload.namespaceURI !== ns.service) return undefined;
  return payload.localName === 'Report' || payload.localName === 'Query' ? payload.localName : undefined;
}

function readHeader(header: Element): Element | undefined {
  const blocks = children(header);
  const security = blocks.filter((block) => block.localName === 'Security' && block.namespaceURI === ns.wsse);
  if (security.length > 1) throw new SoapFault('wsse:InvalidSecurity', 'more than one Security header');
  const unknown = blocks.find(
    (block) => !security.includes(block) && block.getAttributeNS(ns.soap, 'mustUnderstand') === '1',
  );
  if (unknown !== undefined) throw new SoapFault('soap:MustUnderstand', `header ${unknown.nodeName} is not understood`);
  return security[0];
}

function isSoap(element: Element, name: string): boolean {
  return element.localName === name && element.namespaceURI === ns.soap;
}
