import { MappingError, type ProfilePlace } from './errors.ts';
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
  const list = [...known].sort().join(', ') || 'nothing';
  return ({ event }) => {
    for (const key of Object.keys(event?.extensions?.[family] ?? {})) {
      if (!known.has(key))
        throw new MappingError(place, prefix + key, `is not known to profile ${profile.id}, which takes ${list}`);
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
