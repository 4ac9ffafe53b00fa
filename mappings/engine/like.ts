import { ProfileError } from './errors.ts';
import { merge } from './inherit.ts';
import type { Locate } from './place.ts';
import { didYouMean } from './suggest.ts';

/**
 * Fills in operations that are written `like` another of the same profile: they begin with all it has (but its examples) and state
 * only their differences. Works on the profile after inheritance, so that a region's change of the one changes the other too.
 * @throws ProfileError for an operation that is not there, or is written like another itself.
 */
export function expandLikes(
  document: Readonly<Record<string, unknown>>,
  locate: Locate,
): Readonly<Record<string, unknown>> {
  const { operations } = document;
  if (!isObject(operations)) return document;
  const expanded = Object.entries(operations).map(([id, operation]) => {
    if (!isObject(operation) || operation.like === undefined) return [id, operation];
    const keyPath = ['operations', id];
    const base = typeof operation.like === 'string' ? operations[operation.like] : undefined;
    if (!isObject(base) || base.like !== undefined) {
      const own = Object.keys(operations).filter((other) => other !== id && !isLike(operations[other]));
      const reason = `there is no operation '${String(operation.like)}' of its own fields to be like`;
      throw new ProfileError(locate([...keyPath, 'like']), reason + didYouMean(String(operation.like), own));
    }
    const { like: _, ...own } = operation;
    const { examples: __, ...inherited } = base;
    return [id, merge(inherited, own, keyPath, locate)];
  });
  return { ...document, operations: Object.fromEntries(expanded) };
}

function isLike(operation: unknown): boolean {
  return isObject(operation) && operation.like !== undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
