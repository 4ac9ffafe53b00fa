import type { SchemaError } from '../schema.ts';
import { didYouMean } from './suggest.ts';

/** What is wrong with a file, for whoever wrote it. */
export interface Problem {
  readonly keyPath: readonly string[];
  readonly reason: string;
}

/**
 * @param violations of one document against a schema
 * @returns the most telling of them as a sentence: the deepest, since a branch's own error says more than "no branch fits".
 */
export function describeViolation(
  violations: readonly SchemaError[],
  document: unknown,
  schema: unknown,
): Problem | undefined {
  const depth = ({ pointer }: SchemaError): number => pointer.split('/').length;
  const deepest = Math.max(...violations.map(depth));
  const candidates = violations.filter((violation) => depth(violation) === deepest);
  const telling = mostTelling.map((wanted) => candidates.find(({ keyword }) => keyword === wanted));
  const violation = telling.find((one) => one !== undefined) ?? candidates[0];
  if (violation === undefined) return undefined;
  const keyPath = keysOf(violation.pointer);
  return { keyPath, reason: sentence(violation, keyPath, valueAt(document, keyPath), schema) };
}

/** Of several violations at one place: a slip in a key or word says what is meant; that no branch fits says all that is allowed. */
const mostTelling = ['additionalProperties', 'enum', 'anyOf'];

function sentence(
  { keyword, params, message }: SchemaError,
  keyPath: string[],
  value: unknown,
  schema: unknown,
): string {
  const key = keyPath.at(-1) ?? '';
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(key, keyPath, schema);
    case 'required':
      return `the key '${key}' is missing`;
    case 'enum':
      return `${shown(value)} is not allowed${didYouMean(String(value), texts(params.allowedValues))}`;
    case 'type':
      return typeSentence(params.type, value);
    case 'pattern':
      return patterns[key] === undefined
        ? `${shown(value)} does not match ${String(params.pattern)}`
        : `${shown(value)} is no ${patterns[key]}`;
    case 'format':
      return `${shown(value)} is no ${formats[String(params.format)] ?? String(params.format)}`;
    case 'anyOf':
      return `must be ${alternatives[key] ?? 'a text, a list of texts, or { present: true } or { present: false }'}`;
    case 'minimum':
      return `must be at least ${String(params.limit)}`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return 'must not be empty';
    default:
      return message;
  }
}

/** `{ type: N16,4 }` reads as a type N16 and a key 4: the comma ends the value. */
function unknownKey(key: string, keyPath: readonly string[], schema: unknown): string {
  const known = knownKeys(schema, keyPath.slice(0, -1));
  if (/^\d+$/.test(key) && known.includes('type')) {
    return `a comma in { } begins a new key, here '${key}'; write a type with a comma in quotes: type: "N16,4"`;
  }
  return `there is no key '${key}'${didYouMean(key, known)}`;
}

function typeSentence(type: unknown, value: unknown): string {
  const isTextWanted = [type].flat().includes('string');
  if (isTextWanted && (typeof value === 'number' || typeof value === 'boolean')) {
    return `must be a text; write it in quotes: "${String(value)}"`;
  }
  return `must be ${texts([type].flat().filter((one) => one !== 'null'))
    .map((one) => names[one] ?? one)
    .join(' or ')}`;
}

const names: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a table (key: value)',
  array: 'a list',
  integer: 'a whole number',
  boolean: 'true or false',
};

const patterns: Readonly<Record<string, string>> = {
  id: 'profile id; write <family>/<name> in lower case, e.g. nhsa/430000-hunan',
  type: 'type; write Cn, Np or Np,s, date, datetime or text, e.g. C50 or N16,4',
  code: 'fault code; write it in capitals, e.g. ROW_REPEATED',
};

const formats: Readonly<Record<string, string>> = {
  date: 'date yyyy-MM-dd',
  regex: 'regular expression',
};

const alternatives: Readonly<Record<string, string>> = {
  from: 'a path or a list of paths',
  required: 'true, false, or a table of conditions (path: test)',
};

/** @returns the keys that the schema knows at the place, for a suggestion. */
function knownKeys(schema: unknown, keyPath: readonly string[]): string[] {
  let nodes = branches(schema, schema);
  for (const key of keyPath) {
    nodes = nodes.flatMap((node) => {
      const next =
        member(member(node, 'properties'), key) ?? member(node, 'additionalProperties') ?? member(node, 'items');
      return branches(next, schema);
    });
  }
  return nodes.flatMap((node) => Object.keys(object(member(node, 'properties'))));
}

/** The schema itself and the alternatives in it, references followed. */
function branches(node: unknown, schema: unknown): unknown[] {
  const reference = member(node, '$ref');
  const followed = typeof reference === 'string' ? reference.split('/').slice(1).reduce<unknown>(member, schema) : node;
  const anyOf = member(followed, 'anyOf');
  return Array.isArray(anyOf) ? anyOf.flatMap((one) => branches(one, schema)) : [followed];
}

function valueAt(document: unknown, keyPath: readonly string[]): unknown {
  return keyPath.reduce<unknown>(member, document);
}

function member(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined;
}

function object(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function texts(values: unknown): string[] {
  return Array.isArray(values) ? values.filter((value) => value !== null).map(String) : [];
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** JSON Pointer → keys (RFC 6901 §4). */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
