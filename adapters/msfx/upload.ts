import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import { assertYoungEnough, billCodes, MAX_CODES, physicType } from './bill.ts';
import { billIds, storedBillCode } from './bill-code.ts';
import { alien, businessFault, readBody } from './classify.ts';
import { entIdOf, refEntIdOf } from './enterprise.ts';
import { isFalse, isTrue } from './reply.ts';
import { topRequest } from './request.ts';
import { readSettings } from './settings.ts';

const METHOD = 'alibaba.alihealth.drugtrace.top.lsyd.uploadretail';

/** About 3 uploads per second and AppKey before code 7 (measured by a production user; the platform publishes no figure). */
const PACE = { ratePerSecond: 3, burst: 1, per: 'link' } as const;

/**
 * An upload of a retail bill. Acceptance only queues it: the outcome is accepted-pending, bill-status tells the rest.
 * A bill number that exists is no proof of our content being there, so the operation goes on with bill-status at once
 * (decision 0025).
 * @param bill what differs between a sale (321) and a return (116)
 */
export function uploadOperation(
  bill: Pick<Operation, 'id' | 'title'> & { readonly kind: 'retail-sale' | 'retail-return' },
): Operation {
  return {
    ...bill,
    effect: 'write',
    resend: 'keyed',
    native: METHOD,
    maxCodes: MAX_CODES,
    enquiry: 'bill-status',
    pace: PACE,
    checkHint: {
      zh: '在码上放心后台按单据号(bill_code)查询该单据是否存在及其处理结果',
      en: 'Look the bill up by its number (bill_code) in the 码上放心 console: does it exist, and how was it processed?',
    },
    businessIds: billIds,
    buildRequest: (input, context) => buildUpload(bill.id, input, context),
    parseResponse: parseUpload,
  };
}

function buildUpload(operation: string, input: DeliveryInput | undefined, context: CallContext) {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'an upload needs an event');
  assertYoungEnough(input, context);
  const codes = billCodes(input, context.profile);
  const message = context.profile.map(operation, {
    event: input.event,
    institution: context.institution,
    ids: { bill_code: storedBillCode(input) },
    call: {
      ref_user_id: refEntIdOf(context.institution),
      from_user_id: entIdOf(context.institution) ?? '',
      app_key: readSettings(context.settings).appKey,
      physic_type: physicType(codes),
      trace_codes: codes.join(','),
    },
  });
  return topRequest(METHOD, texts(message), context);
}

function parseUpload(response: NativeResponse, context: CallContext): Outcome {
  const read = readBody(response, METHOD, 'write', context);
  if ('fault' in read) return { type: 'fault', fault: read.fault };
  const result = isObject(read.body.result) ? read.body.result : read.body;
  if (isAccepted(result)) return accepted(result, context);
  if (!isRefused(result)) return { type: 'fault', fault: alien('neither an acceptance nor a refusal') };
  const code = textOf(result.sub_msg_code) || textOf(result.msg_code) || '';
  const fault = businessFault(code, textOf(result.msg_info) ?? '', read.requestId, context, {
    category: 'rejected',
    code: 'MSFX_REFUSED',
  });
  if (fault.category !== 'already-accepted') return { type: 'fault', fault };
  return { type: 'continue', operation: 'bill-status', progress: { duplicate: true } };
}

/** Only SUCCESS together with response_success=true counts; either alone was seen on bills that failed. */
function isAccepted(result: JsonObject): boolean {
  return result.msg_code === 'SUCCESS' && isTrue(result.response_success);
}

function isRefused(result: JsonObject): boolean {
  const code = textOf(result.msg_code) ?? '';
  if (code === '' || code === 'SUCCESS') return false;
  return isFalse(result.response_success) || (result.response_success === undefined && code.startsWith('FAIL'));
}

function accepted(result: JsonObject, context: CallContext): Outcome {
  const queueId = textOf(result.model);
  return {
    type: 'accepted-pending',
    reason: 'queued for processing',
    pollAfterMs: readSettings(context.settings).pollAfterMs,
    ...(queueId && { receipt: queueId }),
  };
}

/** TOP parameters are text; the profile's types guarantee it, this keeps the guarantee at the boundary. */
function texts(message: Readonly<Record<string, unknown>>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(message)) {
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw new TypeError(`profile field ${name} is no text`);
    params[name] = value;
  }
  return params;
}
