import { crc32, deflateRawSync } from 'node:zlib';

/** Signatures and versions of PKWARE APPNOTE 6.3.10 §4.3.7, §4.3.12, §4.3.16; 2.0 is the version that knows deflate (§4.4.3). */
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 20;
const DEFLATE = 8;
/** 1980-01-01 00:00:00, the first moment of MS-DOS time (§4.4.6): one content always gives the same archive. */
const DOS_DATE = 0x0021;

/**
 * A zip archive with one file.
 * @param name ASCII
 */
export function zipFile(name: string, content: Uint8Array): Uint8Array {
  const data = deflateRawSync(content);
  const fileName = Buffer.from(name, 'latin1');
  // §4.4: version needed, flags, method, time, date, CRC-32, sizes, name length, no extra field; the same in both headers.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(VERSION, 0);
  common.writeUInt16LE(DEFLATE, 4);
  common.writeUInt16LE(DOS_DATE, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(fileName.length, 22);
  const local = Buffer.concat([uint32(LOCAL_HEADER), common, fileName, data]);
  const made = Buffer.alloc(2);
  made.writeUInt16LE(VERSION);
  // §4.3.12: comment length, disk, attributes and the offset of the local header are all 0.
  const central = Buffer.concat([uint32(CENTRAL_HEADER), made, common, Buffer.alloc(14), fileName]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, uint32(END_OF_DIRECTORY), end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
