import type { ProfilePlace } from './errors.ts';

/** Keys from the profile's root to the place in hand; operation ids hold dots themselves, so it is kept as a list. */
export type KeyPath = readonly string[];

/** Names the place for an error: which file of the chain wrote it, where in it. */
export type Locate = (keyPath: KeyPath) => ProfilePlace;

/**
 * @param sources the profile's own document first, then its ancestors'
 * @returns a Locate that blames the youngest document that holds the key, or the profile itself when none does.
 */
export function locator(
  sources: ReadonlyArray<{
    readonly id: string;
    readonly file: string;
    readonly document: unknown;
    readonly lineOf?: (keyPath: KeyPath) => number;
  }>,
): Locate {
  const chain = sources.map(({ id }) => id);
  const [own] = sources;
  return (keyPath) => {
    const author = sources.find(({ document }) => holds(document, keyPath)) ?? own;
    const line = author?.lineOf?.(keyPath);
    return { file: author?.file ?? '', keyPath: keyPath.join('.'), chain, ...(line !== undefined && { line }) };
  };
}

/** @returns whether the document has the key, be it with null. */
export function holds(document: unknown, keyPath: KeyPath): boolean {
  let value = document;
  for (const key of keyPath) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = Reflect.get(value, key);
  }
  return true;
}
