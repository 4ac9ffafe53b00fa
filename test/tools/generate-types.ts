import { readFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';

/** JSON Schema → the TypeScript file generated from it. */
const schemas = [
  { source: 'mappings/model/event.schema.json', target: 'mappings/model/event.generated.ts' },
  { source: 'config/hub.schema.json', target: 'config/hub.generated.ts' },
];

/** @returns the generated type files, path → content. */
export async function generateTypes(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { source, target } of schemas) {
    const schema = JSON.parse(await readFile(source, 'utf8'));
    const types = await compile(schema, schema.title, {
      bannerComment: `/** Generated from ${source} by "npm run generate". */`,
      additionalProperties: false,
      format: true,
      ignoreMinAndMaxItems: true,
      style: { singleQuote: true, printWidth: 120 },
    });
    files.set(target, types);
  }
  return files;
}
