import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { compileSchema } from '../schema.ts';
import { ProfileError } from './errors.ts';
import type { Locate } from './place.ts';
import { describeViolation } from './problem.ts';
import { nearest } from './suggest.ts';

/** @throws ProfileError for a constant that the family's adapter could not use. */
export type ConstantsCheck = (constants: Readonly<Record<string, string>>, locate: Locate) => void;

/** Two slips of the keyboard: farther away it is another word. */
const SLIPS = 2;

/**
 * Reads `constants.schema.json` of a family: what its adapter knows of, and the words that are allowed. A name one or two slips
 * away from a known one is refused even where the schema lets others in.
 * @returns a check that lets everything pass where the family has no such file
 */
export async function loadConstantsCheck(file: string): Promise<ConstantsCheck> {
  if (!existsSync(file)) return () => {};
  const schema: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${file} is not a JSON Schema`);
  return compileConstantsCheck(schema);
}

/** @param schema JSON Schema of an object whose values are texts */
export function compileConstantsCheck(schema: {
  readonly properties?: object;
  readonly patternProperties?: object;
}): ConstantsCheck {
  const violations = compileSchema(schema);
  const names = Object.keys(schema.properties ?? {});
  const patterns = Object.keys(schema.patternProperties ?? {}).map((pattern) => new RegExp(pattern, 'u'));
  return (constants, locate) => {
    const problem = describeViolation(violations(constants), constants, schema);
    if (problem !== undefined) throw new ProfileError(locate(['constants', ...problem.keyPath]), problem.reason);
    for (const name of Object.keys(constants)) {
      if (names.includes(name) || patterns.some((pattern) => pattern.test(name))) continue;
      const meant = nearest(name, names, SLIPS);
      if (meant === undefined) continue;
      throw new ProfileError(locate(['constants', name]), `no constant is called '${name}'; did you mean '${meant}'?`);
    }
  };
}
