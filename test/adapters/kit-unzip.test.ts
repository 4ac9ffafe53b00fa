import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { unzippedFile } from '../../adapters/kit/unzip.ts';
import { zipFile } from '../../adapters/kit/zip.ts';
import { zipOf } from '../catalogue/zip.ts';

const text = '药品追溯'.repeat(5000);
const content = Buffer.from(text);
const limit = content.length;
const read = (archive: Uint8Array, maxBytes = limit) => {
  const found = unzippedFile(archive, maxBytes);
  return found === undefined ? undefined : Buffer.from(found).toString();
};
/** A copy with other bytes from an offset on; a negative one counts from the end. */
const changed = (archive: Uint8Array, at: number, ...bytes: number[]) => {
  const copy = Buffer.from(archive);
  copy.set(bytes, at < 0 ? copy.length + at : at);
  return copy;
};
/** Offsets in the directory of an archive of one file named "a": 46 and its name, then 22 of the end. */
const central = -(46 + 1 + 22);

describe('reads one file, whoever packed it', () => {
  test.each(['', 'x', text])('deflated by us', (each) => {
    expect(read(zipFile('a', Buffer.from(each)))).toBe(each);
  });

  test('stored', () => {
    expect(read(zipOf({ 'folder/文件.xml': text }))).toBe(text);
  });

  test('with a comment, extra fields and sizes in a data descriptor', () => {
    expect(read(elaborate())).toBe(text);
  });

  test('as a view into a larger buffer', () => {
    const archive = zipFile('a', content);
    const larger = Buffer.concat([Buffer.from('before'), archive, Buffer.from('')]);
    expect(read(larger.subarray(6))).toBe(text);
  });
});

describe('reads nothing else', () => {
  const archive = zipFile('a', content);
  test.each<[string, Uint8Array]>([
    ['no bytes', Buffer.alloc(0)],
    ['the document itself', content],
    ['an end of directory alone', Buffer.from('PK\u0005\u0006', 'latin1')],
    ['an empty archive', zipOf({})],
    ['two files', zipOf({ a: 'x', b: 'x' })],
    ['cut in front', archive.subarray(10)],
    ['cut behind', archive.subarray(0, -1)],
    ['cut in the middle', Buffer.concat([archive.subarray(0, 40), archive.subarray(60)])],
    ['an encrypted file', changed(archive, central + 8, 1)],
    ['an unknown method', changed(archive, central + 10, 12)],
    ['a wrong checksum', changed(archive, central + 16, 0, 0, 0, 0)],
    ['a packed size beyond the end', changed(archive, central + 20, 0xff, 0xff, 0xff, 0x7f)],
    ['a size of the 64-bit form', changed(archive, central + 24, 0xff, 0xff, 0xff, 0xff)],
    ['a local header beyond the end', changed(archive, central + 42, 0xff, 0xff, 0xff, 0x7f)],
    ['a local header that is none', changed(archive, 0, 0)],
    ['a directory beyond the end', changed(archive, -6, 0xff, 0xff, 0xff, 0x7f)],
    ['damaged data', changed(archive, 40, 0xff, 0xff, 0xff, 0xff)],
  ])('%s', (_, bytes) => {
    expect(read(bytes)).toBeUndefined();
  });

  test('more than it may hold, also where the directory says less', () => {
    expect(read(archive, limit - 1)).toBeUndefined();
    const size = Buffer.alloc(4);
    size.writeUInt32LE(10);
    expect(read(changed(archive, central + 24, ...size), limit)).toBeUndefined();
  });

  test('any cut of an archive', () => {
    for (let length = 0; length < archive.length; length += 1)
      expect(read(archive.subarray(0, length))).toBeUndefined();
  });
});

/** As streaming archivers write it: nothing in the local header, sizes behind the data, extra fields, a comment at the end. */
function elaborate(): Buffer {
  const packed = deflateRawSync(content, { level: 1 });
  const plain = Buffer.from(zipFile('a', content));
  const [local, directory, end] = [
    Buffer.from(plain.subarray(0, 30)),
    Buffer.from(plain.subarray(central, -23)),
    Buffer.from(plain.subarray(-22)),
  ];
  const [crc, size] = [plain.readUInt32LE(14), plain.readUInt32LE(22)];
  local.writeUInt16LE(8, 6);
  local.fill(0, 14, 26);
  local.writeUInt16LE(5, 28);
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(crc, 4);
  descriptor.writeUInt32LE(packed.length, 8);
  descriptor.writeUInt32LE(size, 12);
  const body = Buffer.concat([local, Buffer.from('a'), Buffer.from('extra'), packed, descriptor]);
  directory.writeUInt16LE(8, 8);
  directory.writeUInt32LE(packed.length, 20);
  directory.writeUInt16LE(4, 30);
  const list = Buffer.concat([directory, Buffer.from('a'), Buffer.from('more')]);
  const comment = Buffer.from('packed elsewhere');
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(body.length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([body, list, end, comment]);
}
