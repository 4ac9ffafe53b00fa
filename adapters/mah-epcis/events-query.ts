import type { CallContext, RestRequest } from '../contract/index.ts';
import { dialectOf } from './dialect.ts';
import { get, xmlHeaders } from './request.ts';
import { element, type Written, xmlText } from './xml-element.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const QUERY = 'urn:epcglobal:epcis-query:xsd:1';
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** Parameters of the SimpleEventQuery that take a list of URIs (EPCIS 2.0 §8.2.7.1, EPCIS 1.2 §8.2.7.1). */
export type EventFilter = 'EQ_eventID' | 'MATCH_anyEPC';

/** Asks for events: `GET /events` of EPCIS 2.0, or Poll of the SOAP query service of EPCIS 1.2. @param most events in the answer */
export function eventsRequest(
  filter: EventFilter,
  uris: readonly string[],
  most: number,
  context: CallContext,
): RestRequest {
  const { form, queryPath } = dialectOf(context.profile);
  if (form === 'xml-1.2') return soapPoll(queryPath, filter, uris, context);
  return get(queryPath, { [filter]: uris.join('|'), perPage: String(most) }, context);
}

function soapPoll(path: string, filter: EventFilter, uris: readonly string[], context: CallContext): RestRequest {
  const value = element(
    'value',
    uris.map((uri) => element('string', uri)),
    { 'xsi:type': 'epcisq:ArrayOfString' },
  );
  const poll = element('epcisq:Poll', [
    element('queryName', 'SimpleEventQuery'),
    element('params', [element('param', [element('name', filter), value])]),
  ]);
  const headers = { ...xmlHeaders(context, 'text/xml; charset=utf-8'), SOAPAction: '""' };
  return { protocol: 'rest', method: 'POST', path, headers, body: xmlText(envelope(poll)) };
}

function envelope(content: Written): Written {
  return element('soapenv:Envelope', [element('soapenv:Body', [content])], {
    'xmlns:soapenv': SOAP,
    'xmlns:epcisq': QUERY,
    'xmlns:xsi': SCHEMA_INSTANCE,
  });
}
