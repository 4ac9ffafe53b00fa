import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { subjects } from './families.ts';
import { carrying, proofOf } from './reply.ts';
import { openRig, type Rig } from './rig.ts';

/** Enough to reach every field of a success several times, and a few seconds. */
const runs = 400;

type Mutation = (bytes: Buffer) => Buffer;

const position = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
/** Bytes that mean something in JSON and XML come as often as all others together. */
const byte = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.constantFrom(...Buffer.from('"\'{}[]:,<>/&;=! \n\\0123456789-eu'), 0, 0xef, 0xff),
);
const at = (bytes: Buffer, where: number): number => Math.floor(bytes.length * where);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(position, byte).map(
    ([where, value]): Mutation =>
      (bytes) => {
        const changed = Buffer.from(bytes);
        changed[at(bytes, where)] = value;
        return changed;
      },
  ),
  fc.tuple(position, byte).map(
    ([where, value]): Mutation =>
      (bytes) =>
        spliced(bytes, where, where, Buffer.of(value)),
  ),
  fc.tuple(position, position).map(
    ([from, to]): Mutation =>
      (bytes) =>
        spliced(bytes, Math.min(from, to), Math.max(from, to), Buffer.alloc(0)),
  ),
  fc.tuple(position, position, position).map(
    ([from, to, where]): Mutation =>
      (bytes) =>
        spliced(bytes, where, where, bytes.subarray(at(bytes, Math.min(from, to)), at(bytes, Math.max(from, to)))),
  ),
  position.map(
    (where): Mutation =>
      (bytes) =>
        bytes.subarray(0, at(bytes, where)),
  ),
);

function spliced(bytes: Buffer, from: number, to: number, piece: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at(bytes, from)), piece, bytes.subarray(at(bytes, to))]);
}

describe.each(subjects)('random damage to a success of %s', (_, subject) => {
  const { family, input } = subject;
  const success = family.good(input, 'RECEIPT0');
  const good = proofOf(success);
  const everything = family.proven(good, input);
  let rig: Rig;

  beforeAll(async () => {
    rig = await openRig(subject);
  });
  afterAll(() => rig.close());

  /** What an outcome claims the platform took. */
  function claimed({ outcome }: Awaited<ReturnType<Rig['deliver']>>): readonly string[] {
    if (outcome.type !== 'ok' && outcome.type !== 'accepted-pending') return [];
    if (outcome.items === undefined) return everything;
    return outcome.items.filter(({ ok }) => ok).map(({ key }) => key);
  }

  test('the undamaged one is taken in full', async () => {
    expect(everything).not.toEqual([]);
    expect(claimed(await rig.deliver(carrying(good, success)))).toEqual(everything);
  });

  test('nothing counts as taken that the bytes do not prove', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const proof = mutations.reduce<Buffer>((bytes, mutate) => mutate(bytes), good);
        const result = await rig.deliver(carrying(proof, success));
        const taken = claimed(result);
        if (taken.length > 0) expect(family.proven(proof, input)).toEqual(expect.arrayContaining([...taken]));
        const { outcome } = result;
        if (outcome.type === 'fault') {
          expect(outcome.fault.category).not.toBe('unavailable');
          expect(outcome.fault.code).not.toBe('ADAPTER_FAILED');
        }
      }),
      { numRuns: runs },
    );
  });
});
