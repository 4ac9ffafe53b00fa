import { type CallContext, classifyNative, type Fault, type NativeResponse } from '../contract/index.ts';
import { faultFromStatus } from '../kit/http.ts';
import { type JsonObject, type JsonValue, jsonObjectOf, textOf } from '../kit/json.ts';
import { atPath } from '../kit/json-path.ts';
import { type ReplyDialect, replyDialect } from './dialect.ts';
import { ownFaults } from './faults.ts';
import { scrub } from './privacy.ts';

/** A reply that carries a code in the form the profile names. */
export interface MahReply {
  readonly code: string;
  readonly message: string;
  readonly receipt: string;
  readonly body: JsonObject;
  readonly dialect: ReplyDialect;
}

/** Takes a reply through HTTP status and JSON to its code. */
export function readReply(
  response: NativeResponse,
  effect: 'read' | 'write',
  context: CallContext,
): MahReply | { readonly fault: Fault } {
  if (response.status !== 200)
    return { fault: faultFromStatus(response.status, response.headers, effect, context.now) };
  const body = jsonObjectOf(response.body);
  if (body === undefined) return { fault: alien('no JSON object') };
  const dialect = replyDialect(context.profile);
  const code = codeText(atPath(body, dialect.codePath), dialect);
  if (code === undefined) return { fault: alien('no code of the agreed form') };
  const message = textOf(atPath(body, dialect.messagePath)) ?? '';
  return { code, message, receipt: textOf(atPath(body, dialect.receiptPath)) ?? '', body, dialect };
}

/** @returns the fault of a refusing code; one that neither profile nor adapter knows is an unknown outcome. */
export function refusal(reply: MahReply, effect: 'read' | 'write', context: CallContext): Fault {
  const otherwise = { category: 'unknown-outcome', code: 'MAH_UNDOCUMENTED_CODE' } as const;
  const fault = classifyNative([context.profile.faults, ownFaults], reply.code, scrub(reply.message), otherwise);
  const lost = effect === 'read' && fault.category === 'unknown-outcome';
  return lost ? { ...fault, category: 'unavailable' } : fault;
}

/** @returns the fault of a reply that says nothing we know. */
export function alien(reason: string): Fault {
  return { category: 'contract-broken', code: 'MAH_ALIEN_REPLY', nativeMessage: reason };
}

/** @returns the code as text, when it has the JSON type of this platform; undefined for anything else, empty text too. */
export function codeText(value: JsonValue | undefined, { codeForm }: ReplyDialect): string | undefined {
  if (codeForm === 'number') return typeof value === 'number' ? String(value) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
