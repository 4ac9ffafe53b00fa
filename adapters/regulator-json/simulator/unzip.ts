import { unzipOne as unzip } from '../../sim-kit/index.ts';
import { Refusal } from './refusal.ts';

/** @returns the one file of a zip archive. @throws Refusal 1004 */
export function unzipOne(archive: Buffer): { readonly name: string; readonly content: Buffer } {
  try {
    return unzip(archive);
  } catch {
    // Whatever is wrong with the archive, the sender learns only that it cannot be read.
    throw new Refusal('1004', 'data 不是只含一个文件的zip');
  }
}
