import { readFile } from 'node:fs/promises';
import { compileCatalogue } from './compile.ts';
import { CatalogueError } from './error.ts';
import { decoded } from './formats/decode.ts';
import { readCatalogue } from './read.ts';
import type { Catalogue } from './types.ts';
import { UnreadableFileError } from './unreadable.ts';

/**
 * Reads and compiles a catalogue file, once, at start.
 * @param file absolute path
 * @throws CatalogueError when it cannot be read or anything in it is wrong.
 */
export async function loadCatalogue(file: string): Promise<Catalogue> {
  return compileCatalogue(readCatalogue(await catalogueText(await read(file), file), file));
}

/**
 * Decodes a catalogue file as imports do: UTF-8 or GB18030.
 * @param file name used in errors
 * @throws CatalogueError with the line that cannot be read
 */
export async function catalogueText(bytes: Uint8Array, file: string): Promise<string> {
  let text = '';
  try {
    for await (const piece of decoded(once(bytes))) text += piece;
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    const { line, message } = error;
    throw new CatalogueError(file, [{ message, ...(line === undefined ? {} : { line }) }], { cause: error });
  }
  return text;
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new CatalogueError(file, [{ message: `cannot be read (${errorCode(error)})` }], { cause: error });
  }
}

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'failed';
}
