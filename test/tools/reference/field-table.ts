import type { Profile } from '../../../mappings/engine/index.ts';
import { code } from './markdown.ts';

type Raw = { readonly [key: string]: unknown };

/** One native field of an operation, as a row of a table. */
export interface FieldRow {
  readonly path: string;
  readonly cells: readonly [type: string, required: string, source: string];
}

export const fieldHead = ['Native field 字段', 'Type 类型', 'Required 必填', 'Taken from 取值'];

/** @returns the fields of an operation of the resolved profile, in the order of its message. */
export function fieldRows({ resolved }: Profile, operation: string): readonly FieldRow[] {
  const raw = record(resolved.operations?.[operation]);
  const node = typeof raw.node === 'string' ? `${raw.node}.` : '';
  const items = raw.items === undefined ? '' : `${String(record(raw.items).node)}[].`;
  return [...rows(record(raw.root), ''), ...rows(record(raw.fields), items === '' ? node : items)];
}

export function cellsOf({ path, cells }: FieldRow): readonly string[] {
  return [code(path), ...cells];
}

function rows(fields: Raw, before: string): FieldRow[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = record(value);
    const path = `${before}${name}${field.each === undefined ? '' : '[]'}`;
    const own: FieldRow = { path, cells: [String(field.type ?? ''), requiredOf(field.required), sourceOf(field)] };
    return field.fields === undefined ? [own] : [own, ...rows(record(field.fields), `${path}.`)];
  });
}

function requiredOf(required: unknown): string {
  if (required === true) return 'yes 是';
  return required === undefined || required === false ? '' : `if ${condition(required)}`;
}

function sourceOf(field: Raw): string {
  const { from, call, const: fixed, each, lookup, format, default: otherwise, when, note } = field;
  const parts = [
    fixed === undefined ? '' : code(`"${String(fixed)}"`),
    [from]
      .flat()
      .filter((path) => typeof path === 'string')
      .map(code)
      .join(' or '),
    call === undefined ? '' : `by ${code(String(call))}`,
    each === undefined ? '' : `each of ${code(String(each))}`,
    lookup === undefined ? '' : `looked up${typeof lookup === 'string' ? ` in ${code(lookup)}` : ''}`,
    format === undefined ? '' : `as ${code(typeof format === 'string' ? format : JSON.stringify(format))}`,
    otherwise === undefined ? '' : `else ${code(`"${String(otherwise)}"`)}`,
    when === undefined ? '' : `only if ${condition(when)}`,
    typeof note === 'string' ? `(${note})` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function condition(value: unknown): string {
  return Object.entries(record(value))
    .map(([path, wanted]) => `${code(path)} is ${code(typeof wanted === 'string' ? wanted : JSON.stringify(wanted))}`)
    .join(' and ');
}

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
