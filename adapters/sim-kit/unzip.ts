import { crc32, inflateRawSync } from 'node:zlib';

const endSignature = Buffer.from('PK\u0005\u0006', 'latin1');
const centralSignature = 'PK\u0001\u0002';
const localSignature = 'PK\u0003\u0004';
const maxContentBytes = 8 * 1024 * 1024;

/**
 * Reads the one file of a zip archive by its directory, as PKWARE APPNOTE 6.3.10 lays it out; nothing here knows how it was written.
 * @throws Error for an archive that is cut off, damaged or of more than one file
 */
export function unzipOne(archive: Buffer): { readonly name: string; readonly content: Buffer } {
  const end = archive.lastIndexOf(endSignature);
  if (end === -1 || archive.readUInt16LE(end + 10) !== 1) throw new Error('directory');
  const central = archive.readUInt32LE(end + 16);
  if (archive.toString('latin1', central, central + 4) !== centralSignature) throw new Error('central header');
  const method = archive.readUInt16LE(central + 10);
  const checksum = archive.readUInt32LE(central + 16);
  const packedSize = archive.readUInt32LE(central + 20);
  const size = archive.readUInt32LE(central + 24);
  const name = archive.toString('utf8', central + 46, central + 46 + archive.readUInt16LE(central + 28));
  const local = archive.readUInt32LE(central + 42);
  if (archive.toString('latin1', local, local + 4) !== localSignature) throw new Error('local header');
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedSize);
  const content = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: maxContentBytes });
  if (content.length !== size || crc32(content) !== checksum) throw new Error('content');
  return { name, content };
}
