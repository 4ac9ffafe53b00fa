import type { NativeRequest, NativeResponse } from '../../../adapters/contract/index.ts';

/** Why there is no complete reply. Messages and categories: gateway/link/transport-faults.ts. */
const transportFailureCodes = [
  'DNS_FAILED',
  'CONNECT_REFUSED',
  'CONNECT_TIMEOUT',
  'CONNECT_FAILED',
  'TLS_FAILED',
  'SSH_FAILED',
  'HOST_KEY_REFUSED',
  'ADDRESS_FORBIDDEN',
  'REQUEST_INVALID',
  'WSDL_INVALID',
  'SIGNING_FAILED',
  'UPLOAD_BROKEN',
  'REPLY_TIMEOUT',
  'CONNECTION_RESET',
  'REPLY_TRUNCATED',
  'REPLY_TOO_LARGE',
  'REPLY_MALFORMED',
] as const;
export type TransportFailureCode = (typeof transportFailureCodes)[number];

export interface TransportFailure {
  readonly code: TransportFailureCode;
  /** A byte of the request may have left this host. */
  readonly sent: boolean;
  /** A byte of a reply arrived. */
  readonly answered: boolean;
}

export type TransportReply =
  | { readonly type: 'reply'; readonly response: NativeResponse }
  | { readonly type: 'failure'; readonly failure: TransportFailure };

/** One request under way. */
export interface Exchange {
  /** Never rejects. */
  readonly reply: Promise<TransportReply>;
  /** Resolves when no socket works for this request any more: only then is its permit free. Never rejects. */
  readonly ended: Promise<void>;
}

/** Sends native requests of one protocol to one endpoint and nowhere else. */
export interface Transport {
  /** @param signal the deadline; aborting it ends the socket */
  send(request: NativeRequest, signal: AbortSignal): Exchange;
  /** Ends all sockets; requests under way end as failures. */
  close(): Promise<void>;
}

/** A request that could not be signed, or not in time: it has not left. */
export const notSigned: TransportFailure = { code: 'SIGNING_FAILED', sent: false, answered: false };

/** A failure known before anything was tried. */
export function failedExchange(code: TransportFailureCode): Exchange {
  const failure = { code, sent: false, answered: false };
  return { reply: Promise.resolve({ type: 'failure', failure }), ended: Promise.resolve() };
}
