import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
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
  /** Further documents that `$ref`s may point to by their `$id`. Give the same list again where many schemas refer to it. */
  readonly schemas?: readonly object[];
  /** Write `default` values into the checked object. */
  readonly useDefaults?: boolean;
}

// A CommonJS package: its function is also its own `default` member, the one that the type checker sees.
const addFormats = addFormatsModule.default;

/**
 * Up to this many values in a document every error is listed, beyond it only the first. With `allErrors` ajv joins the errors
 * of referenced schemas in quadratic time: 500,000 wrong array items in a 1 MiB body would hold the event loop for minutes.
 */
const fullReportMaxValues = 2_000;

/**
 * Compiles a JSON Schema (2020-12) in strict mode: unknown keywords and formats throw, values are never coerced.
 * @returns a validator that lists the violations (all of them, in a very large value the first); empty when the value is valid.
 * @throws Error when the schema itself is wrong.
 */
export function compileSchema(schema: object, options: SchemaOptions = {}): (value: unknown) => SchemaError[] {
  const isValid = compileWith(schema, options, false);
  let fullReport: ValidateFunction | undefined;
  return (value) => {
    if (isValid(value)) return [];
    if (countValues(value, fullReportMaxValues) > fullReportMaxValues) return (isValid.errors ?? []).map(toSchemaError);
    fullReport ??= compileWith(schema, options, true);
    fullReport(value);
    return (fullReport.errors ?? []).map(toSchemaError);
  };
}

/** Checks the schemas themselves: one for all, since compiling the 2020-12 meta-schema costs about 100 ms each time. */
const metaAjv = new Ajv2020({ strict: true, allowUnionTypes: true });
/** Documents that many schemas refer to are checked once. */
const sound = new WeakSet<object>();

function compileWith(schema: object, options: SchemaOptions, allErrors: boolean): ValidateFunction {
  for (const document of [schema, ...(options.schemas ?? [])]) {
    if (sound.has(document)) continue;
    if (metaAjv.validateSchema(document) !== true) throw new Error(`schema is invalid: ${metaAjv.errorsText()}`);
    sound.add(document);
  }
  return compilerFor(options, allErrors).compile(schema);
}

/** Schemas that refer to the same documents share a compiler: what they refer to is then compiled once, not for each of them. */
const shared = new WeakMap<readonly object[], Map<string, Ajv2020>>();

function compilerFor({ schemas, useDefaults = false }: SchemaOptions, allErrors: boolean): Ajv2020 {
  if (schemas === undefined) return newCompiler([], useDefaults, allErrors);
  const compilers = shared.get(schemas) ?? new Map<string, Ajv2020>();
  shared.set(schemas, compilers);
  const kind = `${useDefaults} ${allErrors}`;
  const compiler = compilers.get(kind) ?? newCompiler(schemas, useDefaults, allErrors);
  compilers.set(kind, compiler);
  return compiler;
}

function newCompiler(schemas: readonly object[], useDefaults: boolean, allErrors: boolean): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors,
    useDefaults,
    coerceTypes: false,
    ownProperties: true,
    validateSchema: false,
  });
  addFormats(ajv);
  for (const referred of schemas) ajv.addSchema(referred);
  return ajv;
}

/** @returns how many values a JSON document holds, objects and arrays included; stops counting beyond `limit`. */
function countValues(root: unknown, limit: number): number {
  const open: unknown[] = [root];
  let count = 0;
  while (open.length > 0 && count <= limit) {
    const value = open.pop();
    count += 1;
    if (typeof value !== 'object' || value === null) continue;
    const children: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (children.length > limit) return children.length;
    open.push(...children);
  }
  return count;
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
