import { readFile } from 'node:fs/promises';
import { compileCatalogue } from './compile.ts';
import { CatalogueError } from './error.ts';
import { readCatalogue } from './read.ts';
import type { Catalogue } from './types.ts';

/**
 * Reads and compiles a catalogue file, once, at start.
 * @param file absolute path
 * @throws CatalogueError when it cannot be read or anything in it is wrong.
 */
export async function loadCatalogue(file: string): Promise<Catalogue> {
  return compileCatalogue(readCatalogue(await readText(file), file));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CatalogueError(file, [{ message: `cannot be read (${errorCode(error)})` }], { cause: error });
  }
}

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'failed';
}
