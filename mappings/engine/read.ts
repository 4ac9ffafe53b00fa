import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { compileSchema } from '../schema.ts';
import { ProfileError } from './errors.ts';
import type { ProfileSource } from './inherit.ts';
import type { Locate } from './place.ts';
import type { RawProfile } from './types.ts';

const violations = compileSchema(JSON.parse(readFileSync(new URL('./profile.schema.json', import.meta.url), 'utf8')));

/**
 * Reads the text of one profile file: YAML 1.2 core, no aliases, no repeated keys, checked against profile.schema.json.
 * @param file name used in errors, e.g. `mappings/nhsa/national.yaml`
 * @throws ProfileError
 */
export function readProfile(text: string, file: string): ProfileSource {
  const document: unknown = parseYaml(text, file);
  checkDocument(document, (keyPath) => ({ file, keyPath: keyPath.join('.'), chain: [] }));
  const { id, extends: parent } = document;
  return { id, file, document: { ...document }, ...(parent !== undefined && { parent }) };
}

/** Checks a document, as read or as resolved, against profile.schema.json. @throws ProfileError at the first violation. */
export function checkDocument(document: unknown, locate: Locate): asserts document is RawProfile {
  const [violation] = violations(document);
  if (violation !== undefined) throw new ProfileError(locate(keysOf(violation.pointer)), violation.message);
}

/** JSON Pointer → keys (RFC 6901 §4). */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** YAML 1.2 core, no aliases, no repeated keys. @param file name used in errors @throws ProfileError */
export function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true, strict: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw new ProfileError({ file, keyPath: '', chain: [] }, error.message, { cause: error });
  return document.toJS({ maxAliasCount: 0 });
}
