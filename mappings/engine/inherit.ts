import { ProfileError } from './errors.ts';
import { holds, type KeyPath, type Locate, locator } from './place.ts';
import { checkPremises } from './premises.ts';
import { didYouMean, orMeant } from './suggest.ts';

/** A profile file as read: its document holds `null` where it removes something it inherits. */
export interface ProfileSource {
  readonly id: string;
  readonly file: string;
  /** Profile id, or `<id>@<effectiveFrom>` for one version of it whatever the date. */
  readonly parent?: string;
  /** yyyy-MM-dd; absent: since ever. */
  readonly effectiveFrom?: string;
  /** 1-based line of a key in the file. */
  readonly lineOf?: (keyPath: KeyPath) => number;
  readonly document: Readonly<Record<string, unknown>>;
}

/** national → province → city (architecture §5). */
const MAX_DEPTH = 3;

/** What describes one file alone and is never inherited. */
const ownKeys = ['id', 'title', 'extends', 'source', 'effectiveFrom', 'note', 'support', 'open'];

/**
 * Applies inheritance: objects merge, arrays and scalars replace, `null` removes. Examples belong to the file that lists
 * them and are not inherited. What a parent leaves open is open for its children too: `open` is the list of all.
 * @param lookup finds the file that holds a profile, by what `extends` says
 * @param known the profiles there are, for suggestions
 * @returns the merged document, the ids from the profile to its eldest ancestor, a Locate over their files, and whether an
 * ancestor has a key
 * @throws ProfileError for a missing parent, a circle, another family, more than 3 levels, or a removal of nothing.
 */
export function resolve(
  source: ProfileSource,
  lookup: (id: string) => ProfileSource | undefined,
  known: Iterable<string> = [],
): {
  readonly document: Readonly<Record<string, unknown>>;
  readonly chain: readonly string[];
  readonly locate: Locate;
  readonly inherits: (keyPath: KeyPath) => boolean;
} {
  const sources = ancestry(source, lookup, [...known]);
  const locate = locator(sources);
  checkPremises(sources, locate);
  const [eldest, ...younger] = [...sources].reverse();
  let document: unknown = prune(eldest?.document ?? {}, [], locate);
  for (const { document: child } of younger) document = merge(withoutOwn(document), child, [], locate);
  const open = [...sources].reverse().flatMap(({ document: each }) => (Array.isArray(each.open) ? each.open : []));
  document = open.length === 0 ? document : { ...object(document), open };
  const inherits = (keyPath: KeyPath) => sources.slice(1).some((each) => holds(each.document, keyPath));
  return { document: object(document), chain: sources.map(({ id }) => id), locate, inherits };
}

function ancestry(
  source: ProfileSource,
  lookup: (id: string) => ProfileSource | undefined,
  known: readonly string[],
): ProfileSource[] {
  const sources = [source];
  let current = source;
  while (current.parent !== undefined) {
    const parent = lookup(current.parent);
    const place = { ...locator([current])(['extends']), chain: sources.map(({ id }) => id) };
    if (familyOf(current.parent) !== familyOf(source.id)) {
      const reason = `a profile extends one of its own family, and '${current.parent}' is of ${familyOf(current.parent)}`;
      throw new ProfileError(place, reason);
    }
    if (parent === undefined) {
      const others = known.filter((id) => id !== current.id);
      throw new ProfileError(place, `there is no profile '${current.parent}'${didYouMean(current.parent, others)}`);
    }
    if (sources.includes(parent)) throw new ProfileError(place, `'${parent.id}' extends itself`);
    sources.push(parent);
    if (sources.length > MAX_DEPTH) throw tooDeep(sources);
    current = parent;
  }
  return sources;
}

/** Blames the youngest file, which has gone one level too far; its ancestors may be right by themselves. */
function tooDeep(sources: readonly ProfileSource[]): ProfileError {
  const [youngest, parent] = sources;
  const place = {
    ...locator(youngest === undefined ? [] : [youngest])(['extends']),
    chain: sources.map(({ id }) => id),
  };
  return new ProfileError(place, `'${parent?.id ?? ''}' has ${MAX_DEPTH} levels already, and no more are allowed`);
}

/** Of `<family>/<name>`; tables whose ids have no such parts are one family. */
function familyOf(id: string): string {
  return id.includes('/') ? (id.split('/')[0] ?? '') : '';
}

/** @returns `own` laid over what is inherited. @throws ProfileError for a removal of nothing. */
export function merge(inherited: unknown, own: unknown, keyPath: KeyPath, locate: Locate): unknown {
  if (!isObject(inherited) || !isObject(own)) return prune(own, keyPath, locate);
  const merged: Record<string, unknown> = { ...inherited };
  for (const [key, value] of Object.entries(own)) {
    const path = [...keyPath, key];
    if (value === null && !Object.hasOwn(inherited, key)) throw nothingToRemove(path, locate, Object.keys(inherited));
    if (value === null) delete merged[key];
    else
      merged[key] = Object.hasOwn(inherited, key)
        ? merge(inherited[key], value, path, locate)
        : prune(value, path, locate);
  }
  return merged;
}

/**
 * A part without anything inherited: a `null` in it removes nothing, so it is a mistake. An operation written `like` another has
 * something to remove, but only when that is laid under it (like.ts).
 */
function prune(value: unknown, keyPath: KeyPath, locate: Locate): unknown {
  if (value === null) throw nothingToRemove(keyPath, locate);
  if (!isObject(value)) return value;
  if (keyPath.length === 2 && keyPath[0] === 'operations' && Object.hasOwn(value, 'like')) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, prune(inner, [...keyPath, key], locate)]),
  );
}

/** @param inherited what could have been meant */
function nothingToRemove(keyPath: KeyPath, locate: Locate, inherited: readonly string[] = []): ProfileError {
  const key = keyPath.at(-1) ?? '';
  const what =
    inherited.length === 0 ? 'nothing is inherited here' : `no '${key}' is inherited${orMeant(key, inherited)}`;
  return new ProfileError(locate(keyPath), `null removes what is inherited, but ${what}`);
}

function withoutOwn(document: unknown): unknown {
  const kept = Object.entries(object(document)).filter(([key]) => !ownKeys.includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, key === 'operations' ? withoutExamples(value) : value]));
}

function withoutExamples(operations: unknown): unknown {
  const entries = Object.entries(object(operations)).map(([id, operation]) => {
    const { examples: _, ...rest } = object(operation);
    return [id, rest];
  });
  return Object.fromEntries(entries);
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
