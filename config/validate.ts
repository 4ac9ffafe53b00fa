import { readFileSync } from 'node:fs';
import { Ajv2020, type DefinedError, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { isRecord } from './guards.ts';
import { maskValue } from './mask.ts';
import type { KeyPath } from './problem.ts';
import { suggest } from './suggest.ts';
import type { FilledConfig } from './types.ts';

/** One breach of the schema; `at` says whether the key itself or its value is wrong. */
export interface Breach {
  readonly path: KeyPath;
  readonly at: 'key' | 'value';
  readonly message: string;
  /** The schema wants a number or a boolean here and found text. */
  readonly wants?: 'number' | 'boolean';
}

export type Validated =
  | { readonly ok: true; readonly config: FilledConfig }
  | { readonly ok: false; readonly breaches: readonly Breach[] };

const schema: unknown = JSON.parse(readFileSync(new URL('./hub.schema.json', import.meta.url), 'utf8'));
let compiled: ValidateFunction<FilledConfig> | undefined;

/**
 * Checks a configuration against hub.schema.json and fills every default in (the value itself is completed).
 * @param isSecret which values must not stand in a message.
 */
export function validateConfig(value: unknown, isSecret: (path: KeyPath) => boolean): Validated {
  compiled ??= compile();
  if (compiled(value)) return { ok: true, config: value };
  const breaches = (compiled.errors ?? []).flatMap((error) => toBreach(error as DefinedError, isSecret));
  return { ok: false, breaches };
}

function compile(): ValidateFunction<FilledConfig> {
  if (!isRecord(schema)) throw new Error('hub.schema.json is not a JSON Schema');
  // verbose: errors carry the schema around them, for suggestions and the masked value.
  const ajv = new Ajv2020({ strict: true, allErrors: true, useDefaults: true, discriminator: true, verbose: true });
  formats.default(ajv);
  return ajv.compile<FilledConfig>(schema);
}

function toBreach(error: DefinedError, isSecret: (path: KeyPath) => boolean): Breach[] {
  const path = fromPointer(error.instancePath);
  const shown = isSecret(path) ? maskValue(error.data) : JSON.stringify(error.data);
  const value = (message: string): Breach[] => [{ path, at: 'value', message }];
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = error.params.additionalProperty;
      const known = isRecord(error.parentSchema?.properties) ? Object.keys(error.parentSchema.properties) : [];
      return [{ path: [...path, key], at: 'key', message: `unknown key${hint(key, known)}` }];
    }
    case 'required':
      return value(`"${error.params.missingProperty}" is missing`);
    case 'enum': {
      const allowed = error.params.allowedValues.map(String);
      const near = typeof error.data === 'string' ? hint(error.data, allowed) : '';
      return value(`must be one of ${allowed.join(', ')} (is ${shown})${near}`);
    }
    case 'type': {
      const wants = error.params.type;
      const breach = { path, at: 'value', message: `must be ${wants} (is ${shown})` } as const;
      if (wants === 'number' || wants === 'integer') return [{ ...breach, wants: 'number' }];
      return wants === 'boolean' ? [{ ...breach, wants }] : [breach];
    }
    case 'propertyNames': {
      const pattern = isRecord(error.schema) ? ` must match ${error.schema.pattern}` : ' is not allowed';
      return [{ path: [...path, error.params.propertyName], at: 'key', message: `this name${pattern}` }];
    }
    case 'pattern':
      // The name itself is at fault: 'propertyNames' reports it.
      if (error.propertyName !== undefined) return [];
      return value(`must match ${error.params.pattern} (is ${shown})`);
    default:
      return value(`${error.message ?? error.keyword} (is ${shown})`);
  }
}

function hint(word: string, candidates: readonly string[]): string {
  const near = suggest(word, candidates);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

/** RFC 6901 JSON Pointer to key path; array indexes as numbers. */
function fromPointer(pointer: string): KeyPath {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((token) => (/^(0|[1-9]\d*)$/.test(token) ? Number(token) : token));
}
