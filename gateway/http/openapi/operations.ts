import { compileSchema, type SchemaError } from '../../../mappings/schema.ts';
import { type ApiDocument, mapRefs, type Parameter, type Schema } from './document.ts';

/** One documented operation, ready to be served: everything the request is checked against. */
export interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly method: HttpMethod;
  /** As documented: `/v1/events/{id}`. */
  readonly path: string;
  /** Served without an API key. */
  readonly open: boolean;
  readonly role: 'tenant' | 'operator';
  readonly parameters: readonly CheckedParameter[];
  readonly body?: BodyRule;
}

export interface CheckedParameter extends Parameter {
  /** The declared type after resolving `$ref`. */
  readonly type?: unknown;
  readonly check: Check;
}

export interface BodyRule {
  readonly required: boolean;
  readonly mediaType: string;
  readonly check: Check;
}

export type Check = (value: unknown) => SchemaError[];
const methods = ['get', 'post', 'put'] as const;
export type HttpMethod = (typeof methods)[number];

const schemasId = 'https://tracehub.dev/schema/openapi.json';

/** @returns a compiler for schemas of the document; `#/components/schemas/…` references resolve. */
export function schemaCompiler(document: ApiDocument): (schema: Schema) => Check {
  const toDefs = (ref: string) => ref.replace('#/components/schemas/', `${schemasId}#/$defs/`);
  const components = { $id: schemasId, $defs: mapRefs(document.components.schemas, toDefs) };
  const options = { schemas: [components] };
  return (schema) => compileSchema(mapRefs(schema, toDefs), options);
}

/**
 * Reads the operations of the document and compiles their checks.
 * @param serves which tags are asked for; compiling the others would only delay the start
 * @throws Error when the document is at fault.
 */
export function readOperations(document: ApiDocument, serves: (tag: string) => boolean = () => true): Operation[] {
  const compile = schemaCompiler(document);
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return isOperation(operation) && serves(operation.tags[0] ?? '')
        ? [readOperation(document, compile, method, path, operation)]
        : [];
    }),
  );
}

interface RawOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security?: readonly unknown[];
  readonly 'x-role'?: 'operator';
  readonly parameters?: ReadonlyArray<Parameter | { readonly $ref: string }>;
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

function isOperation(value: unknown): value is RawOperation {
  return typeof value === 'object' && value !== null && 'operationId' in value;
}

function readOperation(
  document: ApiDocument,
  compile: (schema: Schema) => Check,
  method: HttpMethod,
  path: string,
  raw: RawOperation,
): Operation {
  const [mediaType, content] = Object.entries(raw.requestBody?.content ?? {})[0] ?? [];
  return {
    id: raw.operationId,
    tag: raw.tags[0] ?? '',
    method,
    path,
    open: raw.security?.length === 0,
    role: raw['x-role'] ?? 'tenant',
    parameters: (raw.parameters ?? []).map((given) => {
      const parameter = resolveParameter(document, given);
      return { ...parameter, type: parameter.schema.type, check: compile(parameter.schema) };
    }),
    ...(mediaType === undefined || content === undefined
      ? {}
      : { body: { required: raw.requestBody?.required ?? false, mediaType, check: compile(content.schema) } }),
  };
}

/** @returns the parameter itself or the component it refers to. */
export function resolveParameter(document: ApiDocument, given: Parameter | { readonly $ref: string }): Parameter {
  if (!('$ref' in given)) return given;
  const found = document.components.parameters[given.$ref.replace('#/components/parameters/', '')];
  if (found === undefined) throw new Error(`openapi.json: ${given.$ref} does not exist`);
  return found;
}
