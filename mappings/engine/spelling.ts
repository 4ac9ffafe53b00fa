import { ProfileError } from './errors.ts';
import type { KeyPath, Locate } from './place.ts';
import { didYouMean } from './suggest.ts';
import type { RawFields, RawOperation, RawSpelling } from './types.ts';

/** @returns a native name as this platform spells it. */
export type Spell = (name: string) => string;

const cases: Readonly<Record<NonNullable<RawSpelling['keyCase']>, Spell>> = {
  'as-written': (name) => name,
  upper: (name) => name.toUpperCase(),
  lower: (name) => name.toLowerCase(),
};

/**
 * Compiles `keyCase` and `aliases` of a profile and one of its operations, the operation's first. An alias is exact: no case
 * is applied to it.
 */
export function compileSpelling(profile: RawSpelling, operation: RawSpelling): Spell {
  const inCase = cases[operation.keyCase ?? profile.keyCase ?? 'as-written'];
  const aliases = new Map(Object.entries({ ...profile.aliases, ...operation.aliases }));
  return (name) => aliases.get(name) ?? inCase(name);
}

/** An alias of a name that no table has would silently do nothing. @throws ProfileError */
export function checkAliases(
  { aliases = {} }: RawSpelling,
  names: ReadonlySet<string>,
  keyPath: KeyPath,
  locate: Locate,
): void {
  for (const name of Object.keys(aliases)) {
    if (names.has(name)) continue;
    const hint = didYouMean(name, [...names]);
    throw new ProfileError(locate([...keyPath, 'aliases', name]), `no field or node is called '${name}'${hint}`);
  }
}

/** @returns every native name of the operations as written: fields at any depth, and nodes. */
export function nativeNames(operations: readonly RawOperation[]): Set<string> {
  const names = new Set<string>();
  const collect = (fields: RawFields | undefined): void => {
    for (const [name, field] of Object.entries(fields ?? {})) {
      names.add(name);
      collect(field.fields);
    }
  };
  for (const { root, fields, node, items } of operations) {
    collect(root);
    collect(fields);
    for (const name of [node, items?.node]) if (name !== undefined) names.add(name);
  }
  return names;
}
