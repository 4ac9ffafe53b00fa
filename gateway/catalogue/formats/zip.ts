import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { type Chunks, UnreadableFileError } from '../../../mappings/catalogue/index.ts';

/** Larger than any catalogue; a small file that inflates beyond is made to do harm. */
const maxInflatedBytes = 8 * 1024 ** 3;

export function isZip(beginning: Uint8Array): boolean {
  return beginning[0] === 0x50 && beginning[1] === 0x4b && beginning[2] === 0x03 && beginning[3] === 0x04;
}

/**
 * Reads one member of a zip file as a stream.
 * @param isWanted the first member it accepts is read
 * @throws UnreadableFileError when there is none or the file is broken.
 */
export async function* zipMember(path: string, isWanted: (name: string) => boolean, what: string): Chunks {
  const zip = await openZip(path);
  try {
    const entry = await findEntry(zip, isWanted);
    if (entry === undefined) throw new UnreadableFileError(undefined, `the zip file has no ${what}`);
    if (entry.uncompressedSize > maxInflatedBytes) throw new UnreadableFileError(undefined, 'inflates beyond 8 GiB');
    // yauzl checks the length while it inflates.
    yield* await zip.openReadStreamPromise(entry);
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    throw new UnreadableFileError(undefined, 'is a broken zip file', { cause: error });
  } finally {
    zip.close();
  }
}

/** @returns the names of all members. */
export async function zipNames(path: string): Promise<string[]> {
  const zip = await openZip(path);
  try {
    const names: string[] = [];
    for await (const { fileName } of zip.eachEntry()) names.push(fileName);
    return names;
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    throw new UnreadableFileError(undefined, 'is no zip file', { cause: error });
  }
}

async function findEntry(zip: ZipFile, isWanted: (name: string) => boolean): Promise<Entry | undefined> {
  for await (const entry of zip.eachEntry()) if (isWanted(entry.fileName)) return entry;
  return undefined;
}
