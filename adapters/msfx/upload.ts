import type { EventKind } from '../../mappings/model/index.ts';
import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import { assertYoungEnough, MAX_CODES } from './bill.ts';
import { billIds } from './bill-code.ts';
import { billMessage } from './bill-message.ts';
import { alien, businessFault, readBody } from './classify.ts';
import { type Api, apiRequest } from './families.ts';
import { UPLOAD_PACE } from './pace.ts';
import { isFalse, isTrue } from './reply.ts';
import { readSettings } from './settings.ts';

/** Through which of the platform's two uploads a kind goes. */
type UploadApi = Extract<Api, 'uploadRetail' | 'uploadInOutBill'>;

/**
 * An upload of a bill. Acceptance only queues it: the outcome is accepted-pending, bill-status tells the rest.
 * A bill number that exists is no proof of our content being there, so the operation goes on with bill-status at once
 * (decision 0025).
 * @param bill what differs between the kinds; its bill_type is the profile's
 */
export function uploadOperation(
  bill: Pick<Operation, 'id' | 'title'> & { readonly kind: EventKind; readonly api: UploadApi },
): Operation {
  const { id, title, kind, api } = bill;
  return {
    id,
    title,
    kind,
    effect: 'write',
    resend: 'keyed',
    native: api.toLowerCase(),
    maxCodes: MAX_CODES,
    enquiry: 'bill-status',
    pace: UPLOAD_PACE,
    checkHint: {
      zh: '在码上放心后台按单据号(bill_code)查询该单据是否存在及其处理结果',
      en: 'Look the bill up by its number (bill_code) in the 码上放心 console: does it exist, and how was it processed?',
    },
    businessIds: billIds,
    buildRequest: (input, context) => buildUpload(id, api, input, context),
    parseResponse: (response, context) => parseUpload(api, response, context),
  };
}

function buildUpload(operation: string, api: UploadApi, input: DeliveryInput | undefined, context: CallContext) {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'an upload needs an event');
  assertYoungEnough(input, context);
  return apiRequest(api, billMessage(operation, api, input, context), context);
}

function parseUpload(api: UploadApi, response: NativeResponse, context: CallContext): Outcome {
  const read = readBody(response, api, 'write', context);
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
