import { type Condition, compileCondition } from './condition.ts';
import { compileEach, type Loop, onlyWhen } from './each.ts';
import { MappingError, ProfileError, type ProfilePlace } from './errors.ts';
import { compileFormat } from './formats.ts';
import { compileType, type TypeCheck } from './native-types.ts';
import type { Within } from './path.ts';
import type { KeyPath } from './place.ts';
import { MissedSplit } from './regroup.ts';
import { checkSources } from './sources.ts';
import type { RawField, RawFields, Scope } from './types.ts';
import { atPlace, type CompileContext, compileValue } from './value.ts';

export type Native = string | NativeObject | readonly (string | NativeObject)[];
export interface NativeObject {
  [field: string]: Native;
}

/** @returns what stands in the message, or undefined for "leave it out". @throws MappingError */
export type Writer = (scope: Scope) => Native | undefined;
type Filler = (scope: Scope) => NativeObject;

/**
 * Compiles a table of fields to one closure that fills an object, fields in the order of the file.
 * @throws ProfileError
 */
export function compileFields(raw: RawFields, keyPath: KeyPath, within: Within, context: CompileContext): Filler {
  const names = spelledNames(raw, keyPath, context);
  const fields = Object.entries(raw);
  for (const [name, field] of fields) checkSources(field, [...keyPath, name], Object.keys(raw), context);
  const writers = fields.map(([name, field]) => compileField(field, [...keyPath, name], within, context));
  const count = writers.length;
  return (scope) => {
    const object: NativeObject = {};
    for (let index = 0; index < count; index += 1) {
      const value = writers[index]?.(scope);
      if (value !== undefined) object[names[index] ?? ''] = value;
    }
    return object;
  };
}

function spelledNames(raw: RawFields, keyPath: KeyPath, { spell, locate }: CompileContext): string[] {
  const writtenAs = new Map<string, string>();
  for (const name of Object.keys(raw)) {
    const spelled = spell(name);
    const twin = writtenAs.get(spelled);
    if (twin !== undefined) {
      throw new ProfileError(locate([...keyPath, name]), `'${twin}' and '${name}' are both sent as '${spelled}'`);
    }
    writtenAs.set(spelled, name);
  }
  return [...writtenAs.keys()];
}

/** Compiles one field: a text, an object (`fields`), or a list of either (`each`). */
export function compileField(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext): Writer {
  if (raw.each !== undefined) return listWriter(raw, raw.each, keyPath, within, context);
  const write =
    raw.fields === undefined
      ? textWriter(raw, keyPath, within, context)
      : objectWriter(raw, raw.fields, keyPath, within, context);
  const when = conditionOf(raw.when, [...keyPath, 'when'], within, context);
  return when === undefined ? write : (scope) => (when(scope) ? write(scope) : undefined);
}

function textWriter(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext) {
  const { read, locate } = compileValue(raw, keyPath, within, context);
  const check = typeCheckOf(raw, keyPath, context);
  if (check !== undefined) checkFixedTexts(raw, check, keyPath, context);
  const required = requiredOf(raw, keyPath, within, context);
  const empty = (['const', 'default'] as const).find((key) => raw[key] === '');
  if (required !== undefined && empty !== undefined) {
    throw new ProfileError(context.locate([...keyPath, empty]), 'is sent empty, so the field cannot be required');
  }
  const filler = context.emptyFields === 'fill' ? fillerOf(raw) : undefined;
  if (check === undefined && required === undefined && filler === undefined) return read;
  const place = context.locate(keyPath);
  return (scope: Scope): string | undefined => {
    const text = read(scope);
    if (text === undefined) {
      if (required?.(scope)) throw missing(place, locate(scope));
      return filler;
    }
    // An empty default says "send it empty", which no type but text would allow.
    const problem = text === '' ? undefined : check?.(text);
    if (problem !== undefined) throw new MappingError(place, locate(scope), problem);
    return text;
  };
}

/** What stands for nothing where a platform wants every field: 0 for a number, an empty text for anything else. */
function fillerOf({ type }: RawField): string {
  return type?.startsWith('N') === true ? '0' : '';
}

