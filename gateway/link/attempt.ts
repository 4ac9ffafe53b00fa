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
    return { outcome, made: true, sent: failure.sent, repeatable: repeatable(failure) };
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

const provablyUnprocessed: ReadonlySet<string> = new Set([
  'DNS_FAILED',
  'CONNECT_REFUSED',
  'CONNECT_TIMEOUT',
  'CONNECT_FAILED',
  'TLS_FAILED',
  'SSH_FAILED',
  // The temporary file of a try is written anew; nobody looks at it.
  'UPLOAD_BROKEN',
]);

/**
 * Only what provably reached nobody may leave again as it is: a request carries ids of its one try (msgid, nonce), and a platform that
 * has seen them takes the repeat for a replay and refuses the credential. Everything else is built anew by the schedule.
 */
function repeatable(failure: TransportFailure): boolean {
  return provablyUnprocessed.has(failure.code);
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
