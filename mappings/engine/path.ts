import { roots, type Shape } from './shape.ts';
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
}

/**
 * Compiles a dotted path such as `line.product.gtin`.
 * @throws Error when no event, line, code or context has such a path, or its loop variable is not in sight.
 */
export function compilePath(path: string, within: Within): Path {
  const segments = path.split('.');
  const [root = '', ...rest] = segments;
  requireKnown(path, segments);
  if ((root === 'line' || root === 'itemIds') && !within.line) throw new Error(`'${path}' stands outside each: lines`);
  if (root === 'code' && !within.code) throw new Error(`'${path}' stands outside each: line.codes`);
  if (root === 'position' && !within.line) throw new Error(`'${path}' stands outside each`);
  const start = starts[root] ?? ((scope) => property(scope.input.event, root));
  return {
    read: (scope) => toText(follow(start(scope), rest)),
    locate: (scope) => [locateRoot(root, scope), ...rest].join('.'),
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
  line: (scope) => scope.line,
  code: (scope) => scope.code,
};

function locateRoot(root: string, scope: Scope): string {
  if (root === 'line' || root === 'itemIds') return `lines[${scope.lineIndex ?? 0}]`;
  if (root === 'code') return `lines[${scope.lineIndex ?? 0}].codes[${scope.codeIndex ?? 0}]`;
  return root;
}

function follow(start: unknown, keys: readonly string[]): unknown {
  let value = start;
  for (const key of keys) value = property(value, key);
  return value;
}

function property(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length > 0) return String(value.length);
  return undefined;
}

function requireKnown(path: string, segments: readonly string[]): void {
  let shape: Shape = roots;
  for (const segment of segments) {
    if (shape === 'open') return;
    const next: Shape | undefined =
      typeof shape === 'object' && Object.hasOwn(shape, segment) ? shape[segment] : undefined;
    if (next === undefined) throw new Error(`no path '${path}': nothing is called '${segment}' there`);
    shape = next;
  }
  if (typeof shape === 'object') throw new Error(`'${path}' is an object, not a value`);
  if (shape === 'open') throw new Error(`'${path}' is an object, name one of its keys`);
}