/** Texts of the file itself are judged when it is loaded: at run time the POS would be blamed for them. */
function checkFixedTexts(raw: RawField, check: TypeCheck, keyPath: KeyPath, { locate, lookups }: CompileContext): void {
  const table = typeof raw.lookup === 'string' ? lookups[raw.lookup] : raw.lookup;
  const looked = raw.format === undefined ? Object.entries(table ?? {}) : [];
  const fixed: ReadonlyArray<readonly [key: string, whose: string, text: string]> = [
    ['default', 'the default', raw.default ?? ''],
    ['const', 'the const', raw.const ?? ''],
    ...looked.map(([text, native]) => ['lookup', `the text for '${text}'`, native] as const),
  ];
  for (const [key, whose, text] of fixed) {
    const problem = text === '' ? undefined : check(text);
    if (problem !== undefined) throw new ProfileError(locate([...keyPath, key]), `${whose} of this field ${problem}`);
  }
}

function objectWriter(
  raw: RawField,
  fields: RawFields,
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
): Writer {
  const fill = compileFields(fields, [...keyPath, 'fields'], within, context);
  const required = requiredOf(raw, keyPath, within, context);
  const place = context.locate(keyPath);
  return (scope) => {
    const object = fill(scope);
    for (const _ in object) return object;
    if (required?.(scope)) throw missing(place, 'event');
    return undefined;
  };
}

function listWriter(raw: RawField, each: string, keyPath: KeyPath, within: Within, context: CompileContext): Writer {
  const loop = loopOf(raw, each, keyPath, within, context);
  const separator = joinOf(raw, keyPath, context);
  const element = elementWriter(raw, separator, keyPath, loop.within, context);
  const check = separator === undefined ? undefined : typeCheckOf(raw, keyPath, context);
  const required = requiredOf(raw, keyPath, within, context);
  const place = context.locate(keyPath);
  const locate = (scope: Scope): string => (each === 'line.codes' ? `lines[${scope.lineIndex ?? 0}].codes` : each);
  return (scope) => {
    const list: (string | NativeObject)[] = [];
    for (const one of scopesAt(place, loop, scope)) {
      one.row = list.length + 1;
      const item = element(one);
      if (item !== undefined) list.push(item);
    }
    if (list.length === 0) {
      if (required?.(scope)) throw missing(place, locate(scope));
      return undefined;
    }
    if (separator === undefined) return list;
    const text = list.join(separator);
    const problem = check?.(text);
    if (problem !== undefined) throw new MappingError(place, locate(scope), problem);
    return text;
  };
}

function scopesAt(place: ProfilePlace, loop: Loop, scope: Scope): Scope[] {
  try {
    return loop.scopes(scope);
  } catch (error) {
    if (error instanceof MissedSplit) throw new MappingError(place, error.inputPath, error.message);
    throw error;
  }
}

/** The condition of a list is one on its elements; `join` and `type` of a joined list concern the whole. */
function elementWriter(
  raw: RawField,
  separator: string | undefined,
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
): (scope: Scope) => string | NativeObject | undefined {
  if (raw.fields !== undefined) return compileFields(raw.fields, [...keyPath, 'fields'], within, context);
  const { required: _, type, ...source } = raw;
  const isOfElement = type !== undefined && separator === undefined;
  // A list of texts has as many as the event; there is no empty one to fill.
  const unfilled = { ...context, emptyFields: 'omit' } as const;
  return textWriter(isOfElement ? { ...source, type } : source, keyPath, within, unfilled);
}

function loopOf(raw: RawField, each: string, keyPath: KeyPath, within: Within, context: CompileContext): Loop {
  const loop = atPlace([...keyPath, 'each'], context.locate, () => compileEach(each, within));
  return onlyWhen(loop, conditionOf(raw.when, [...keyPath, 'when'], loop.within, context));
}

function joinOf(raw: RawField, keyPath: KeyPath, { locate }: CompileContext): string | undefined {
  const { format } = raw;
  if (format === undefined) return undefined;
  return atPlace([...keyPath, 'format'], locate, () => compileFormat(format)).join;
}

/** `type` and `required` hold for what is really sent: defaults and constants too. */
function typeCheckOf({ type }: RawField, keyPath: KeyPath, context: CompileContext): TypeCheck | undefined {
  if (type === undefined) return undefined;
  return atPlace([...keyPath, 'type'], context.locate, () => compileType(type, context.lengthUnit));
}

function requiredOf(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext): Condition | undefined {
  if (typeof raw.required === 'object') return conditionOf(raw.required, [...keyPath, 'required'], within, context);
  return raw.required === true ? () => true : undefined;
}

function conditionOf(
  raw: RawField['when'],
  keyPath: KeyPath,
  within: Within,
  context: CompileContext,
): Condition | undefined {
  return raw === undefined ? undefined : atPlace(keyPath, context.locate, () => compileCondition(raw, within));
}

function missing(place: ProfilePlace, inputPath: string): MappingError {
  return new MappingError(place, inputPath, 'is missing and the platform requires it');
}
