import { isTable, roots, type Shape } from './shape.ts';
import { didYouMean } from './suggest.ts';
import type { Scope } from './types.ts';

/** Which loop variables are in sight where the path stands. */
export interface Within {
  readonly line: boolean;
  readonly code: boolean;
}

export interface Path {
  /** @returns the value as text; undefined when it is absent or empty. Booleans read `true`/`false`, lists as their length. */
  read(scope: Scope): string | undefined;
  /** @returns where in the event the path points, e.g. `lines[0].product.gtin`. */
  locate(scope: Scope): string;
  /** All texts it can have, where the event schema names them. */
  readonly texts?: readonly string[];
}

/**
 * Compiles a dotted path such as `line.product.gtin`.
 * @throws Error when no event, line, code or context has such a path, or its loop variable is not in sight.
 */
export function compilePath(path: string, within: Within): Path {
  const segments = path.split('.');
  const [root = '', ...rest] = segments;
  const shape = shapeAt(path, segments);
  if ((root === 'line' || root === 'itemIds') && !within.line) throw new Error(`'${path}' stands outside each: lines`);
  if (root === 'code' && !within.code) throw new Error(`'${path}' stands outside each: line.codes`);
  if ((root === 'position' || root === 'row') && !within.line) throw new Error(`'${path}' stands outside each`);
  const start = starts[root];
  return {
    read: start === undefined ? reader((scope) => scope.input.event, segments) : reader(start, rest),
    locate: (scope) => [locateRoot(root, scope), ...rest].join('.'),
    ...(Array.isArray(shape) && { texts: shape }),
  };
}

const starts: Readonly<Record<string, (scope: Scope) => unknown>> = {
  event: (scope) => scope.input.event,
  institution: (scope) => scope.input.institution,
  ids: (scope) => scope.input.ids,
  itemIds: (scope) => (scope.lineIndex === undefined ? undefined : scope.input.itemIds?.[scope.lineIndex]),
  call: (scope) => scope.input.call,
  constants: (scope) => scope.constants,
  position: (scope) => String((scope.codeIndex ?? scope.lineIndex ?? 0) + 1),
  row: (scope) => String(scope.row ?? 1),
  line: (scope) => scope.line,
  code: (scope) => scope.code,
};

function locateRoot(root: string, scope: Scope): string {
  if (root === 'line' || root === 'itemIds') return `lines[${scope.lineIndex ?? 0}]`;
  if (root === 'code') return `lines[${scope.lineIndex ?? 0}].codes[${scope.codeIndex ?? 0}]`;
  return root;
}

/** One closure per depth: a path is read for every field of every row, and a loop over its keys costs half of it. */
function reader(start: (scope: Scope) => unknown, keys: readonly string[]): Path['read'] {
  const [first, second, third, ...further] = keys;
  if (first === undefined) return (scope) => toText(start(scope));
  if (second === undefined) return (scope) => toText(property(start(scope), first));
  if (third === undefined) return (scope) => toText(property(property(start(scope), first), second));
  return (scope) => {
    let value = property(property(property(start(scope), first), second), third);
    for (const key of further) value = property(value, key);
    return toText(value);
  };
}

/** Keys that every object inherits are refused when the path is compiled, so a plain read finds own values only. */
function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length > 0) return String(value.length);
  return undefined;
}

/** @throws Error when there is nothing there, or an object. */
function shapeAt(path: string, segments: readonly string[]): Shape {
  let shape: Shape = roots;
  const walked: string[] = [];
  for (const segment of segments) {
    if (segment in Object.prototype || segment === '') throw new Error(`'${path}' is no path: '${segment}' is no key`);
    if (shape === 'open') {
      walked.push(segment);
      continue;
    }
    const next: Shape | undefined = isTable(shape) && Object.hasOwn(shape, segment) ? shape[segment] : undefined;
    if (next === undefined) throw new Error(noSuchPath(path, segment, walked, shape));
    walked.push(segment);
    shape = next;
  }
  if (isTable(shape)) {
    throw new Error(`'${path}' is an object, not a value; name one of ${Object.keys(shape).join(', ')}`);
  }
  if (shape === 'open' && Object.hasOwn(roots, path)) throw new Error(`'${path}' is an object, name one of its keys`);
  return shape;
}

function noSuchPath(path: string, segment: string, walked: readonly string[], shape: Shape): string {
  const parent = walked.length === 0 ? '' : ` in '${walked.join('.')}'`;
  if (!isTable(shape)) return `there is no path '${path}': '${walked.join('.')}' is a value and holds nothing`;
  return `there is no path '${path}': nothing is called '${segment}'${parent}${didYouMean(segment, Object.keys(shape))}`;
}
