/** A JSON value whose long numbers are kept as text. Objects have no prototype, so a key `__proto__` is only a key. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A reply body that is no JSON text in UTF-8. The message never repeats the body. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';
}

/** IEEE 754 doubles hold every decimal of up to 15 digits; a longer one is kept as the text the platform wrote. */
const SAFE_DIGITS = 15;

/** What a number must look like to need its source text; replies without one take the fast path. */
const LONG_NUMBER = /\d[\d.]{15}|\d[eE]\+?\d{3}/;

/** Nesting beyond this is no business reply (same figure as the XML guard); the walk below is recursive. */
const MAX_DEPTH = 64;

/**
 * Decodes and parses a reply body strictly: UTF-8 or an error, one JSON text, trace codes and serials in bare
 * numbers kept digit for digit (RFC 8259 §6 leaves their precision to the parser).
 * @param body bytes as received, inflated
 * @throws JsonRefused for an empty body, bytes that are no UTF-8 (a GBK reply), text that is no JSON, or nesting over 64.
 */
export function parseJson(body: Uint8Array): JsonValue {
  const text = decodeUtf8(body);
  if (text.trim() === '') throw new JsonRefused('empty body');
  let value: unknown;
  try {
    value = LONG_NUMBER.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
  } catch {
    throw new JsonRefused('not JSON');
  }
  return plain(value, 0);
}

/** @returns true when the value is a JSON object (neither an array nor null). */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a text or a number as text: platforms quote numbers at will.
 * @returns the text; undefined for anything else, so that a missing field never looks like an empty one.
 */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new JsonRefused('not UTF-8');
  }
}

/** ECMAScript "JSON.parse source text access": the reviver's context carries the literal as it stood in the text. */
function keepLongNumbers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const digits = context.source.replace(/[eE].*$/, '').replace(/\D/g, '').length;
  return digits > SAFE_DIGITS || !Number.isFinite(value) ? context.source : value;
}

function plain(value: unknown, depth: number): JsonValue {
  if (depth > MAX_DEPTH) throw new JsonRefused(`nested deeper than ${MAX_DEPTH}`);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  const copy: Record<string, JsonValue> = Object.create(null);
  for (const [key, item] of Object.entries(value as object)) copy[key] = plain(item, depth + 1);
  return copy;
}
