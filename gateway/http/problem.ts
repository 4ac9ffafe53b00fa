import type { Bilingual } from '../../adapters/contract/index.ts';
import type { FieldError } from '../intake/contract.ts';
import { type Language, say } from './language.ts';
import type { Problem } from './openapi.generated.ts';
import { type ProblemCode, problemTypes } from './problem-types.ts';
import type { Reply } from './reply.ts';

export interface ProblemDetails {
  readonly detail?: Bilingual;
  readonly errors?: readonly ProblemPlace[];
  readonly retryAfterS?: number;
  /** The event that holds the identity already. */
  readonly eventId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One thing wrong with the request: where, what. */
export interface ProblemPlace extends FieldError {
  readonly in: 'body' | 'query' | 'path' | 'header';
}

/** Ends a request with a problem document. The message never leaves the process. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** @returns field errors as places of the request body. */
export function bodyErrors(errors: readonly FieldError[]): ProblemPlace[] {
  return errors.map((error) => ({ ...error, in: 'body' }));
}

/** More would help nobody and swell the reply. */
const mostErrors = 100;

/** The problem document (RFC 9457): `type` is a path of this server (§3.1.1 allows relative references with a full path). */
export function problemDocument(error: ProblemError, language: Language, requestId: string): Problem {
  const { status, retryable, title, hint } = problemTypes[error.code];
  const { detail, errors, retryAfterS, eventId } = error.details;
  return {
    type: `/docs#problem-${anchor(error.code)}`,
    title: say(title, language),
    status,
    detail: say(detail ?? hint, language),
    instance: `urn:uuid:${requestId}`,
    code: error.code,
    retryable,
    ...(retryAfterS === undefined ? {} : { retryAfter: retryAfterS }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(errors === undefined
      ? {}
      : {
          errors: errors.slice(0, mostErrors).map(({ in: place, pointer, code, message }) => ({
            in: place,
            pointer,
            code,
            detail: say(message, language),
          })),
        }),
  };
}

/** @returns the fragment of /docs that explains the problem. */
export function anchor(code: string): string {
  return code.toLowerCase().replaceAll('_', '-');
}

/** @returns the whole reply, headers included. */
export function problemReply(error: ProblemError, language: Language, requestId: string): Reply {
  const { retryAfterS, headers } = error.details;
  return {
    status: problemTypes[error.code].status,
    body: problemDocument(error, language, requestId),
    headers: { ...(retryAfterS === undefined ? {} : { 'Retry-After': String(retryAfterS) }), ...headers },
  };
}
