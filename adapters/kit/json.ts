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
const LONG_NUMBER = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;

/** Nesting beyond this is no business reply (same figure as the XML guard); the walk below is recursive. */
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Decodes and parses a reply body strictly: UTF-8 or an error, one JSON text, no member twice in an object (which one counts is
 * anyone's guess, RFC 8259 §4), trace codes and serials in bare numbers kept digit for digit (§6 leaves their precision to the parser).
 * @param body bytes as received, inflated
 * @throws JsonRefused for an empty body, bytes that are no UTF-8 (a GBK reply), text that is no JSON, nesting over 64, or a
 * member that stands twice.
 */
export function parseJson(body: Uint8Array): JsonValue {
  const text = decodeUtf8(body);
  if (text.trim() === '') throw new JsonRefused('empty body');
  const membersInText = countMembers(text);
  let value: unknown;
  try {
    value = LONG_NUMBER.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
  } catch {
    throw new JsonRefused('not JSON');
  }
  const members = { count: 0 };
  const copy = plain(value, members);
  if (members.count !== membersInText) throw new JsonRefused('a member stands twice');
  return copy;
}

/** @returns the JSON object that a body holds; undefined for anything else. */
export function jsonObjectOf(body: Uint8Array): JsonObject | undefined {
  try {
    const value = parseJson(body);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof JsonRefused) return undefined;
    throw error;
  }
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

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new JsonRefused('not UTF-8');
  }
}

/** ECMAScript "JSON.parse source text access": the reviver's context carries the literal as it stood in the text. */
function keepLongNumbers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const digits = context.source.replace(/[eE].*$/, '').replace(/\D/g, '');
  const lost = !Number.isFinite(value) || (value === 0 && /[1-9]/.test(digits));
  return lost || digits.length > SAFE_DIGITS ? context.source : value;
}

/**
 * Looks at the text outside of strings, before the parser does: 1 MB of brackets keeps that one busy for 80 ms.
 * @returns how many members its objects have, repeated ones too: the colons
 * @throws JsonRefused when brackets nest too deep
 */
function countMembers(text: string): number {
  let count = 0;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) inString = !inString;
    else if (inString) at += char === BACKSLASH ? 1 : 0;
    else if (char === COLON) count += 1;
    else if (char === OPEN_BRACKET || char === OPEN_BRACE) depth += 1;
    else if (char === CLOSE_BRACKET || char === CLOSE_BRACE) depth -= 1;
    if (depth > MAX_DEPTH) throw new JsonRefused(`nested deeper than ${MAX_DEPTH}`);
  }
  return count;
}

/** @param members counts those of all objects in the value */
function plain(value: unknown, members: { count: number }): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map((item) => plain(item, members));
  const copy: Record<string, JsonValue> = Object.create(null);
  for (const [key, item] of Object.entries(value as object)) {
    members.count += 1;
    copy[key] = plain(item, members);
  }
  return copy;
}
