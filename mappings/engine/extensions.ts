import { MappingError, type ProfilePlace } from './errors.ts';
import { didYouMean } from './suggest.ts';
import type { MapInput, RawProfile } from './types.ts';

/**
 * An event's `extensions.<family>` is for this profile alone, so a key that no field of it takes is a mistake of the sender.
 * @returns a check that throws MappingError for such a key.
 */
export function compileExtensionCheck(profile: RawProfile, place: ProfilePlace): (input: MapInput) => void {
  const family = profile.id.split('/')[0] ?? '';
  const prefix = `extensions.${family}.`;
  const known = new Set<string>();
  for (const text of texts(profile.operations)) {
    for (const path of [text, text.replace(/^event\./, '')]) {
      if (path.startsWith(prefix)) known.add(path.slice(prefix.length));
    }
  }
  return ({ event }) => {
    const given = event?.extensions?.[family];
    if (given === undefined) return;
    for (const key of Object.keys(given)) {
      if (known.has(key)) continue;
      const hint = didYouMean(key, [...known].sort());
      throw new MappingError(place, prefix + key, `is taken by no field of profile ${profile.id}${hint}`);
    }
  };
}

/** Every key and every text of the tree: paths stand in both (`when: { path: … }`, `from: path`). */
function* texts(tree: unknown): Generator<string> {
  if (typeof tree === 'string') yield tree;
  if (typeof tree !== 'object' || tree === null) return;
  for (const [key, value] of Object.entries(tree)) {
    yield key;
    yield* texts(value);
  }
}
