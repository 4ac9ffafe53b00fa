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
const saysSuccess: ReadonlySet<Api> = new Set(['upstreamBillDetail', 'upstreamBillOfCode']);

/** 信息不存在: the platform's word for a bill it does not hold. */
const NOT_FOUND_CODE = 'FAIL_BIZ_NO_PAT_INFO';

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
  const code = textOf(result.msg_code) ?? '';
  if (code === NOT_FOUND_CODE) return { absent: true };
  const flag = saysSuccess.has(api) ? (result.success ?? result.response_success) : result.response_success;
  if (isTrue(flag) && !code.startsWith('FAIL')) return { model: result.model, result, requestId: read.requestId };
  if (code === '' || !(isFalse(flag) || code.startsWith('FAIL')))
    return { fault: alien('neither an answer nor a refusal') };
  return { fault: forEffect(refusal(result, code, read.requestId, context), 'read') };
}

function refusal(result: JsonObject, code: string, requestId: string, context: CallContext): Fault {
  const message = textOf(result.msg_info) ?? '';
  return businessFault(code, message, requestId, context, { category: 'rejected', code: 'MSFX_REFUSED' });
}
