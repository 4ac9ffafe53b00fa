import { type CallContext, classifyNative, type Fault, type NativeResponse } from '../contract/index.ts';
import { nextChinaMidnight } from '../kit/china-time.ts';
import { faultFromStatus } from '../kit/http.ts';
import type { JsonObject } from '../kit/json.ts';
import { businessFaults } from './business-faults.ts';
import { type Api, methodOf } from './families.ts';
import { alienFault, protocolFaults } from './faults.ts';
import { scrub } from './privacy.ts';
import { readReply, type TopError } from './reply.ts';

/** "This ban will last for 1 more seconds" (TOP code 7): 1-2 for the rate, tens of thousands when the day's quota is gone. */
const BAN_SECONDS = /ban will last for (\d{1,7}) more second/i;

/** The reply's business body, or the fault it came to. */
export type Read = { readonly body: JsonObject; readonly requestId: string } | { readonly fault: Fault };

/**
 * Takes a reply through HTTP status, JSON and TOP's error form.
 * @param api what was called
 */
export function readBody(response: NativeResponse, api: Api, effect: 'read' | 'write', context: CallContext): Read {
  if (response.status !== 200)
    return { fault: faultFromStatus(response.status, response.headers, effect, context.now) };
  const reply = readReply(response.body, methodOf(api, context.profile));
  if (reply.type === 'body') return { body: reply.body, requestId: reply.requestId };
  if (reply.type === 'alien') return { fault: alien(reply.reason) };
  return { fault: forEffect(protocolFault(reply.error, context), effect) };
}

/** @returns the fault of a refusal in the business layer; a code no table knows is `otherwise`. */
export function businessFault(
  nativeCode: string,
  message: string,
  requestId: string,
  context: CallContext,
  otherwise: Parameters<typeof classifyNative>[3],
): Fault {
  const text = withRequestId(scrub(message), requestId);
  return classifyNative([context.profile.faults, businessFaults], nativeCode, text, otherwise);
}

/** @returns the fault of a reply that says nothing we know. */
export function alien(reason: string): Fault {
  return { category: alienFault.category, code: alienFault.code, nativeMessage: reason };
}

/** A read loses nothing when its outcome is unknown: it may simply be asked again. */
export function forEffect(fault: Fault, effect: 'read' | 'write'): Fault {
  const lost = effect === 'read' && fault.category === 'unknown-outcome';
  return lost ? { ...fault, category: 'unavailable' } : fault;
}

function protocolFault(error: TopError, context: CallContext): Fault {
  const text = `${error.subCode} ${withRequestId(scrub(error.message), error.requestId)}`.trim();
  const otherwise = { category: 'unknown-outcome', code: 'MSFX_SERVICE_ERROR' } as const;
  const fault = classifyNative([context.profile.faults, protocolFaults], error.code, text, otherwise);
  const seconds = BAN_SECONDS.exec(error.message)?.[1];
  if (fault.category !== 'rate-limited') return fault;
  if (seconds !== undefined) return { ...fault, retryAfterMs: Number(seconds) * 1000 };
  // The platform's day ends at midnight in China.
  const untilMidnightMs = nextChinaMidnight(context.now) - context.now;
  return fault.code === 'MSFX_DAILY_QUOTA_USED' ? { ...fault, retryAfterMs: untilMidnightMs } : fault;
}

/** TOP's request_id is what its support asks for. */
function withRequestId(message: string, requestId: string): string {
  return requestId === '' ? message : `${message} [request_id ${requestId}]`;
}
