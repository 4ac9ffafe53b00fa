import { MappingError, ProfileError, type ProfilePlace } from './errors.ts';
import { compileFormat } from './formats.ts';
import type { LengthUnit } from './native-types.ts';
import { compilePath, type Path, type Within } from './path.ts';
import type { KeyPath, Locate } from './place.ts';
import type { Spell } from './spelling.ts';
import { didYouMean } from './suggest.ts';
import type { CallFunctions, EmptyFields, RawField, Scope } from './types.ts';

/** What compiling any part of one profile needs to know. */
export interface CompileContext {
  readonly locate: Locate;
  /** Whether an ancestor has the key. */
  readonly inherits: (keyPath: KeyPath) => boolean;
  readonly lengthUnit: LengthUnit;
  readonly functions: CallFunctions;
  readonly spell: Spell;
  readonly emptyFields: EmptyFields;
  readonly lookups: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One value of the input, on its way to a native field. */
export interface Value {
  /** @returns the native text; undefined when there is none. @throws MappingError */
  read(scope: Scope): string | undefined;
  /** @returns where in the event the value is looked for. */
  locate(scope: Scope): string;
}

type Step = (text: string) => string;

/**
 * Compiles the directives that give one text, in this order: `from` (first path with a value) → `call` → `default` when
 * there is nothing; otherwise `lookup` → `format`. A default is native text already, so neither is applied to it.
 * @throws ProfileError
 */
export function compileValue(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext): Value {
  if (raw.const !== undefined) {
    const text = raw.const;
    return { read: () => text, locate: () => 'const' };
  }
  const paths = compilePaths(raw, keyPath, within, context);
  const call = functionNamed(raw, keyPath, context);
  const locate = (scope: Scope): string => paths[0]?.locate(scope) ?? elementPath(scope);
  const place = context.locate(keyPath);
  const lookup = lookupStep(raw, paths, keyPath, context);
  const change = changeStep(raw, keyPath, context);
  const [only, ...alternatives] = paths;
  const readFirst = alternatives.length === 0 ? (only?.read ?? nothing) : (scope: Scope) => firstValue(paths, scope);
  const fallback = raw.default;
  if (call === undefined && lookup === undefined && change === undefined) {
    return { read: fallback === undefined ? readFirst : (scope) => readFirst(scope) ?? fallback, locate };
  }
  const read = (scope: Scope): string | undefined => {
    try {
      const found = readFirst(scope);
      const value = call === undefined ? found : call(found, scope);
      if (value === undefined) return fallback;
      const native = lookup === undefined ? value : lookup(value);
      return change === undefined ? native : change(native);
    } catch (error) {
      throw new MappingError(place, locate(scope), error instanceof Error ? error.message : String(error));
    }
  };
  return { read, locate };
}

const nothing = (): undefined => undefined;

function compilePaths(raw: RawField, keyPath: KeyPath, within: Within, context: CompileContext): Path[] {
  const written = raw.from === undefined ? [] : [raw.from].flat();
  return written.map((path) => atPlace([...keyPath, 'from'], context.locate, () => compilePath(path, within)));
}

function functionNamed(raw: RawField, keyPath: KeyPath, { functions, locate }: CompileContext) {
  if (raw.call === undefined) return undefined;
  const call = Object.hasOwn(functions, raw.call) ? functions[raw.call] : undefined;
  if (call !== undefined) return call;
  const hint = didYouMean(raw.call, Object.keys(functions));
  throw new ProfileError(locate([...keyPath, 'call']), `there is no function '${raw.call}'${hint}`);
}

function lookupStep(
  raw: RawField,
  paths: readonly Path[],
  keyPath: KeyPath,
  { lookups, locate }: CompileContext,
): Step | undefined {
  if (raw.lookup === undefined) return undefined;
  const table = typeof raw.lookup === 'string' ? lookups[raw.lookup] : raw.lookup;
  if (table === undefined) {
    const hint = didYouMean(String(raw.lookup), Object.keys(lookups));
    throw new ProfileError(locate([...keyPath, 'lookup']), `there is no lookup table '${String(raw.lookup)}'${hint}`);
  }
  if (raw.call === undefined) checkLookedUp(Object.keys(table), paths, () => locate([...keyPath, 'lookup']));
  const entries = new Map(Object.entries(table));
  const known = [...entries.keys()].join(', ');
  return (text) => {
    const native = entries.get(text) ?? entries.get('*');
    if (native === undefined) throw new Error(`is none of ${known}`);
    return native;
  };
}

/** A row for a text that the value never is would silently do nothing, and the one it was meant for be refused. */
function checkLookedUp(keys: readonly string[], paths: readonly Path[], place: () => ProfilePlace): void {
  const texts = paths.flatMap((path) => path.texts ?? []);
  if (paths.length === 0 || paths.some((path) => path.texts === undefined)) return;
  const never = keys.find((key) => key !== '*' && !texts.includes(key));
  if (never !== undefined) throw new ProfileError(place(), `the value is never '${never}'${didYouMean(never, texts)}`);
}

function changeStep(raw: RawField, keyPath: KeyPath, { locate }: CompileContext): Step | undefined {
  const spec = raw.format;
  if (spec === undefined) return undefined;
  return atPlace([...keyPath, 'format'], locate, () => compileFormat(spec)).change;
}

function firstValue(paths: readonly Path[], scope: Scope): string | undefined {
  for (const path of paths) {
    const value = path.read(scope);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Where a value without a path belongs: the code, line or event in hand. */
function elementPath(scope: Scope): string {
  if (scope.codeIndex !== undefined) return `lines[${scope.lineIndex ?? 0}].codes[${scope.codeIndex}]`;
  return scope.lineIndex === undefined ? 'event' : `lines[${scope.lineIndex}]`;
}

/** Runs a compile step; its plain errors become ProfileErrors with their place. */
export function atPlace<T>(keyPath: KeyPath, locate: Locate, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    throw new ProfileError(locate(keyPath), error instanceof Error ? error.message : String(error), { cause: error });
  }
}
