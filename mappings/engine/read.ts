import { readFileSync } from 'node:fs';
import { compileSchema } from '../schema.ts';
import { ProfileError } from './errors.ts';
import type { ProfileSource } from './inherit.ts';
import type { Locate } from './place.ts';
import { describeViolation } from './problem.ts';
import type { RawProfile } from './types.ts';
import { parseYaml } from './yaml-text.ts';

const profileSchema: unknown = JSON.parse(readFileSync(new URL('./profile.schema.json', import.meta.url), 'utf8'));
const violations = compileSchema(asObject(profileSchema));

/**
 * Reads the text of one profile file: YAML 1.2 core, no aliases, no repeated keys, checked against profile.schema.json.
 * @param file name used in errors, e.g. `mappings/nhsa/national.yaml`
 * @throws ProfileError
 */
export function readProfile(text: string, file: string): ProfileSource {
  const { document, lineOf } = parseYaml(text, file);
  checkDocument(document, (keyPath) => ({ file, line: lineOf(keyPath), keyPath: keyPath.join('.'), chain: [] }));
  const { id, extends: parent, effectiveFrom } = document;
  return {
    id,
    file,
    lineOf,
    document: { ...document },
    ...(parent !== undefined && { parent }),
    ...(effectiveFrom !== undefined && { effectiveFrom }),
  };
}

/** Checks a document, as read or as resolved, against profile.schema.json. @throws ProfileError at the most telling violation. */
export function checkDocument(document: unknown, locate: Locate): asserts document is RawProfile {
  const problem = describeViolation(violations(document), document, profileSchema);
  if (problem !== undefined) throw new ProfileError(locate(problem.keyPath), problem.reason);
}

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new Error('not a JSON object');
  return value;
}
