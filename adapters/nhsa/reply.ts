import type { CallContext, DeliveryInput, Fault, NativeResponse } from '../contract/index.ts';
import { faultFromStatus } from '../kit/http.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { classify, type Native } from './classify.ts';
import { openOutput } from './input-form.ts';
import { jsonOf } from './json-text.ts';
import { readFront } from './read-front.ts';

/** The first level of success (V1.1.83 §1.2): infcode 0. What was booked stands in the second, retRslt. */
export type Reply =
  | { readonly type: 'success'; readonly root: JsonObject; readonly output: JsonValue; readonly reference?: string }
  | { readonly type: 'fault'; readonly fault: Fault };

export interface ReplyContext {
  readonly effect: 'read' | 'write';
  readonly context: CallContext;
  readonly input: DeliveryInput | undefined;
}

/** Reads the national envelope of a reply. Only HTTP 2xx with infcode 0 is a success; whatever proves nothing is a fault. */
export function readEnvelope(response: NativeResponse, at: ReplyContext): Reply {
  const read = readRoot(response, at);
  if (read.type === 'fault') return read;
  const root = read.value;
  const infcode = codeText(root.infcode);
  if (infcode === undefined) return unrecognised('no infcode', at);
  if (!isZero(infcode)) return faultOf({ code: infcode, message: textOf(root.err_msg) ?? '' }, at);
  const opened = openOutput(root.output ?? null, at.context);
  const output = opened === 'sealed' ? undefined : 'text' in opened ? jsonOf(opened.text) : unwrap(opened.clear);
  if (output === undefined) return faultOf({ code: 'reply:undecryptable', message: '' }, at);
  const reference = textOf(root.inf_refmsgid);
  return { type: 'success', root, output, ...(reference && { reference }) };
}

/** What every transport begins with: a gateway's own refusal, the HTTP status, one object in the language of the front. */
export function readRoot(
  response: NativeResponse,
  at: ReplyContext,
): { readonly type: 'root'; readonly value: JsonObject } | { readonly type: 'fault'; readonly fault: Fault } {
  const { root, soapFault } = readFront(response.body, at.context);
  if (soapFault !== undefined) return faultOf({ code: 'soap:fault', message: soapFault }, at);
  const gatewayReply = isObject(root) ? gatewayRefusal(root, response.status) : undefined;
  if (gatewayReply !== undefined) return faultOf(gatewayReply, at);
  if (!isSuccessStatus(response.status)) {
    return { type: 'fault', fault: faultFromStatus(response.status, response.headers, at.effect, at.context.now) };
  }
  if (root === undefined) return faultOf({ code: 'reply:unreadable', message: '' }, at);
  return isObject(root) ? { type: 'root', value: root } : unrecognised('the reply is no object', at);
}

/** @returns the outcome for a reply that has no recognisable result. */
export function unrecognised(reason: string, at: ReplyContext): { readonly type: 'fault'; readonly fault: Fault } {
  return faultOf({ code: 'reply:unrecognised', message: reason }, at);
}

export function faultOf(
  native: Native,
  { effect, context, input }: ReplyContext,
): { readonly type: 'fault'; readonly fault: Fault } {
  return { type: 'fault', fault: classify(native, effect, context, input) };
}

/** Nodes documented as one object or as a list come in either form (§1.4). @returns the objects; undefined when it is neither. */
export function objectsOf(node: JsonValue | undefined): readonly JsonObject[] | undefined {
  if (isObject(node)) return [node];
  if (!Array.isArray(node)) return undefined;
  const objects = node.filter(isObject);
  return objects.length === node.length ? objects : undefined;
}

/**
 * The gateway's own replies have a `code` and no infcode: `{"code":401,"message":…}` (湖南 V1.1.27 §4.5). Only 401 is documented,
 * with no HTTP status; any other code says something only where the status says nothing.
 */
function gatewayRefusal(root: JsonObject, status: number): Native | undefined {
  const code = textOf(root.code);
  if (code === undefined || root.infcode !== undefined || root.RET_CODE !== undefined) return undefined;
  const message = textOf(root.message) ?? '';
  if (code === '401') return { code: 'csb:401', message };
  return isSuccessStatus(status) ? { code: 'csb:other', message } : undefined;
}

function isSuccessStatus(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** infcode is N4 in the documents and comes as number or text; blank, null and true are no code at all. */
function codeText(infcode: JsonValue | undefined): string | undefined {
  const text = textOf(infcode)?.trim();
  return text === '' ? undefined : text;
}

/** 0 in up to four digits: the success code of envelope and transaction alike. */
export function isZero(infcode: string): boolean {
  return /^0{1,4}$/.test(infcode);
}

/** `output` is an object; some platforms send it as a string of JSON. A string that is none (encrypted) stays as it is. */
function unwrap(output: JsonValue): JsonValue {
  if (typeof output !== 'string' || output.trim() === '') return output;
  return jsonOf(output) ?? output;
}
