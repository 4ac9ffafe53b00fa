import { isObject, type JsonObject, JsonRefused, type JsonValue, parseJson, textOf } from '../kit/json.ts';

/** What a TOP reply turned out to be, before any business meaning. */
export type TopReply =
  | { readonly type: 'body'; readonly body: JsonObject; readonly requestId: string }
  | { readonly type: 'error'; readonly error: TopError }
  | { readonly type: 'alien'; readonly reason: string };

/** `error_response` of TOP ("API调用方法详解"): platform code, and the service's own code where it got that far. */
export interface TopError {
  readonly code: string;
  readonly subCode: string;
  readonly message: string;
  readonly requestId: string;
}

/**
 * Reads a TOP reply: simplified or wrapped in `<method>_response`, success or error.
 * @param method API name of the request; names the wrapper
 */
export function readReply(body: Uint8Array, method: string): TopReply {
  let value: JsonValue;
  try {
    value = parseJson(body);
  } catch (error) {
    if (error instanceof JsonRefused) return { type: 'alien', reason: error.message };
    throw error;
  }
  if (!isObject(value)) return { type: 'alien', reason: 'not a JSON object' };
  const wrapper = `${method.replaceAll('.', '_')}_response`;
  const error = value.error_response;
  if (error !== undefined) {
    const answers = [wrapper, 'result', 'msg_code', 'response_success'].some((name) => name in value);
    return answers ? { type: 'alien', reason: 'an error and an answer' } : errorOf(error);
  }
  const wrapped = value[wrapper];
  const inner = wrapped ?? value;
  if (!isObject(inner)) return { type: 'alien', reason: 'response is no object' };
  if (isBareError(inner)) return errorOf(inner);
  return { type: 'body', body: inner, requestId: textOf(inner.request_id) ?? '' };
}

/** @returns true only for true and "true"; TOP quotes booleans at will. */
export function isTrue(value: JsonValue | undefined): boolean {
  return value === true || value === 'true';
}

/** @returns true only for false and "false": an explicit no, not a missing field. */
export function isFalse(value: JsonValue | undefined): boolean {
  return value === false || value === 'false';
}

/** @returns a whole number ≥ 0 given as number or digits; undefined otherwise. */
export function countOf(value: JsonValue | undefined): number | undefined {
  const text = textOf(value);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * Reads a list in each of TOP's forms: plain array (simplified), `{"row_type": [...]}` (wrapped), and one row as an
 * object where its converter met a list of one.
 * @returns the rows; an empty list when the field is absent, since TOP leaves empty lists out; undefined for anything else.
 */
export function rowsOf(value: JsonValue | undefined): readonly JsonObject[] | undefined {
  if (value === undefined || value === null) return [];
  if (isArray(value)) return value.every(isObject) ? value.filter(isObject) : undefined;
  if (!isObject(value)) return undefined;
  const [only, ...others] = Object.values(value);
  if (others.length === 0 && (isObject(only) || (only !== undefined && isArray(only)))) return rowsOf(only);
  return only === undefined ? [] : [value];
}

/** `simplify` is documented to drop the wrapper of answers; an error without its wrapper has code and msg, and no business fields. */
function isBareError(body: JsonObject): boolean {
  return 'code' in body && 'msg' in body && !('response_success' in body) && !('result' in body);
}

function errorOf(value: JsonValue): TopReply {
  const code = isObject(value) ? textOf(value.code) : undefined;
  if (!isObject(value) || code === undefined) return { type: 'alien', reason: 'error_response without a code' };
  const subCode = textOf(value.sub_code) ?? '';
  const message = [textOf(value.msg), textOf(value.sub_msg)]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
  return { type: 'error', error: { code, subCode, message, requestId: textOf(value.request_id) ?? '' } };
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
