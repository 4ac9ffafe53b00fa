import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { compileSchema } from '../schema.ts';
import { ProfileError } from './errors.ts';
import type { Locate } from './place.ts';
import { describeViolation } from './problem.ts';

/** @throws ProfileError for a constant that the family's adapter could not use. */
export type ConstantsCheck = (constants: Readonly<Record<string, string>>, locate: Locate) => void;

/**
 * Reads `constants.schema.json` of a family: the names that its adapter and its own fields read, and the words that are allowed.
 * Every schema of ours is closed: a name that nobody reads is a mistake that would show at the platform.
 * @returns a check that lets everything pass where the family has no such file
 */
export async function loadConstantsCheck(file: string): Promise<ConstantsCheck> {
  if (!existsSync(file)) return () => {};
  const schema: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${file} is not a JSON Schema`);
  return compileConstantsCheck(schema);
}

/** @param schema JSON Schema of an object whose values are texts */
export function compileConstantsCheck(schema: object): ConstantsCheck {
  const violations = compileSchema(schema);
  return (constants, locate) => {
    const problem = describeViolation(violations(constants), constants, schema);
    if (problem !== undefined) throw new ProfileError(locate(['constants', ...problem.keyPath]), problem.reason);
  };
}
