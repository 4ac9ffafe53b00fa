import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { textSetting } from '../kit/settings.ts';
import { documentIds, lineNumbers, storedDocument } from './document.ts';
import type { RestKind } from './kinds.ts';
import { alien, type MahReply, readReply, refusal } from './reply.ts';
import { signedRequest } from './request.ts';
import { coversAll, heldRows, rowResults } from './rows.ts';

/** The report of one kind of event. Sent twice only where a profile says that the manufacturer compares a repeated document number. */
export function submitOperation({ kind, title }: RestKind): Operation {
  const id = `${kind}.submit`;
  return {
    id,
    kind,
    title,
    effect: 'write',
    resend: 'unsafe',
    native: 'submit',
    enquiry: 'query',
    checkHint: {
      zh: '请厂家按合作方编码、单据号和类型核对是否已收到该单据',
      en: 'Ask the manufacturer whether it holds the document, by partner code, document number and type',
    },
    businessIds: documentIds,
    buildRequest: (input, context) => buildSubmit(id, required(input), context),
    parseResponse: (response, context, input) => parseSubmit(response, context, required(input)),
  };
}

function buildSubmit(operation: string, input: DeliveryInput, context: CallContext) {
  const message = context.profile.map(operation, {
    event: input.event,
    institution: context.institution,
    ids: storedDocument(input),
    itemIds: lineNumbers(input),
    call: {},
  });
  return signedRequest(textSetting(context.profile.constants, 'submitPath', ''), message, context);
}

function parseSubmit(response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  const reply = readReply(response, 'write', context);
  if ('fault' in reply) return { type: 'fault', fault: reply.fault };
  return reply.code === reply.dialect.successCode ? accepted(reply, input) : refused(reply, context, input);
}

/** Positive proof is the success code together with a receipt and, where the platform answers rows, one for each of ours. */
function accepted(reply: MahReply, input: DeliveryInput): Outcome {
  const { receipt } = reply;
  if (receipt === '') return { type: 'fault', fault: alien('accepted without a receipt') };
  if (reply.dialect.rowsPath === undefined) return { type: 'ok', receipt };
  const items = rowResults(reply);
  if (items === undefined || !coversAll(items, input))
    return { type: 'fault', fault: alien('rows do not match the report') };
  if (items.every((item) => !item.ok)) return { type: 'fault', fault: alien('accepted, yet every row refused') };
  const partial = items.some((item) => !item.ok);
  return { type: 'ok', ...(partial && { partial }), items, receipt };
}

/** The same content under the same number is proof: the manufacturer compared it. */
function refused(reply: MahReply, context: CallContext, input: DeliveryInput): Outcome {
  const fault = refusal(reply, 'write', context);
  const { receipt } = reply;
  if (fault.category === 'already-accepted')
    return { type: 'ok', duplicate: true, ...heldRows(reply, input), ...(receipt && { receipt }) };
  const items = rowResults(reply) ?? [];
  return { type: 'fault', fault, ...(items.length > 0 && { items }) };
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'a report needs an event');
  return input;
}
