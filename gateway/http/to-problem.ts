import { StoreError } from '../store/contract.ts';
import { CursorError } from '../store/cursor.ts';
import { ProblemError } from './problem.ts';
import type { ProblemCode } from './problem-types.ts';

/** Errors of body-parser by their `type` (body-parser README, "Errors"). */
const parserProblems: Readonly<Record<string, ProblemCode>> = {
  'entity.too.large': 'BODY_TOO_LARGE',
  'encoding.unsupported': 'MEDIA_TYPE_UNSUPPORTED',
  'request.aborted': 'BODY_DAMAGED',
  'request.size.invalid': 'BODY_DAMAGED',
};

/**
 * Turns whatever a route or a library threw into a problem. Nothing of a foreign error's text is passed on: parsers quote the
 * input in it.
 * @returns the problem; INTERNAL_ERROR for what is nobody's fault but ours.
 */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreError) {
    return new ProblemError(error.kind === 'full' ? 'STORE_FULL' : 'STORE_UNAVAILABLE', {
      retryAfterS: error.retryAfterS,
    });
  }
  if (error instanceof CursorError) return new ProblemError('CURSOR_INVALID');
  if (error instanceof URIError) return new ProblemError('ROUTE_NOT_FOUND');
  if (typeof error !== 'object' || error === null) return new ProblemError('INTERNAL_ERROR');
  const known = 'type' in error && typeof error.type === 'string' ? parserProblems[error.type] : undefined;
  if (known !== undefined) return new ProblemError(known);
  // Inflating failed: body-parser gives the zlib error status 400 and no type.
  if ('status' in error && error.status === 400) return new ProblemError('BODY_DAMAGED');
  return new ProblemError('INTERNAL_ERROR');
}
