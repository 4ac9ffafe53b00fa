import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { PendingSignature, RestRequest } from '../../adapters/contract/index.ts';
import { verifySm2 } from '../../adapters/nhsa/simulator/sm2.ts';
import type { Exchange, Transport } from '../../gateway/link/transports/contract.ts';
import { createSigner, type Signer } from '../../gateway/link/transports/signer.ts';
import { withSigning } from '../../gateway/link/transports/signing.ts';
import { sm2Sign } from '../../gateway/link/transports/sm2.ts';

const vectors: ReadonlyArray<Record<string, string>> = JSON.parse(
  readFileSync(new URL('../fixtures/gm/sm2.json', import.meta.url), 'utf8'),
).vectors;
const sample = vectors.find(({ id }) => id === 'gbt32918-sign') ?? {};
const text = (name: string, of: Record<string, string> = sample) => of[name] ?? '';
const bytes = (hex: string) => Buffer.from(hex, 'hex');
const privateKey = text('privateKey');
const publicKey = bytes(text('publicKey'));

describe('SM2', () => {
  test('GB/T 32918.5 A.2: the published signature from the published random number', () => {
    // x of the random point is what the signature itself says: r = e + x.
    const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
    const number = (name: string) => BigInt(`0x${text(name)}`);
    const x1 = (number('r') - number('e') + order) % order;
    const signature = sm2Sign('message digest', privateKey, { k: number('k'), x1 });
    expect(Buffer.from(signature).toString('hex')).toBe(text('r') + text('s'));
  });

  test('what the library signs, plain arithmetic from the standard verifies, and nothing else', () => {
    const signature = sm2Sign('追溯码 {"a":"1"}', privateKey);
    expect(verifySm2('追溯码 {"a":"1"}', signature, publicKey)).toBe(true);
    expect(verifySm2('追溯码 {"a":"2"}', signature, publicKey)).toBe(false);
    expect(verifySm2('追溯码 {"a":"1"}', signature, publicKey, 'other user')).toBe(false);
  });

  test.each(vectors.filter(({ op }) => op === 'verify').map((row) => [text('id', row), row] as const))(
    'published verification %s',
    (_, row) => {
      const pad = (hex: string) => bytes(hex.padStart(64, '0'));
      const signature =
        row.signatureRaw === undefined
          ? Buffer.concat([pad(text('rHex', row)), pad(text('sHex', row))])
          : bytes(row.signatureRaw);
      const verdict = verifySm2(
        text('messageUtf8', row),
        signature,
        bytes(text('publicKey', row)),
        text('userId', row),
      );
      expect(String(verdict)).toBe(String(row.valid));
    },
  );
});

describe('the signer', () => {
  let signer: Signer = createSigner();
  afterEach(async () => {
    await signer.close();
    signer = createSigner();
  });

  test('signs in its own thread, many at a time, each its own text', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `text ${n}`);
    const signatures = await Promise.all(texts.map((each) => signer.sign(each, privateKey)));
    signatures.forEach((signature, n) => {
      expect(verifySm2(texts[n] ?? '', signature ?? new Uint8Array(), publicKey)).toBe(true);
    });
  });

  test('a key that is none gives no signature, and the next one is good', async () => {
    expect(await signer.sign('a', 'no hex at all')).toBeUndefined();
    expect(await signer.sign('a', privateKey)).toHaveLength(64);
  });

  test('a closed one settles what waits and starts no thread again', async () => {
    const waiting = signer.sign('a', privateKey);
    await signer.close();
    expect([undefined, 64]).toContain((await waiting)?.length);
    expect(await signer.sign('a', privateKey)).toBeUndefined();
  });
});

describe('a request that wants a signature', () => {
  const request: RestRequest = { protocol: 'rest', method: 'POST', path: '', headers: {}, body: 'unsigned' };
  const pending: PendingSignature = {
    algorithm: 'sm2',
    text: 'a',
    privateKey,
    complete: (signature) => ({ ...request, body: `signed ${signature.length}` }),
  };
  const response = { status: 200, headers: {}, body: new Uint8Array() };

  function recording(): { readonly sent: unknown[]; readonly transport: Transport } {
    const sent: unknown[] = [];
    const exchange: Exchange = { reply: Promise.resolve({ type: 'reply', response }), ended: Promise.resolve() };
    const send: Transport['send'] = (each) => {
      sent.push(each.protocol === 'rest' ? each.body : each.protocol);
      return exchange;
    };
    return { sent, transport: { send, close: () => Promise.resolve() } };
  }

  test('leaves complete; others leave as they are', async () => {
    const { sent, transport } = recording();
    const signing = withSigning(transport);
    const { signal } = new AbortController();
    expect(await signing.send({ ...request, signature: pending }, signal).reply).toEqual({ type: 'reply', response });
    expect(await signing.send(request, signal).reply).toEqual({ type: 'reply', response });
    expect(sent).toEqual(['signed 64', 'unsigned']);
    await signing.close();
  });

  const failed = { type: 'failure', failure: { code: 'SIGNING_FAILED', sent: false, answered: false } };
  const never: Signer = { sign: () => new Promise(() => undefined), close: () => Promise.resolve() };
  test.each([
    ['its key cannot sign', { ...pending, privateKey: 'x' }, undefined, false],
    ['its deadline is over', pending, never, true],
    [
      'it cannot be completed',
      {
        ...pending,
        complete: () => {
          throw new Error('no');
        },
      },
      undefined,
      false,
    ],
  ])('never leaves when %s', async (_, signature, signer, abort) => {
    const { sent, transport } = recording();
    const signing = withSigning(transport, signer ?? createSigner());
    const deadline = new AbortController();
    const exchange = signing.send({ ...request, signature }, deadline.signal);
    if (abort) deadline.abort();
    expect(await exchange.reply).toEqual(failed);
    await exchange.ended;
    expect(sent).toEqual([]);
    await signing.close();
  });
});
