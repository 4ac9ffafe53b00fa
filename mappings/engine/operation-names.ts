import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { compileSchema } from '../schema.ts';
import { ProfileError } from './errors.ts';
import type { Locate } from './place.ts';
import { didYouMean } from './suggest.ts';

/** @throws ProfileError for an operation that nothing of the family would ever ask for. */
export type OperationsCheck = (operations: readonly string[], locate: Locate) => void;

/** operations.json of a family. */
interface OperationNames {
  readonly family: string;
  /** Operations of the adapter that a profile offers by having them. */
  readonly operations: readonly string[];
  /** Tables that the adapter reads beside them, and what for. */
  readonly tables: Readonly<Record<string, string>>;
}

const violations = compileSchema({
  type: 'object',
  additionalProperties: false,
  required: ['family', 'operations', 'tables'],
  properties: {
    family: { type: 'string', minLength: 1 },
    operations: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
    tables: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
  },
});

/**
 * Reads the names of all operations that profiles of a family may have: a table under any other name would never be used.
 * @returns nothing where the family has no such file
 * @throws TypeError when the file is not as it must be
 */
export async function loadOperationNames(
  file: string,
): Promise<{ readonly family?: string; readonly checkOperations?: OperationsCheck }> {
  if (!existsSync(file)) return {};
  const { family, operations, tables } = read(file, JSON.parse(await readFile(file, 'utf8')));
  const known = [...operations, ...Object.keys(tables)];
  return {
    family,
    checkOperations: (given, locate) => {
      const unknown = given.find((id) => !known.includes(id));
      if (unknown === undefined) return;
      const reason = `${family} has no operation '${unknown}'${didYouMean(unknown, known)}`;
      throw new ProfileError(locate(['operations', unknown]), reason);
    },
  };
}

function read(file: string, value: unknown): OperationNames {
  const [violation] = violations(value);
  if (violation !== undefined) throw new TypeError(`${file}${violation.pointer}: ${violation.message}`);
  // Just checked against the schema of this shape.
  return value as OperationNames;
}
