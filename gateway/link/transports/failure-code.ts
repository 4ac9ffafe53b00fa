import type { TransportFailureCode } from './contract.ts';

interface Progress {
  readonly sent: boolean;
  readonly answered: boolean;
}

/** Before the first byte of the request, by error code of Node (errno, OpenSSL) and undici. */
const beforeSending: Readonly<Record<string, TransportFailureCode>> = {
  ENOTFOUND: 'DNS_FAILED',
  EAI_AGAIN: 'DNS_FAILED',
  EAI_FAIL: 'DNS_FAILED',
  ENODATA: 'DNS_FAILED',
  ECONNREFUSED: 'CONNECT_REFUSED',
  UND_ERR_CONNECT_TIMEOUT: 'CONNECT_TIMEOUT',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  UND_ERR_INVALID_ARG: 'REQUEST_INVALID',
  EPROTO: 'TLS_FAILED',
};
/** OpenSSL verification results and Node's TLS errors. */
const tlsCode = /^(ERR_TLS|ERR_SSL|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA)/;
/** Headers beyond undici's limit; llhttp's parser errors often have a name only. */
const malformedCode = /^(HPE_|UND_ERR_HEADERS_OVERFLOW)/;
const parserErrorName = 'HTTPParserError';
/** llhttp at the end of the stream in the middle of a message. */
const endedEarlyCode = 'HPE_INVALID_EOF_STATE';

/** Classifies what undici or the socket threw, by how far the exchange had come. */
export function failureCode(error: Error, progress: Progress): TransportFailureCode {
  if (error.name === 'AddressForbidden') return 'ADDRESS_FORBIDDEN';
  const code = codeOf(error);
  if (!progress.sent) return tlsCode.test(code) ? 'TLS_FAILED' : (beforeSending[code] ?? 'CONNECT_FAILED');
  const malformed = malformedCode.test(code) || error.name === parserErrorName;
  if (malformed && code !== endedEarlyCode) return 'REPLY_MALFORMED';
  if (code === 'UND_ERR_INVALID_ARG') return 'REQUEST_INVALID';
  return progress.answered ? 'REPLY_TRUNCATED' : 'CONNECTION_RESET';
}

/** Several addresses tried (happy eyeballs) fail as one AggregateError: its first inner code speaks for it. */
function codeOf(error: unknown): string {
  const own = systemCode(error);
  if (own !== '' || typeof error !== 'object' || error === null || !('errors' in error)) return own;
  return Array.isArray(error.errors) ? systemCode(error.errors[0]) : '';
}

/** @returns the `code` of an error of Node or a library, '' when it has none */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
