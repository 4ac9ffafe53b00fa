import {
  type CallContext,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { textAtPath } from '../kit/xml-path.ts';
import { storedId } from './lines.ts';
import { soapRequest } from './request.ts';
import { alien, readResult, refusal } from './result.ts';
import { readSettings } from './settings.ts';

/** Document numbers have no blanks, so no report can have this one. */
const IMPOSSIBLE_DOCUMENT = 'TRACEHUB PROBE';

/** What became of a report, by partner code, document number and type. */
export const query: Operation = {
  id: 'query',
  effect: 'read',
  resend: 'safe',
  title: { zh: '单据查询', en: 'Enquiry for a report' },
  native: 'Query',
  buildRequest: (input, context) => {
    if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'an enquiry needs a delivery');
    return queryRequest(storedId(input, 'documentNo'), storedId(input, 'documentType'), context);
  },
  parseResponse: parseQuery,
};

/** Proves address, credentials, clock and partner code, by asking for a document that cannot exist. */
export const probe: Operation = {
  ...query,
  id: 'probe',
  title: { zh: '链路探测', en: 'Probe of the link' },
  buildRequest: (_input, context) => queryRequest(IMPOSSIBLE_DOCUMENT, 'SALE', context),
  parseResponse: (response, context) => {
    const outcome = parseQuery(response, context);
    return outcome.type === 'fault' ? outcome : { type: 'ok' };
  },
};

function queryRequest(documentNo: string, documentType: string, context: CallContext) {
  return soapRequest('query', 'query', { documentNo, documentType }, undefined, context);
}

function parseQuery(response: NativeResponse, context: CallContext): Outcome {
  const result = readResult(response, 'query', 'read', context);
  if ('fault' in result) return { type: 'fault', fault: result.fault };
  if (!result.ok) return { type: 'fault', fault: refusal(result.code, result.message, 'read', context) };
  const { dialect } = result;
  const receipt = textAtPath(result.node, dialect.statusReceiptPath) ?? '';
  const held = receipt === '' ? {} : { receipt };
  switch (textAtPath(result.node, dialect.statusPath)) {
    case dialect.statusAccepted:
      return { type: 'ok', ...held };
    case dialect.statusPending: {
      const { pollAfterMs } = readSettings(context.settings);
      return { type: 'accepted-pending', reason: 'being processed by the manufacturer', pollAfterMs, ...held };
    }
    case dialect.statusNotFound:
      return { type: 'not-found' };
    default:
      return { type: 'fault', fault: alien('status not recognised') };
  }
}
