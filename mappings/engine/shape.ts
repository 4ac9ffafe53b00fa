import { readFileSync } from 'node:fs';
import { codeKinds } from '../model/recognised.ts';

/**
 * What a path may walk through: `leaf` is a text, an array one of these texts, `list` reads as its length, `open` takes any
 * further key, an object names the keys it knows.
 */
export type Shape = 'leaf' | 'list' | 'open' | readonly string[] | Shapes;
export interface Shapes {
  readonly [key: string]: Shape;
}

type Json = { readonly [key: string]: unknown };

const schema = readSchema();
const eventShape = fromSchema(schema);
if (!isTable(eventShape)) throw new Error('the event schema is not an object');

/** Paths of the profiles' world: built from the event schema itself, so that a mistyped path fails when the profile is loaded. */
export const roots: Readonly<Record<string, Shape>> = {
  ...eventShape,
  event: eventShape,
  institution: { ...shapeOf('leaf', 'code name region'), identity: 'open' },
  ids: 'open',
  itemIds: 'open',
  call: 'open',
  constants: 'open',
  position: 'leaf',
  row: 'leaf',
  line: fromSchema(['$defs', 'line'].reduce(child, schema)),
  // RecognisedCode (mappings/model): codes have been recognised before a profile sees them.
  code: {
    ...shapeOf('leaf', 'raw value parent prefix gtin serial lot expiresOn'),
    kind: codeKinds,
    packLevel: ['small', 'middle', 'large'],
  },
};

/** @returns whether it has keys of its own. */
export function isTable(shape: Shape): shape is Shapes {
  return typeof shape === 'object' && !Array.isArray(shape);
}

function readSchema(): Json {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../model/event.schema.json', import.meta.url), 'utf8'));
  return object(parsed);
}

function fromSchema(node: Json): Shape {
  const reference = node.$ref;
  if (typeof reference === 'string') {
    return fromSchema(reference.split('/').slice(1).reduce(child, schema));
  }
  if (node.type === 'array') return 'list';
  if (node.type === 'boolean') return ['true', 'false'];
  if (Array.isArray(node.enum)) return node.enum.map(String);
  if (node.type !== 'object') return 'leaf';
  if (node.properties === undefined) return 'open';
  return Object.fromEntries(
    Object.entries(object(node.properties)).map(([key, value]) => [key, fromSchema(object(value))]),
  );
}

function child(node: Json, key: string): Json {
  return object(node[key]);
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not a JSON object');
  return { ...value };
}

function shapeOf(shape: Shape, keys: string): Shapes {
  return Object.fromEntries(keys.split(' ').map((key) => [key, shape]));
}
