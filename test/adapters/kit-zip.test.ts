import { inflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { zipFile } from '../../adapters/kit/zip.ts';

test.each(['', 'x', '药品追溯'.repeat(5000)])(
  'one deflated file, found by local header and directory alike',
  (text) => {
    const zip = Buffer.from(zipFile('a.json', Buffer.from(text)));
    const packedSize = zip.readUInt32LE(18);
    const packed = zip.subarray(30 + 6, 30 + 6 + packedSize);
    expect(inflateRawSync(packed).toString()).toBe(text);
    expect([zip.readUInt32LE(0), zip.readUInt16LE(4), zip.readUInt16LE(6), zip.readUInt16LE(8)]).toEqual([
      0x04034b50, 20, 0, 8,
    ]);
    expect([zip.readUInt16LE(10), zip.readUInt16LE(12), zip.readUInt32LE(22)]).toEqual([
      0,
      0x21,
      Buffer.byteLength(text),
    ]);
    expect(zip.toString('latin1', 30, 36)).toBe('a.json');
    const end = zip.length - 22;
    expect([zip.readUInt32LE(end), zip.readUInt16LE(end + 8), zip.readUInt16LE(end + 10)]).toEqual([0x06054b50, 1, 1]);
    const central = zip.readUInt32LE(end + 16);
    expect(central).toBe(30 + 6 + packedSize);
    expect([zip.readUInt32LE(central), zip.readUInt32LE(end + 12)]).toEqual([0x02014b50, end - central]);
    // Everything from "version needed" to the name's length is said twice, alike.
    expect(zip.subarray(central + 6, central + 30)).toEqual(zip.subarray(4, 28));
    expect([zip.readUInt32LE(central + 42), zip.toString('latin1', central + 46, end)]).toEqual([0, 'a.json']);
  },
);

test('the CRC is that of the published check value', () => {
  // "123456789" → cbf43926: the check value of CRC-32/ISO-HDLC.
  expect(Buffer.from(zipFile('a', Buffer.from('123456789'))).readUInt32LE(14)).toBe(0xcbf43926);
});
