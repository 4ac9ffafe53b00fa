import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CatalogueError, catalogueText, readCatalogue, readCsv } from '../../mappings/catalogue/index.ts';
import type { ImportReport } from './contract.ts';
import { type ImportDeps, importFile } from './import.ts';

const origin = 'config';
const actor = 'start';

/**
 * Brings the store's statements of origin `config` in line with the file that the configuration names: imported whole when it has
 * changed, withdrawn when it is named no longer.
 * @param file absolute path
 * @returns undefined when there was nothing to do
 * @throws CatalogueError when the file cannot be used; then nothing was changed.
 */
export async function followConfiguredFile(
  file: string | undefined,
  deps: ImportDeps,
): Promise<ImportReport | undefined> {
  const [last] = await deps.store.imports({ origin, limit: 1 });
  const bytes = file === undefined ? new Uint8Array() : await read(file);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (last === undefined ? file === undefined : last.hash === hash) return undefined;
  const text = file === undefined ? '' : await catalogueText(bytes, file);
  if (file !== undefined) readCatalogue(text, file);
  return importFile(
    {
      id: idOf(hash),
      items: () => (file === undefined ? nothing() : readCsv(once(text))),
      format: 'csv',
      origin,
      // Tenants may read it: where the file lies on this machine is no concern of theirs.
      source: file === undefined ? '' : basename(file),
      hash,
      actor,
      tenant: '',
      dryRun: false,
      skipErrors: false,
      replace: true,
    },
    deps,
  );
}

async function* nothing() {}

async function* once(piece: string) {
  yield piece;
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'failed';
    throw new CatalogueError(file, [{ message: `cannot be read (${code})` }], { cause: error });
  }
}

/** The same content is the same import on every node: a UUID of version 8 (RFC 9562 §5.8) made of the file's hash. */
function idOf(hash: string): string {
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
