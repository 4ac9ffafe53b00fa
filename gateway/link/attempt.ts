import { type Fault, faultCategories, type NativeResponse, type Outcome } from '../../adapters/contract/index.ts';
import type { Verdict } from './breaker.ts';
import type { LinkCall } from './contract.ts';
import { linkFault, transportFault } from './transport-faults.ts';
import { decodeBody } from './transports/charset.ts';
import type { TransportFailure, TransportReply } from './transports/index.ts';

/** What one try came to. */
export interface Try {
  readonly outcome: Outcome;
  /** A request was handed to the transport. */
  readonly made: boolean;
  readonly sent: boolean;
  readonly response?: NativeResponse;
  /** May be repeated at once in the same execution. */
  readonly repeatable: boolean;
}

/** A try that the link itself turned down. */
export function refusedTry(fault: Fault): Try {
  return { outcome: { type: 'fault', fault }, made: false, sent: false, repeatable: false };
}

/** Turns what the transport reports into an outcome; never throws, whatever the adapter does. */
export function finishedTry(call: LinkCall, reply: TransportReply): Try {
  if (reply.type === 'failure') {
    const { failure } = reply;
    const outcome: Outcome = { type: 'fault', fault: transportFault(failure, call.effect) };
    return { outcome, made: true, sent: failure.sent, repeatable: repeatable(call, failure) };
  }
  const { response } = reply;
  return { outcome: classified(call, response), made: true, sent: true, response, repeatable: false };
}

function classified(call: LinkCall, response: NativeResponse): Outcome {
  try {
    return call.classify(response);
  } catch {
    // The adapter's error may quote the reply, which may name a person: the code says enough.
    return { type: 'fault', fault: linkFault('ADAPTER_FAILED') };
  }
}

/** Provably unsent, or a request that may go out twice whose connection died early. Never after a time limit: the peer is slow then. */
function repeatable(call: LinkCall, failure: TransportFailure): boolean {
  const unsent = ['DNS_FAILED', 'CONNECT_REFUSED', 'CONNECT_TIMEOUT', 'CONNECT_FAILED', 'TLS_FAILED'];
  if (unsent.includes(failure.code)) return true;
  if (failure.code !== 'CONNECTION_RESET' && failure.code !== 'REPLY_TRUNCATED') return false;
  if (call.effect === 'read') return true;
  // A write only when the platform knows repeats and an idle socket died under it (stale keep-alive).
  const twiceIsSafe = call.resend === 'safe' || call.resend === 'keyed';
  return twiceIsSafe && failure.reusedSocket && !failure.answered;
}

/** Only positive answers of the platform, business refusals among them, prove a link healthy. */
export function verdictOf(outcome: Outcome): Verdict {
  return outcome.type === 'fault' ? faultCategories[outcome.fault.category].breaker : 'success';
}

/** 64 KiB of reply are kept at most (reliability defaults: stored excerpt). */
const excerptBytes = 65_536;

export function excerptOf(response: NativeResponse): string {
  return decodeBody(response.body, response.headers['content-type'], excerptBytes);
}
