import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Outcome, Profile } from '../../adapters/contract/index.ts';
import { zipFile } from '../../adapters/kit/zip.ts';
import { unzipOne } from '../../adapters/sim-kit/index.ts';
import { zipOf } from '../catalogue/zip.ts';
import { build, code, context, delivery, line, operation, profileOf } from './mah-file-support.ts';

const input = delivery('sale-out', 'CK1', [line([code('81234560000000000011')])]);
const archive = contentFor(profileOf('demo'));
const { name, content } = unzipOne(archive);

function contentFor(profile: Profile): Buffer {
  const { action } = build('sale-out.submit', input, context({ profile }));
  if (action.type !== 'write') throw new Error('no write');
  return Buffer.from(action.content);
}

function compared(body: Uint8Array, profile = profileOf('demo')): Outcome {
  return operation('compare').parseResponse({ status: 200, headers: {}, body }, context({ profile }), input);
}

const ours = { type: 'accepted-pending', reason: 'in the inbox of the manufacturer' };
const another = { type: 'fault', fault: { category: 'rejected', code: 'MAH_FILE_DIFFERS' } };

describe('a file of our name in the inbox is ours', () => {
  test.each<[string, Uint8Array]>([
    ['as it was written', archive],
    ['packed by another deflate', otherDeflate()],
    ['packed without compression', zipOf({ [name]: content.toString() })],
    ['packed again under a folder', zipOf({ [`out/${name}`]: content.toString() })],
  ])('%s', (_, body) => {
    expect(compared(body)).toMatchObject(ours);
  });

  test('unpacked, where a profile packs nothing', () => {
    const demo = profileOf('demo');
    const plain = { ...demo, constants: { ...demo.constants, packing: 'none' } };
    expect(compared(content, plain)).toMatchObject(ours);
    expect(compared(archive, plain)).toMatchObject(another);
  });
});

describe('another file is not', () => {
  test.each<[string, Uint8Array]>([
    ['with another code', zipOf({ [name]: content.toString().replace('0011"', '0012"') })],
    ['with more behind it', zipOf({ [name]: `${content} ` })],
    ['cut short', zipOf({ [name]: content.toString().slice(0, -1) })],
    ['empty', zipOf({ [name]: '' })],
    ['a bomb', zipFile(name, Buffer.alloc(50_000_000))],
    ['beside a second file', zipOf({ [name]: content.toString(), 'b.xml': '' })],
    ['not packed', content],
    ['damaged', archive.subarray(0, -30)],
    ['of no bytes', Buffer.alloc(0)],
  ])('%s', (_, body) => {
    expect(compared(body)).toMatchObject(another);
  });
});

/** The same archive with data that another implementation of deflate could have written. */
function otherDeflate(): Buffer {
  const packed = deflateRawSync(content, { level: 1, strategy: 4 });
  const head = 30 + name.length;
  const difference = packed.length - archive.readUInt32LE(18);
  const changed = Buffer.concat([archive.subarray(0, head), packed, archive.subarray(head + archive.readUInt32LE(18))]);
  const central = changed.length - 22 - 46 - name.length;
  changed.writeUInt32LE(packed.length, 18);
  changed.writeUInt32LE(packed.length, central + 20);
  changed.writeUInt32LE(archive.readUInt32LE(archive.length - 6) + difference, changed.length - 6);
  expect(changed.equals(archive)).toBe(false);
  expect(unzipOne(changed).content).toEqual(content);
  return changed;
}
