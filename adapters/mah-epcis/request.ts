import type { CallContext, RestRequest } from '../contract/index.ts';
import { authHeaders } from './auth.ts';

/** EPCIS 2.0 and CBV 2.0 are what is spoken; a repository may answer in nothing older. */
const VERSION = '2.0.0';
/** What may come back; events in another form could not be compared with ours. */
const JSON_TYPES = 'application/json, application/problem+json';

/** Headers of the discovery and negotiation of EPCIS 2.0 §12 for a query. */
function queryHeaders(context: CallContext): Readonly<Record<string, string>> {
  return {
    accept: JSON_TYPES,
    'GS1-EPCIS-Min': VERSION,
    'GS1-EPCIS-Max': VERSION,
    'GS1-CBV-Min': VERSION,
    'GS1-CBV-Max': VERSION,
    ...authHeaders(context),
  };
}

export function jsonCaptureHeaders(
  context: CallContext,
  { mediaType, behaviour }: { readonly mediaType: string; readonly behaviour: Readonly<Record<string, string>> },
): Readonly<Record<string, string>> {
  return {
    'content-type': mediaType,
    accept: JSON_TYPES,
    'GS1-EPCIS-Version': VERSION,
    'GS1-CBV-Version': VERSION,
    ...behaviour,
    ...authHeaders(context),
  };
}

export function xmlHeaders(context: CallContext, mediaType: string): Readonly<Record<string, string>> {
  return { 'content-type': mediaType, accept: 'application/xml, text/xml', ...authHeaders(context) };
}

export function get(path: string, query: Readonly<Record<string, string>>, context: CallContext): RestRequest {
  return { protocol: 'rest', method: 'GET', path, query, headers: queryHeaders(context) };
}
