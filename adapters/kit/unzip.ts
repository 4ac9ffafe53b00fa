import { crc32, inflateRawSync } from 'node:zlib';

/** Signatures, lengths and methods of PKWARE APPNOTE 6.3.10 §4.3.7, §4.3.12, §4.3.16, §4.4.4, §4.4.5. */
const END_OF_DIRECTORY = Buffer.from('PK\u0005\u0006', 'latin1');
const CENTRAL_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/**
 * The content of a zip archive of one file, whoever packed it: stored or deflated, with or without extra fields, comments and data
 * descriptors.
 * @param maxBytes what the content may hold; nothing beyond is ever unpacked
 * @returns undefined for what is no such archive, is damaged, encrypted, in the 64-bit form, or holds more
 */
export function unzippedFile(archive: Uint8Array, maxBytes: number): Uint8Array | undefined {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = bytes.lastIndexOf(END_OF_DIRECTORY);
  if (end === -1 || bytes.length < end + END_LENGTH || bytes.readUInt16LE(end + 10) !== 1) return undefined;
  const central = bytes.readUInt32LE(end + 16);
  if (central + CENTRAL_LENGTH > end || bytes.readUInt32LE(central) !== CENTRAL_HEADER) return undefined;
  if ((bytes.readUInt16LE(central + 8) & ENCRYPTED) !== 0) return undefined;
  const checksum = bytes.readUInt32LE(central + 16);
  const size = bytes.readUInt32LE(central + 24);
  const packed = packedFile(bytes, bytes.readUInt32LE(central + 42), bytes.readUInt32LE(central + 20));
  if (packed === undefined || size > maxBytes) return undefined;
  const content = unpacked(packed, bytes.readUInt16LE(central + 10), size);
  return content?.length === size && crc32(content) === checksum ? content : undefined;
}

/** Sizes are those of the directory: a local header may leave them to a data descriptor (§4.4.4, bit 3). */
function packedFile(bytes: Buffer, local: number, size: number): Buffer | undefined {
  if (local + LOCAL_LENGTH > bytes.length || bytes.readUInt32LE(local) !== LOCAL_HEADER) return undefined;
  const start = local + LOCAL_LENGTH + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  return start + size > bytes.length ? undefined : bytes.subarray(start, start + size);
}

function unpacked(packed: Buffer, method: number, size: number): Buffer | undefined {
  if (method === STORED) return packed;
  if (method !== DEFLATED) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    // Damaged, or more than it says.
    return undefined;
  }
}
