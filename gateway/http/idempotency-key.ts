import { ProblemError } from './problem.ts';

/** An sf-string (RFC 8941 §3.3.3) with optional parameters, which are ignored. */
const quoted = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)" *(?:;.*)?$/;
/** The bare form that many POS systems send; no quote, comma, semicolon or blank, so that it cannot be mistaken for a list. */
const bare = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;
const longest = 255;

/**
 * Reads an Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header).
 * @returns the key; undefined when there is no header.
 * @throws ProblemError IDEMPOTENCY_KEY_INVALID
 */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const key = quoted.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? bare.exec(text)?.[0];
  if (key === undefined || key === '' || key.length > longest) throw new ProblemError('IDEMPOTENCY_KEY_INVALID');
  return key;
}
