import type { Element } from '@xmldom/xmldom';
import { parseChinaDateTime, type SimRequest, utf8 } from '../../sim-kit/index.ts';
import { children, leaf, parse } from './dom.ts';
import { SoapFault } from './fault.ts';
import type { DocumentKey, Report } from './report.ts';

const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
const service = 'urn:example:drug-trace:2';

export interface Message {
  readonly operation: 'Submit' | 'Inquire';
  readonly envelope: Element;
  readonly payload: Element;
}

const invalid = (message: string) => new SoapFault('soap:Sender', message);

/** Reads a SOAP 1.2 request, document/literal. @throws SoapFault soap:VersionMismatch, soap:Sender */
export function readMessage(request: SimRequest): Message {
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  if (!type.startsWith('application/soap+xml')) throw invalid('SOAP 1.2 needs content type application/soap+xml');
  const envelope = parse(utf8(request.body) ?? '');
  if (envelope.localName !== 'Envelope' || envelope.namespaceURI !== soap12)
    throw new SoapFault('soap:VersionMismatch', 'SOAP 1.2 is spoken here');
  const bodies = children(envelope).filter(
    ({ localName, namespaceURI }) => localName === 'Body' && namespaceURI === soap12,
  );
  const [payload, extra] = bodies.length === 1 && bodies[0] !== undefined ? children(bodies[0]) : [];
  if (payload === undefined || extra !== undefined) throw invalid('the body must hold one element');
  const { localName, namespaceURI } = payload;
  if (namespaceURI !== service || (localName !== 'Submit' && localName !== 'Inquire'))
    throw invalid(`unknown operation ${payload.nodeName}`);
  if (!type.includes(`action="${service}:${localName}"`.toLowerCase())) throw invalid('the action does not fit');
  return { operation: localName, envelope, payload };
}

/** @returns a report as the schema of the WSDL has it. @throws SoapFault soap:Sender where it departs from it */
export function readSubmit(payload: Element): Report {
  const head = attributes(payload, ['version', 'partner', 'docNo', 'docType', 'time']);
  if (head.version !== '2.0') throw invalid('version must be 2.0');
  const at = parseChinaDateTime(head.time ?? '');
  if (at === undefined) throw invalid('time is no yyyy-MM-dd HH:mm:ss');
  const items = named(payload, 'goods').map((goods) => {
    const item = attributes(goods, ['no', 'code', 'name', 'qty'], ['batch', 'expire']);
    const codes = named(goods, 'trace').map((trace) => {
      attributes(trace, [], ['level', 'parent']);
      return leaf(trace);
    });
    return {
      lineNo: item.no ?? '',
      productCode: item.code ?? '',
      productName: item.name ?? '',
      lot: item.batch ?? '',
      expiresOn: item.expire ?? '',
      quantity: item.qty ?? '',
      codes,
    };
  });
  const occurredAt = new Date(at).toISOString();
  return { ...keyOf(head), messageId: 'none', occurredAt, originalDocumentNo: '', items };
}

/** @throws SoapFault soap:Sender */
export function readInquire(payload: Element): DocumentKey {
  if (children(payload).length > 0) throw invalid('Inquire holds no elements');
  return keyOf(attributes(payload, ['partner', 'docNo', 'docType']));
}

function keyOf(head: Readonly<Record<string, string>>): DocumentKey {
  return { partnerCode: head.partner ?? '', documentNo: head.docNo ?? '', documentType: head.docType ?? '' };
}

function named(parent: Element, name: string): readonly Element[] {
  const found = children(parent);
  const fits = found.length > 0 && found.every((each) => each.localName === name && each.namespaceURI === service);
  if (!fits) throw invalid(`${parent.localName} must hold ${name} and nothing else`);
  return found;
}

/** Attributes without a namespace; those of the envelope's own namespaces (wsu:Id) are not the service's. */
function attributes(
  element: Element,
  required: readonly string[],
  optional: readonly string[] = [],
): Readonly<Record<string, string>> {
  const own = Array.from(element.attributes).filter(({ namespaceURI }) => !namespaceURI);
  const unknown = own.find(({ name }) => ![...required, ...optional].includes(name));
  if (unknown !== undefined) throw invalid(`attribute ${unknown.name} is not known in ${element.localName}`);
  const found = Object.fromEntries(own.map(({ name, value }) => [name, value]));
  const missing = required.find((name) => (found[name] ?? '') === '');
  if (missing !== undefined) throw invalid(`attribute ${missing} is missing in ${element.localName}`);
  return found;
}
