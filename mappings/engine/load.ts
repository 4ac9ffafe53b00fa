import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileProfile } from './compile.ts';
import { checkExamples, type Family, loadFamily } from './family.ts';
import { checkFileName } from './file-name.ts';
import { type ProfileSource, resolve } from './inherit.ts';
import { expandLikes } from './like.ts';
import { neededFor } from './needed.ts';
import { checkDocument, readProfile } from './read.ts';
import type { Profile } from './types.ts';
import { changeDays, groupVersions, inForceByDay, type Versions, versionAt } from './versions.ts';

const mappingsDir = fileURLToPath(new URL('..', import.meta.url));

/** Folders of mappings/ that hold no profiles. */
const otherRooms = new Set(['engine', 'model', 'codes', 'catalogue', 'policy']);

/**
 * Reads, checks, resolves and compiles the `*.yaml` under mappings/<family>/, once, at start. A family's `call`
 * functions are the exports of its functions.ts; its examples stand in its folder `examples`; the constants that its adapter
 * reads are described in its constants.schema.json, the operations that it takes up are named in its operations.json.
 * @param only the profiles that are wanted, with their ancestors; absent: all
 * @param folder another mappings folder (tests)
 * @returns the profiles by id, each with all its versions
 * @throws ProfileError at the first thing that is wrong.
 */
export async function loadProfiles(
  only?: readonly string[],
  folder: string = mappingsDir,
): Promise<Map<string, Profile>> {
  const files = (await readdir(folder, { recursive: true })).filter(isProfileFile).sort();
  const texts = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
  );
  const needed = only === undefined ? texts : neededFor(only, texts);
  const families = new Map<string, Family>();
  for (const name of new Set(needed.map(({ file }) => familyFolder(file))))
    families.set(name, await loadFamily(join(folder, name)));
  const familyOf = ({ file }: ProfileSource) => families.get(file.split('/')[1] ?? '') ?? none;
  const sources = needed.map(({ file, text }) => readProfile(text, shownName(file)));
  for (const source of sources) checkFileName(source, familyOf(source));
  return compileSources(sources, familyOf);
}

const none: Family = { functions: {}, exampleDir: '' };

/** Resolves every profile against its ancestors and compiles all its versions. @returns by id @throws ProfileError */
export function compileSources(
  sources: readonly ProfileSource[],
  familyOf: (source: ProfileSource) => Family,
): Map<string, Profile> {
  const versions = groupVersions(sources);
  return new Map([...versions.keys()].map((id) => [id, compileVersions(id, versions, familyOf)]));
}

function compileVersions(id: string, versions: Versions, familyOf: (source: ProfileSource) => Family): Profile {
  const compiled = changeDays(id, versions).flatMap((day) => {
    const source = versionAt(id, day, versions);
    return source === undefined ? [] : [compileVersion(source, day, versions, familyOf(source))];
  });
  return inForceByDay(compiled);
}

/** @param day the first one on which this version, with the ancestors in force then, holds; '' for the eldest */
function compileVersion(source: ProfileSource, day: string, versions: Versions, family: Family): Profile {
  const resolved = resolve(source, (id) => versionAt(id, day, versions), versions.keys());
  const { chain, locate, inherits } = resolved;
  const document = expandLikes(resolved.document, locate);
  checkDocument(document, locate);
  family.checkConstants?.(document.constants ?? {}, locate);
  family.checkOperations?.(Object.keys(document.operations ?? {}), locate);
  checkExamples(document, family, locate);
  const { functions, exampleDir } = family;
  const inForceFrom = day === '' ? undefined : day;
  return compileProfile(document, { chain, locate, inherits, functions, exampleDir, inForceFrom });
}

function isProfileFile(file: string): boolean {
  return file.endsWith('.yaml') && file.includes(sep) && !otherRooms.has(familyFolder(file));
}

function familyFolder(file: string): string {
  return file.split(sep)[0] ?? '';
}

function shownName(file: string): string {
  return ['mappings', ...file.split(sep)].join('/');
}
