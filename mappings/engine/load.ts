import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileProfile } from './compile.ts';
import { ProfileError } from './errors.ts';
import { type ProfileSource, resolve } from './inherit.ts';
import { expandLikes } from './like.ts';
import { checkDocument, readProfile } from './read.ts';
import type { CallFunction, CallFunctions, Profile } from './types.ts';

const mappingsDir = fileURLToPath(new URL('..', import.meta.url));

/** Folders of mappings/ that hold no profiles. */
const otherRooms = new Set(['engine', 'model', 'codes', 'catalogue', 'policy']);

/**
 * Reads, checks, resolves and compiles every `*.yaml` under mappings/<family>/, once, at start. A family's `call`
 * functions are the exports of its functions.ts; its examples stand in its folder `examples`.
 * @param folder another mappings folder (tests)
 * @returns the profiles by id
 * @throws ProfileError at the first thing that is wrong.
 */
export async function loadProfiles(folder: string = mappingsDir): Promise<Map<string, Profile>> {
  const files = await readdir(folder, { recursive: true });
  const profileFiles = files.filter(isProfileFile).sort();
  const sources = await Promise.all(
    profileFiles.map(async (file) => readProfile(await readFile(join(folder, file), 'utf8'), shownName(file))),
  );
  const byId = index(sources);
  const functions = new Map<string, CallFunctions>();
  for (const family of new Set(profileFiles.map(familyFolder))) {
    functions.set(family, await loadFunctions(join(folder, family, 'functions.ts')));
  }
  return new Map(
    sources.map((source, position) => {
      const family = familyFolder(profileFiles[position] ?? '');
      const exampleDir = join(folder, family, 'examples');
      return [source.id, compileSource(source, byId, functions.get(family) ?? {}, exampleDir)];
    }),
  );
}

/** Resolves one profile against its ancestors and compiles it. @throws ProfileError */
export function compileSource(
  source: ProfileSource,
  byId: ReadonlyMap<string, ProfileSource>,
  functions: CallFunctions,
  exampleDir: string,
): Profile {
  const { document: inherited, chain, locate } = resolve(source, (id) => byId.get(id));
  const document = expandLikes(inherited, locate);
  checkDocument(document, locate);
  return compileProfile(document, { chain, locate, functions, exampleDir });
}

function index(sources: readonly ProfileSource[]): Map<string, ProfileSource> {
  const byId = new Map<string, ProfileSource>();
  for (const source of sources) {
    const twin = byId.get(source.id);
    if (twin !== undefined) {
      throw new ProfileError(
        { file: source.file, keyPath: 'id', chain: [] },
        `'${source.id}' is taken by ${twin.file}`,
      );
    }
    byId.set(source.id, source);
  }
  return byId;
}

async function loadFunctions(file: string): Promise<CallFunctions> {
  if (!existsSync(file)) return {};
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  return Object.fromEntries(
    Object.entries(module).filter((entry): entry is [string, CallFunction] => typeof entry[1] === 'function'),
  );
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
