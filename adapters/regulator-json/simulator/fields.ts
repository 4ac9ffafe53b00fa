import { isDate, parseChinaDateTime } from '../../sim-kit/index.ts';

export type Fields = Readonly<Record<string, unknown>>;
type Rule = (value: unknown) => boolean;

/** A table of members: `?` behind a name marks it optional. */
export type Table = Readonly<Record<string, Rule>>;

export const text =
  (most: number): Rule =>
  (value) =>
    typeof value === 'string' && value.trim() !== '' && [...value].length <= most;
export const matching =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
export const dateTime: Rule = (value) => typeof value === 'string' && parseChinaDateTime(value) !== undefined;
export const date: Rule = (value) => typeof value === 'string' && isDate(value);
export const guid = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const uscId = matching(/^[0-9A-HJ-NP-RTUW-Y]{18}$/);
export const quantity = matching(/^\d{1,10}(\.\d{1,6})?$/);
export const listOf =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item: unknown) => rule(item));
export const object =
  (table: Table): Rule =>
  (value) =>
    isObject(value) && problem(value, table) === undefined;

/** @returns the first member that is unknown, missing or breaks its rule; undefined when there is none. */
export function problem(value: Fields, table: Table): string | undefined {
  const known = new Map(Object.entries(table).map(([name, rule]) => [name.replace('?', ''), rule]));
  const unknown = Object.keys(value).find((name) => !known.has(name));
  if (unknown !== undefined) return `${unknown} 未定义`;
  for (const [name, rule] of known) {
    if (value[name] === undefined) {
      if (Object.hasOwn(table, name)) return `${name} 缺失`;
    } else if (!rule(value[name])) return `${name} 无效`;
  }
  return undefined;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the JSON object in a text; undefined for anything else. */
export function jsonObject(source: string | undefined): Fields | undefined {
  if (source === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(source);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
