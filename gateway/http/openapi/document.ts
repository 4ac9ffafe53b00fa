import { readFileSync } from 'node:fs';

/** The parts of an OpenAPI 3.1 document that the gateway reads. */
export interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: ReadonlyArray<{ readonly name: string; readonly description: string }>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly description?: string;
}

const source = new URL('./openapi.json', import.meta.url);

/**
 * Reads openapi.json, the source of truth of the API, and inlines the schemas it takes from other files, their `$defs` hoisted
 * to components under their titles, so that the served document stands for itself.
 * @throws Error when a file is missing or two schemas carry one name: a defect of the build, found at start.
 */
export function loadDocument(): ApiDocument {
  const document: ApiDocument = readJson(source);
  return { ...document, components: { ...document.components, schemas: inlineFiles(document.components.schemas) } };
}

function inlineFiles(schemas: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const result: Record<string, Schema> = {};
  const add = (name: string, schema: Schema) => {
    if (name in result) throw new Error(`openapi.json: two schemas are named ${name}`);
    result[name] = schema;
  };
  for (const [name, schema] of Object.entries(schemas)) {
    const file = schema.$ref;
    if (typeof file !== 'string' || file.startsWith('#')) {
      add(name, schema);
      continue;
    }
    const { $schema: _dialect, $id: _id, $defs = {}, ...own } = readJson<FileSchema>(new URL(file, source));
    const rename = (ref: string) => ref.replace(/^#\/\$defs\/(.+)$/, (_, key) => componentRef($defs[key]?.title));
    add(name, mapRefs(own, rename));
    for (const part of Object.values($defs)) add(String(part.title), mapRefs(part, rename));
  }
  return result;
}

interface FileSchema extends Schema {
  readonly $defs?: Readonly<Record<string, Schema>>;
}

function componentRef(title: unknown): string {
  if (typeof title !== 'string') throw new Error('openapi.json: a definition of an inlined schema has no title');
  return `#/components/schemas/${title}`;
}

/** @returns a copy of the schema with every `$ref` passed through `rename`. */
export function mapRefs<T>(value: T, rename: (ref: string) => string): T;
export function mapRefs(value: unknown, rename: (ref: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    key === '$ref' && typeof member === 'string' ? rename(member) : mapRefs(member, rename),
  ]);
  return Object.fromEntries(members);
}

function readJson<T>(file: URL): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
