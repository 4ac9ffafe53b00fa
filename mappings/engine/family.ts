import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConstantsCheck, loadConstantsCheck } from './constants.ts';
import { ProfileError } from './errors.ts';
import { loadOperationNames, type OperationsCheck } from './operation-names.ts';
import type { Locate } from './place.ts';
import type { CallFunction, CallFunctions, RawProfile } from './types.ts';

/** What stands beside the tables of one family. */
export interface Family {
  readonly functions: CallFunctions;
  readonly exampleDir: string;
  /** The files in it; absent: any will do. */
  readonly exampleFiles?: ReadonlySet<string>;
  /** Which ids its profiles have; absent: any. */
  readonly family?: string;
  /** Absent: any constants will do. */
  readonly checkConstants?: ConstantsCheck;
  /** Absent: any operations will do. */
  readonly checkOperations?: OperationsCheck;
}

/** @param folder mappings/<family> */
export async function loadFamily(folder: string): Promise<Family> {
  const exampleDir = join(folder, 'examples');
  return {
    functions: await loadFunctions(join(folder, 'functions.ts')),
    exampleDir,
    exampleFiles: new Set(existsSync(exampleDir) ? await readdir(exampleDir) : []),
    checkConstants: await loadConstantsCheck(join(folder, 'constants.schema.json')),
    ...(await loadOperationNames(join(folder, 'operations.json'))),
  };
}

async function loadFunctions(file: string): Promise<CallFunctions> {
  if (!existsSync(file)) return {};
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  return Object.fromEntries(
    Object.entries(module).filter((entry): entry is [string, CallFunction] => typeof entry[1] === 'function'),
  );
}

/** @throws ProfileError for an example whose file is not there: it would never have been run */
export function checkExamples({ operations = {} }: RawProfile, { exampleFiles }: Family, locate: Locate): void {
  if (exampleFiles === undefined) return;
  for (const [id, { examples = [] }] of Object.entries(operations)) {
    for (const [index, example] of examples.entries()) {
      for (const side of ['input', 'output'] as const) {
        if (exampleFiles.has(example[side])) continue;
        const place = locate(['operations', id, 'examples', String(index), side]);
        throw new ProfileError(place, `there is no file '${example[side]}' in the folder examples of the family`);
      }
    }
  }
}
