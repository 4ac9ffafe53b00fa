import type { CallContext, Fault, NativeResponse } from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { alien, businessFault, forEffect, readBody } from './classify.ts';
import type { Api } from './families.ts';
import { isFalse, isTrue } from './reply.ts';

/** The model of a successful query. */
export interface Answer {
  readonly model: JsonValue | undefined;
  /** What the model stands in, for APIs that answer beside it. */
  readonly result: JsonObject;
  readonly requestId: string;
}

/** APIs whose pages call the flag `success` (53726, 53727, 52560). */
const saysSuccess: ReadonlySet<Api> = new Set([
  'upstreamBillDetail',
  'upstreamBillOfCode',
  'codeFlow',
  'insuranceCodes',
  'insuranceRelation',
]);

/** 信息不存在: the platform's word for a record, such as a bill, that it does not hold. */
const NO_RECORD = 'FAIL_BIZ_NO_PAT_INFO';
/** 码不存在: its word for a code nobody ever applied for; it says nothing of a bill. */
const NO_CODE = 'FAIL_BIZ_CODE_NOT_EXIST';

/** msg_code of code.getcodeinfo (64867) for an answer. */
const RECORD_FOUND = '1000';

/**
 * Reads the reply to a query. The result stands under `result` or at the top, depending on the API.
 * @returns the answer, `absent` when the platform says it holds no such record, or the fault.
 */
export function readAnswer(
  response: NativeResponse,
  api: Api,
  context: CallContext,
): Answer | { readonly absent: true } | { readonly fault: Fault } {
  const read = readBody(response, api, 'read', context);
  if ('fault' in read) return read;
  const result = isObject(read.body.result) ? read.body.result : read.body;
  if (isBillAbsence(result) || (api !== 'billDetail' && textOf(result.msg_code) === NO_CODE)) return { absent: true };
  const code = textOf(result.msg_code) ?? '';
  const flag = flagOf(api, result, code);
  if (isTrue(flag) && !code.startsWith('FAIL')) return { model: result.model, result, requestId: read.requestId };
  if (code === '' || !(isFalse(flag) || code.startsWith('FAIL')))
    return { fault: alien('neither an answer nor a refusal') };
  return { fault: forEffect(refusal(result, code, read.requestId, context), 'read') };
}

/** @returns whether the platform says that it holds no such bill. */
export function isBillAbsence(result: JsonObject): boolean {
  return textOf(result.msg_code) === NO_RECORD;
}

/** Each page has its own word for success; those without a flag (40358, 64867) say it by what they answer. */
function flagOf(api: Api, result: JsonObject, code: string): JsonValue | undefined {
  if (saysSuccess.has(api)) return result.success ?? result.response_success;
  if (api === 'lastFour') return result.success_i ?? result.response_success;
  if (api === 'codeRecord') return code === RECORD_FOUND || code === 'SUCCESS' ? true : undefined;
  if (api === 'barcode') return result.response_success ?? (textOf(result.model) ? true : undefined);
  return result.response_success;
}

function refusal(result: JsonObject, code: string, requestId: string, context: CallContext): Fault {
  const message = textOf(result.msg_info) ?? '';
  return businessFault(code, message, requestId, context, { category: 'rejected', code: 'MSFX_REFUSED' });
}
