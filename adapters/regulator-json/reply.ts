import { type CallContext, classifyNative, type Fault, type NativeResponse } from '../contract/index.ts';
import { faultFromStatus } from '../kit/http.ts';
import { type JsonObject, type JsonValue, jsonObjectOf, textOf } from '../kit/json.ts';
import { atPath } from '../kit/json-path.ts';
import { type ReplyDialect, replyDialect } from './dialect.ts';
import { isGenuine } from './digest.ts';
import { ownFaults } from './faults.ts';
import { scrub } from './privacy.ts';

/** A reply that says yes, is of this event and genuine. */
export interface Accepted {
  readonly body: JsonObject;
  readonly receipt: string;
  readonly dialect: ReplyDialect;
}

/**
 * Takes a reply through HTTP status, JSON, success mark, digest and event id. Nothing without a right digest is believed, except
 * that the platform refuses the sender's identity: one that cannot recognise the sender cannot sign for it either (decision 0066).
 * @param eventId of the request
 */
export function readReply(
  response: NativeResponse,
  eventId: string,
  effect: 'read' | 'write',
  context: CallContext,
): Accepted | { readonly fault: Fault } {
  if (response.status !== 200)
    return { fault: faultFromStatus(response.status, response.headers, effect, context.now) };
  const body = jsonObjectOf(response.body);
  if (body === undefined) return { fault: alien('no JSON object') };
  const dialect = replyDialect(context.profile);
  const mark = markText(atPath(body, dialect.successPath), dialect);
  const code = textOf(atPath(body, dialect.codePath)) ?? '';
  if (mark === undefined || code === '') return { fault: alien('no success mark of the agreed form, or no code') };
  const refused = mark === dialect.successValue ? undefined : refusal(code, body, dialect, effect, context);
  if (refused?.category === 'auth') return { fault: refused };
  if (!isGenuine(response, body, context)) return { fault: forged() };
  if (dialect.eventPath !== undefined && textOf(atPath(body, dialect.eventPath)) !== eventId)
    return { fault: alien('the reply is of another event') };
  if (refused !== undefined) return { fault: refused };
  const receipt = dialect.receiptPath === undefined ? '' : (textOf(atPath(body, dialect.receiptPath)) ?? '');
  return { body, receipt, dialect };
}

/** @returns the fault of a reply that says nothing we know. */
export function alien(reason: string): Fault {
  return { category: 'contract-broken', code: 'REGULATOR_ALIEN_REPLY', nativeMessage: reason };
}

function forged(): Fault {
  const reason = 'the digest of the reply is missing or wrong';
  return { category: 'contract-broken', code: 'REGULATOR_REPLY_DIGEST_WRONG', nativeMessage: reason };
}

/** A code that neither profile nor adapter knows is an unknown outcome; a read loses nothing by that. */
function refusal(
  code: string,
  body: JsonObject,
  dialect: ReplyDialect,
  effect: 'read' | 'write',
  context: CallContext,
): Fault {
  const otherwise = { category: 'unknown-outcome', code: 'REGULATOR_UNDOCUMENTED_CODE' } as const;
  const message = scrub(textOf(atPath(body, dialect.messagePath)) ?? '');
  const fault = classifyNative([context.profile.faults, ownFaults], code, message, otherwise);
  const lost = effect === 'read' && fault.category === 'unknown-outcome';
  return lost ? { ...fault, category: 'unavailable' } : fault;
}

/** @returns the success mark as text, when it has the JSON type of this platform; undefined otherwise, for empty text too. */
function markText(value: JsonValue | undefined, { successForm }: ReplyDialect): string | undefined {
  if (successForm === 'boolean') return typeof value === 'boolean' ? String(value) : undefined;
  if (successForm === 'number') return typeof value === 'number' ? String(value) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
