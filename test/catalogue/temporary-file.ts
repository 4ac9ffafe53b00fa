import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** @returns the path of a file with this content, which is removed after the tests. */
export async function temporaryFile(content: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tracehub-catalogue-'));
  folders.push(folder);
  const path = join(folder, 'file');
  await writeFile(path, content);
  return path;
}
