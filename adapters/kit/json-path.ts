import { isObject, type JsonObject, type JsonValue } from './json.ts';

/** @returns the value at a dotted path of member names (`data.receiptNo`); undefined where any step is missing or no object. */
export function atPath(object: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const name of path.split('.')) {
    if (!isObject(value)) return undefined;
    value = value[name];
  }
  return value;
}

/** @returns the list at a dotted path when all its elements are objects; undefined otherwise. */
export function rowsAt(object: JsonObject, path: string): readonly JsonObject[] | undefined {
  const value = atPath(object, path);
  if (!Array.isArray(value)) return undefined;
  const rows = value.filter((row): row is JsonObject => isObject(row));
  return rows.length === value.length ? rows : undefined;
}
