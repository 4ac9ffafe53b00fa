import { ProfileError } from './errors.ts';
import type { KeyPath } from './place.ts';
import { orMeant } from './suggest.ts';
import type { RawField } from './types.ts';
import type { CompileContext } from './value.ts';

/** Keys that give a field its text; the first three work together. */
const sourceKeys = ['from', 'call', 'default', 'const', 'fields'] as const;
type SourceKey = (typeof sourceKeys)[number];
const together: readonly SourceKey[] = ['from', 'call', 'default'];

/**
 * A field has exactly one source: `from`/`call`/`default`, or `const`, or `fields`.
 * @param siblings the names of the table the field stands in: a field without a source is mostly a slip in an inherited name
 * @throws ProfileError
 */
export function checkSources(
  raw: RawField,
  keyPath: KeyPath,
  siblings: readonly string[],
  { locate, inherits }: Pick<CompileContext, 'locate' | 'inherits'>,
): void {
  const given = sourceKeys.filter((key) => raw[key] !== undefined);
  if (given.length === 0) {
    const isNew = locate(keyPath).chain.length > 1 && !inherits(keyPath);
    throw new ProfileError(locate(keyPath), isNew ? notInherited(keyPath, siblings) : rule);
  }
  const kinds = new Set(given.map((key) => (together.includes(key) ? 'from' : key)));
  if (kinds.size > 1) throw new ProfileError(locate(keyPath), tooMany(given, keyPath, { locate, inherits }));
  if (raw.const !== undefined && (raw.lookup ?? raw.format) !== undefined) {
    throw new ProfileError(locate(keyPath), 'const is native text already: lookup and format do not apply');
  }
}

const rule = 'needs exactly one source: from/call/default, const, or fields';

/** Whoever writes a type alone means to change a field that is there. */
function notInherited(keyPath: KeyPath, siblings: readonly string[]): string {
  const name = keyPath.at(-1) ?? '';
  const others = siblings.filter((sibling) => sibling !== name);
  return `inherits no field '${name}'${orMeant(name, others) || `, so it ${rule}`}`;
}

/** What a younger file adds beside an inherited source is meant to replace it, and only null does. */
function tooMany(
  given: readonly SourceKey[],
  keyPath: KeyPath,
  { locate, inherits }: Pick<CompileContext, 'locate' | 'inherits'>,
): string {
  const own = locate(keyPath).file;
  const inherited = given.filter((key) => inherits([...keyPath, key]) && locate([...keyPath, key]).file !== own);
  if (inherited.length === 0 || inherited.length === given.length) return rule;
  const added = given.filter((key) => !inherited.includes(key));
  const nulls = inherited.map((key) => `${key}: null`).join(', ');
  return `inherits ${inherited.join(' and ')} beside its own ${added.join(' and ')}; write \`${nulls}\` to replace it`;
}
