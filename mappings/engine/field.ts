import { type Condition, compileCondition } from './condition.ts';
import { compileEach, type Loop, onlyWhen } from './each.ts';
import { MappingError, ProfileError } from './errors.ts';
import { compileFormat } from './formats.ts';
import { compileType } from './native-types.ts';
import type { Within } from './path.ts';
import type { KeyPath } from './place.ts';
import type { RawField, RawFields, Scope } from './types.ts';
import { atPlace, type CompileContext, compileValue, type Value } from './value.ts';

export type Native = string | NativeObject | readonly (string | NativeObject)[];
export interface NativeObject {
  [field: string]: Native;
}

/** @returns what stands in the message, or undefined for "leave it out". @throws MappingError */
export type Writer = (scope: Scope) => Native | undefined;

/**
 * Compiles a table of fields to one closure that fills an object, fields in the order of the file.
 * @throws ProfileError
 */
export function compileFields(
  raw: RawFields,
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
): (scope: Scope) => NativeObject {
  const writers = Object.entries(raw).map(([name, field]) => ({
    name,
    write: compileField(field, [...keyPath, name], within, context),
  }));
  return (scope) => {
    const object: NativeObject = {};
    for (const { name, write } of writers) {
      const value = write(scope);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
}

/** Compiles one field: a text, an object (`fields`), or a list of either (`each`). */
export function compileField(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext): Writer {
  checkSources(raw, keyPath, context);
  if (raw.each !== undefined) return listWriter(raw, raw.each, keyPath, within, context);
  const write =
    raw.fields === undefined
      ? textWriter(raw, keyPath, within, context)
      : objectWriter(raw, raw.fields, keyPath, within, context);
  const when = conditionOf(raw.when, [...keyPath, 'when'], within, context);
  return when === undefined ? write : (scope) => (when(scope) ? write(scope) : undefined);
}

function textWriter(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext): Writer {
  const value = compileValue(raw, keyPath, within, context);
  return checked(raw, keyPath, within, context, value.read, value.locate);
}

function objectWriter(
  raw: RawField,
  fields: RawFields,
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
): Writer {
  const fill = compileFields(fields, [...keyPath, 'fields'], within, context);
  const read = (scope: Scope): NativeObject | undefined => unlessEmpty(fill(scope));
  return checked(raw, keyPath, within, context, read, () => 'event');
}

function listWriter(raw: RawField, each: string, keyPath: KeyPath, within: Within, context: CompileContext): Writer {
  const loop = loopOf(raw, each, keyPath, within, context);
  const element = elementWriter(raw, keyPath, loop.within, context);
  const separator = joinOf(raw, keyPath, context);
  const list = (scope: Scope): (string | NativeObject)[] =>
    loop
      .scopes(scope)
      .map(element)
      .filter((item) => item !== undefined);
  const locate = (scope: Scope): string => (each === 'line.codes' ? `lines[${scope.lineIndex ?? 0}].codes` : each);
  if (separator === undefined) {
    return checked(raw, keyPath, within, context, (scope) => unlessEmpty(list(scope)), locate);
  }
  return checked(raw, keyPath, within, context, (scope) => list(scope).join(separator) || undefined, locate);
}

/** The condition of a list is one on its elements; `join` and `type` of a joined list concern the whole. */
function elementWriter(
  raw: RawField,
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
): (scope: Scope) => string | NativeObject | undefined {
  if (raw.fields !== undefined) return compileFields(raw.fields, [...keyPath, 'fields'], within, context);
  const { required, type, ...source } = raw;
  const value: Value = compileValue(source, keyPath, within, context);
  const typed = type === undefined || joinOf(raw, keyPath, context) !== undefined ? {} : { type };
  const write = checked(typed, keyPath, within, context, value.read, value.locate);
  return (scope: Scope): string | undefined => {
    const text = write(scope);
    return typeof text === 'string' ? text : undefined;
  };
}

function loopOf(raw: RawField, each: string, keyPath: KeyPath, within: Within, context: CompileContext): Loop {
  const loop = atPlace([...keyPath, 'each'], context.locate, () => compileEach(each, within));
  return onlyWhen(loop, conditionOf(raw.when, [...keyPath, 'when'], loop.within, context));
}

function joinOf(raw: RawField, keyPath: KeyPath, { locate }: CompileContext): string | undefined {
  const spec = raw.format;
  return spec === undefined ? undefined : atPlace([...keyPath, 'format'], locate, () => compileFormat(spec)).join;
}

/** Adds `type` and `required`, which hold for what is really sent: defaults and constants too. */
function checked<T extends Native>(
  raw: RawField,
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
  read: (scope: Scope) => T | undefined,
  locate: (scope: Scope) => string,
): Writer {
  const place = context.locate(keyPath);
  const { type } = raw;
  const problemOf =
    type === undefined
      ? undefined
      : atPlace([...keyPath, 'type'], context.locate, () => compileType(type, context.lengthUnit));
  const required = requiredOf(raw, keyPath, within, context);
  return (scope) => {
    const value = read(scope);
    if (value === undefined) {
      if (required(scope)) throw new MappingError(place, locate(scope), 'is missing and the platform requires it');
      return undefined;
    }
    // An empty default says "send it empty", which no type but text would allow.
    const problem = typeof value === 'string' && value !== '' ? problemOf?.(value) : undefined;
    if (problem !== undefined) throw new MappingError(place, locate(scope), problem);
    return value;
  };
}

function requiredOf(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext): Condition {
  if (typeof raw.required === 'object') {
    return conditionOf(raw.required, [...keyPath, 'required'], within, context) ?? (() => false);
  }
  return raw.required === true ? () => true : () => false;
}

function conditionOf(
  raw: RawField['when'],
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
): Condition | undefined {
  return raw === undefined ? undefined : atPlace(keyPath, context.locate, () => compileCondition(raw, within));
}

function checkSources(raw: RawField, keyPath: KeyPath, { locate }: CompileContext): void {
  const reads = raw.from !== undefined || raw.call !== undefined || raw.default !== undefined;
  const sources = [reads, raw.const !== undefined, raw.fields !== undefined].filter(Boolean).length;
  if (sources !== 1) {
    throw new ProfileError(locate(keyPath), 'needs exactly one source: from/call/default, const, or fields');
  }
  if (raw.const !== undefined && (raw.lookup ?? raw.format) !== undefined) {
    throw new ProfileError(locate(keyPath), 'const is native text already: lookup and format do not apply');
  }
}

function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
