import type { JsonSchema } from '../../../adapters/contract/index.ts';
import { code, table } from './markdown.ts';

/** @returns the members of a settings, identity or credentials schema as a table; none for a schema without members. */
export function schemaTable(schema: JsonSchema): readonly string[] {
  const properties = record(schema.properties);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const rows = Object.entries(properties).map(([name, value]) => {
    const property = record(value);
    const marks = [required.includes(name) ? 'required' : '', property.writeOnly === true ? 'secret' : ''];
    const words = [property.title, property.description].filter((text) => typeof text === 'string');
    return [
      code(name),
      valuesOf(property),
      marks.filter((mark) => mark !== '').join(', '),
      defaultOf(property),
      words.join('. '),
    ];
  });
  return table(['Name 名称', 'Values 取值', '', 'Default 默认', 'Meaning 说明'], rows);
}

function valuesOf({ enum: choices, type, pattern, minimum, maximum, maxLength }: JsonSchema): string {
  if (Array.isArray(choices)) return choices.map((choice) => code(String(choice))).join(' ');
  if (typeof pattern === 'string') return code(pattern);
  if (minimum !== undefined || maximum !== undefined)
    return `${String(type)} ${String(minimum ?? '')}…${String(maximum ?? '')}`;
  return maxLength === undefined ? String(type ?? '') : `text, at most ${String(maxLength)}`;
}

function defaultOf({ default: value }: JsonSchema): string {
  return value === undefined ? '' : code(String(value));
}

function record(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
