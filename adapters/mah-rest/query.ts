import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { textOf } from '../kit/json.ts';
import { atPath } from '../kit/json-path.ts';
import { textSetting } from '../kit/settings.ts';
import { storedDocument } from './document.ts';
import { alien, readReply, refusal } from './reply.ts';
import { signedRequest } from './request.ts';
import { heldRows } from './rows.ts';
import { pollAfterMs } from './settings.ts';

/** Document numbers have no blanks, so no report can have this one. */
const IMPOSSIBLE_DOCUMENT = { documentNo: 'TRACEHUB PROBE', documentType: 'SALE' };

/** What became of a report, by partner code, document number and type. */
export const query: Operation = {
  id: 'query',
  effect: 'read',
  resend: 'safe',
  title: { zh: '单据查询', en: 'Enquiry for a report' },
  native: 'query',
  buildRequest: (input, context) => {
    if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'an enquiry needs a delivery');
    return queryRequest(storedDocument(input), context);
  },
  parseResponse: parseQuery,
};

/** Proves address, key, signature, clock and partner code, by asking for a document that cannot exist. */
export const probe: Operation = {
  ...query,
  id: 'probe',
  title: { zh: '链路探测', en: 'Probe of the link' },
  buildRequest: (_input, context) => queryRequest(IMPOSSIBLE_DOCUMENT, context),
  parseResponse: (response, context) => {
    const outcome = parseQuery(response, context);
    return outcome.type === 'fault' ? outcome : { type: 'ok' };
  },
};

function queryRequest(ids: Readonly<Record<string, string>>, context: CallContext) {
  const message = context.profile.map('query', { institution: context.institution, ids, call: {} });
  return signedRequest(textSetting(context.profile.constants, 'queryPath', ''), message, context);
}

function parseQuery(response: NativeResponse, context: CallContext, input?: DeliveryInput): Outcome {
  const reply = readReply(response, 'read', context);
  if ('fault' in reply) return { type: 'fault', fault: reply.fault };
  const { dialect, receipt } = reply;
  if (reply.code !== dialect.successCode) return { type: 'fault', fault: refusal(reply, 'read', context) };
  const held = receipt === '' ? {} : { receipt };
  switch (textOf(atPath(reply.body, dialect.statusPath))) {
    case dialect.statusAccepted:
      return { type: 'ok', ...(input !== undefined && heldRows(reply, input)), ...held };
    case dialect.statusPending: {
      const reason = 'being processed by the manufacturer';
      return { type: 'accepted-pending', reason, pollAfterMs: pollAfterMs(context.settings), ...held };
    }
    case dialect.statusNotFound:
      return { type: 'not-found' };
    default:
      return { type: 'fault', fault: alien('status not recognised') };
  }
}
