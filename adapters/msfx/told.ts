import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { rowsOf } from './reply.ts';

/** What a look-up found, in our words. */
export type Told = Readonly<Record<string, unknown>>;

/**
 * @param names our name → the platform's; the first of several that has a text
 * @returns the row's texts under our names; what it lacks is left out.
 */
export function told(row: JsonObject, names: Readonly<Record<string, string | readonly string[]>>): Told {
  const entries = Object.entries(names).flatMap(([ours, theirs]) => {
    const value = [theirs].flat().flatMap((name) => textOf(row[name]) || [])[0];
    return value === undefined ? [] : [[ours, value]];
  });
  return Object.fromEntries(entries);
}

/** @returns the rows of a list in any of TOP's forms; none for another shape, which whoever reads the outcome has refused. */
export function rowsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return rowsOf(value) ?? [];
}

/** @returns the object under that name; empty where there is none. */
export function partOf(row: JsonObject, name: string): JsonObject {
  const part = row[name];
  return part !== undefined && isObject(part) ? part : {};
}
