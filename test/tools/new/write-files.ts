import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refused } from './options.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** @throws Refused when one is there already; then none is written. */
export async function writeNew(files: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const taken = [...files.keys()].filter((path) => existsSync(join(root, path)));
  if (taken.length > 0) throw new Refused(`${taken.join(', ')} is there already; nothing was written`);
  for (const [path, content] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return [...files.keys()].map((path) => `wrote ${path}`);
}

/** Sorts imports and wraps lines, which new names make necessary. */
export function tidy(paths: readonly string[]): void {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  execFileSync(process.execPath, [biome, 'check', '--write', ...paths], { cwd: root, stdio: 'ignore' });
}

/** Brings resolved profiles and references up to date with what was written. @returns what the generators said */
export function regenerate(): readonly string[] {
  const said = execFileSync(process.execPath, ['test/tools/generate.ts'], { cwd: root, encoding: 'utf8' });
  return said.split('\n').filter((line) => line !== '');
}
