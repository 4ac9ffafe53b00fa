import type { ApiDocument, Schema } from '../openapi/document.ts';
import { type Html, html } from './html.ts';

/** @returns one table of fields per schema of the document. */
export function schemaSections({ components }: ApiDocument): Html[] {
  return Object.entries(components.schemas).map(
    ([name, schema]) => html`<h3 id="schema-${name}">${name}</h3><p>${text(schema.description)}</p>${fields(schema)}`,
  );
}

function fields(schema: Schema): Html {
  if (!isSchema(schema.properties)) return html`<p>${typeText(schema)}</p>`;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const rows = Object.entries(schema.properties).map(([name, field]) =>
    isSchema(field)
      ? html`<tr><td><code>${name}</code>${required.includes(name) ? ' *' : ''}</td><td>${typeText(field)}</td><td>${text(field.description)}</td></tr>`
      : html``,
  );
  return html`<table><tr><th>field</th><th>type</th><th></th></tr>${rows}</table>`;
}

/** @returns the schema in one line: type, reference, limits. */
export function typeText(schema: Schema): Html {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const choices = [schema.oneOf, schema.anyOf].find(Array.isArray)?.filter(isSchema);
  if (choices !== undefined)
    return html`${choices.map((choice, index) => html`${index > 0 ? ' or ' : ''}${typeText(choice)}`)}`;
  if (Array.isArray(schema.enum)) return html`${schema.enum.map(String).join(', ')}`;
  if ('const' in schema) return html`${String(schema.const)}`;
  if (schema.type === 'array' && isSchema(schema.items))
    return html`array of ${typeText(schema.items)}${limits(schema)}`;
  if (isSchema(schema.additionalProperties)) return html`object of ${typeText(schema.additionalProperties)}`;
  return html`${text(schema.type)}${limits(schema)}`;
}

const limitNames = [
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'default',
];

function limits(schema: Schema): Html {
  const given = limitNames.filter((name) => schema[name] !== undefined).map((name) => `${name} ${schema[name]}`);
  return given.length === 0 ? html`` : html` (${given.join(', ')})`;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.join(' or ');
  return typeof value === 'string' ? value : '';
}
