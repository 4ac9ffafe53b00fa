import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { loadDocument, mapRefs, type Schema } from '../../gateway/http/openapi/document.ts';

const target = 'gateway/http/openapi.generated.ts';
/** Typed where they are defined. */
const typedElsewhere =
  /^(TraceEvent|EventKind|Region|Decimal|Party|Operator|EventLine|ScannedCode|CodeValue|Settlement|Practitioner|Prescription|OriginalDocument|InstitutionRef|InstitutionRole)$/;

/** @returns the types of replies and request bodies, generated from the OpenAPI document, path → content. */
export async function generateOpenApi(): Promise<Map<string, string>> {
  const document = loadDocument();
  const schemas: Record<string, Schema> = {};
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (!typedElsewhere.test(name)) schemas[name] = schema;
  }
  for (const schema of requestBodies(document.paths)) schemas[String(schema.title)] = schema;
  const root: JSONSchema & { readonly title: string } = {
    title: 'Components',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.keys(schemas).map((name) => [name, { $ref: `#/$defs/${name}` }])),
    $defs: mapRefs(schemas, (ref) => ref.replace('#/components/schemas/', '#/$defs/')),
  };
  const types = await compile(root, root.title, {
    bannerComment: '/** Generated from gateway/http/openapi/openapi.json by "npm run generate". */',
    additionalProperties: false,
    format: true,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, printWidth: 120 },
  });
  return new Map([[target, types]]);
}

/** The schemas that stand, with a title, inside an operation. */
function requestBodies(value: unknown): Schema[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('requestBody' in value) return titledSchemas(value.requestBody);
  return Object.values(value).flatMap(requestBodies);
}

function titledSchemas(value: unknown): Schema[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('schema' in value) return isTitled(value.schema) ? [value.schema] : [];
  return Object.values(value).flatMap(titledSchemas);
}

function isTitled(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'title' in value;
}
