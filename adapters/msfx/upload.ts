import type { EventKind } from '../../mappings/model/index.ts';
import {
  type CallContext,
  type DeliveryInput,
  type Fault,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { assertYoungEnough, knownCodes, MAX_CODES } from './bill.ts';
import { billIds } from './bill-code.ts';
import { type BillApi, billApiOf, billMessage } from './bill-message.ts';
import { alien, businessFault, readBody } from './classify.ts';
import { codeChecksOf } from './code-checks.ts';
import { apiRequest } from './families.ts';
import { UPLOAD_PACE } from './pace.ts';
import { isFalse, isTrue } from './reply.ts';
import { readSettings } from './settings.ts';

/** Through which of the platform's uploads a kind goes, 零头 aside. */
type UploadApi = Exclude<BillApi, 'uploadRemnant'>;

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
    splitLines: true,
    enquiry: 'bill-status',
    pace: UPLOAD_PACE,
    checkHint: {
      zh: '在码上放心后台按单据号(bill_code)查询该单据是否存在及其处理结果',
      en: 'Look the bill up by its number (bill_code) in the 码上放心 console: does it exist, and how was it processed?',
    },
    businessIds: billIds,
    buildRequest: (input, context) => buildUpload(id, api, input, context),
    parseResponse: (response, context, input) => parseUpload(api, response, context, input),
  };
}

function buildUpload(operation: string, api: UploadApi, input: DeliveryInput | undefined, context: CallContext) {
  if (input === undefined) throw new RequestError('EVENT_MISSING', 'an upload needs an event');
  assertYoungEnough(input, context);
  const taking = billApiOf(api, input);
  return apiRequest(taking, billMessage(operation, taking, input, context), context);
}

function parseUpload(
  api: UploadApi,
  response: NativeResponse,
  context: CallContext,
  input: DeliveryInput | undefined,
): Outcome {
  const taking = input === undefined ? api : billApiOf(api, input);
  const read = readBody(response, taking, 'write', context);
  if ('fault' in read) return { type: 'fault', fault: read.fault };
  const result = isObject(read.body.result) ? read.body.result : read.body;
  if (isAccepted(result)) return accepted(result, context);
  if (!isRefused(result)) return { type: 'fault', fault: alien('neither an acceptance nor a refusal') };
  const fault = refusalOf(result, read.requestId, context);
  if (fault.category === 'already-accepted')
    return { type: 'continue', operation: 'bill-status', progress: { duplicate: true } };
  return refused(fault, result, read.requestId, context, input);
}

/** The bill as a whole is refused; where the platform names codes, each of them gets its verdict, and a plain no their reason. */
function refused(
  fault: Fault,
  result: JsonObject,
  requestId: string,
  context: CallContext,
  input: DeliveryInput | undefined,
): Outcome {
  const sent = input === undefined ? [] : knownCodes(input, context.profile).map(({ value }) => value);
  const checks = codeChecksOf(result, sent);
  if (checks === undefined) return { type: 'fault', fault };
  const isPlain = fault.code === 'MSFX_REFUSED';
  const reason = isPlain ? refusalOf(result, requestId, context, `CODE_CHECK_${checks.type}`) : fault;
  return { type: 'fault', fault: reason, ...(checks.codes.length > 0 && { codes: checks.codes }) };
}

/** @returns the fault behind a refusal of an upload. @param code what it is looked up by, where its own says too little */
export function refusalOf(
  result: JsonObject,
  requestId: string,
  context: CallContext,
  code = textOf(result.sub_msg_code) || textOf(result.msg_code) || '',
): Fault {
  const otherwise = { category: 'rejected', code: 'MSFX_REFUSED' } as const;
  return businessFault(code, textOf(result.msg_info) ?? '', requestId, context, otherwise);
}

/** Only SUCCESS together with response_success=true counts; either alone was seen on bills that failed. */
export function isAccepted(result: JsonObject): boolean {
  return result.msg_code === 'SUCCESS' && isTrue(successOf(result));
}

/** remnantbill.upload calls the flag `response_status`. */
function successOf(result: JsonObject): JsonValue | undefined {
  return result.response_success ?? result.response_status;
}

/** @returns whether the platform said no in so many words. */
export function isRefused(result: JsonObject): boolean {
  const code = textOf(result.msg_code) ?? '';
  if (code === '' || code === 'SUCCESS') return false;
  const flag = successOf(result);
  return isFalse(flag) || (flag === undefined && code.startsWith('FAIL'));
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
