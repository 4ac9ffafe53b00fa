import { randomBytes } from 'node:crypto';
import type { Reply } from '../../sim-kit/index.ts';
import { type Answer, TypedList } from './answer.ts';
import type { Params } from './params.ts';
import type { TopError } from './top-error.ts';

const json = 'application/json;charset=UTF-8';

/** A success: wrapped in `<method>_response` with typed lists, or bare when the caller asked for `simplify=true`. */
export function success(params: Params, answer: Answer): Reply {
  const simplify = params.get('simplify') === 'true';
  const body = { ...answer, request_id: requestId() };
  const text = JSON.stringify(simplify ? body : { [wrapper(params)]: body }, (_name, value: unknown) => {
    if (!(value instanceof TypedList)) return value;
    return simplify ? value.items : { [value.element]: value.items };
  });
  return { status: 200, contentType: json, body: text };
}

/** An error is never unwrapped. XML is the default format, so a caller who forgot `format` is answered in XML. */
export function failure(params: Params, error: TopError): Reply {
  const members: Record<string, string | number> = { code: error.code, msg: error.message };
  if (error.subCode !== undefined) members.sub_code = error.subCode;
  if (error.subMsg !== undefined) members.sub_msg = error.subMsg;
  members.request_id = requestId();
  if (params.get('format') === 'json')
    return { status: 200, contentType: json, body: JSON.stringify({ error_response: members }) };
  const elements = Object.entries(members).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
  const body = `<?xml version="1.0" encoding="utf-8" ?><error_response>${elements.join('')}</error_response>`;
  return { status: 200, contentType: 'text/xml;charset=UTF-8', body };
}

/** `response_success` as a text where it is a boolean: seen on the real gateway. */
export function retyped(reply: Reply): Reply {
  return { ...reply, body: reply.body.replaceAll(/"response_success":(true|false)/g, '"response_success":"$1"') };
}

/** `alibaba.x.y` → `alibaba_x_y_response`. */
function wrapper(params: Params): string {
  return `${(params.get('method') ?? '').replaceAll('.', '_')}_response`;
}

function requestId(): string {
  return randomBytes(6).toString('hex');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
