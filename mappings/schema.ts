import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';

/** One violation of a JSON Schema. `pointer` (RFC 6901) names the place at fault, for a missing or unknown field that field itself. */
export interface SchemaError {
  readonly pointer: string;
  /** The schema keyword that failed: required, pattern, additionalProperties … */
  readonly keyword: string;
  /** English, never quotes the value. */
  readonly message: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface SchemaOptions {
  /** Further documents that `$ref`s may point to by their `$id`. */
  readonly schemas?: readonly object[];
  /** Write `default` values into the checked object. */
  readonly useDefaults?: boolean;
  /** Stop at the first error: bounds the work that a large hostile input can cause. */
  readonly firstErrorOnly?: boolean;
}

// A CommonJS package: its function is also its own `default` member, the one that the type checker sees.
const addFormats = addFormatsModule.default;

/**
 * Compiles a JSON Schema (2020-12) in strict mode: unknown keywords and formats throw, values are never coerced.
 * @returns a validator that lists every violation; empty when the value is valid.
 * @throws Error when the schema itself is wrong.
 */
export function compileSchema(schema: object, options: SchemaOptions = {}): (value: unknown) => SchemaError[] {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: options.firstErrorOnly !== true,
    useDefaults: options.useDefaults ?? false,
    coerceTypes: false,
    ownProperties: true,
  });
  addFormats(ajv);
  for (const referred of options.schemas ?? []) ajv.addSchema(referred);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(toSchemaError));
}

function toSchemaError(error: ErrorObject): SchemaError {
  return {
    pointer: error.instancePath + fieldAtFault(error),
    keyword: error.keyword,
    message: error.message ?? error.keyword,
    params: error.params,
  };
}

function fieldAtFault(error: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = error.params;
  const name = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
  return typeof name === 'string' ? `/${escapePointer(name)}` : '';
}

/** @returns the text as one reference token of a JSON Pointer (RFC 6901 §3). */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
