import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { SoapRequest } from '../../adapters/contract/index.ts';
import { parse } from '../../adapters/mah-soap/simulator/dom.ts';
import { verifySignature } from '../../adapters/mah-soap/simulator/signature.ts';
import type { EnvelopeOrder } from '../../gateway/link/transports/envelope-worker.ts';
import { createSoapTransport } from '../../gateway/link/transports/soap.ts';
import { createThread, type Thread } from '../../gateway/link/transports/thread.ts';
import type { Wire } from '../../gateway/link/transports/wire.ts';
import { selfSigned } from '../adapters/self-signed.ts';

/** Envelopes are signed by the thread of the link: the main thread sends what it is given, and nothing that is not signed. */

const created = '2026-11-22T16:30:00.000Z';
const keys = selfSigned('partner');
const signature = { ...keys, created, expires: '2026-11-22T16:35:00.000Z' };
const request: SoapRequest = {
  protocol: 'soap',
  wsdl: join(import.meta.dirname, 'fixtures', 'service.wsdl'),
  operation: 'Report',
  args: { text: 'x' },
  signature,
};
const answer =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><ReportResponse xmlns="urn:test"><code>0</code></ReportResponse></s:Body></s:Envelope>';
const failed = { type: 'failure', failure: { code: 'SIGNING_FAILED', sent: false, answered: false } };

type Signer = Thread<EnvelopeOrder, string>;
const realSigner = (): Signer =>
  createThread(new URL('../../gateway/link/transports/envelope-worker.ts', import.meta.url));

/** A wire that answers everything and keeps what it was given. */
function recordingWire(): { readonly sent: string[]; readonly wire: Wire } {
  const sent: string[] = [];
  const reply = { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(answer) };
  const wire: Wire = {
    endpoint: new URL('http://127.0.0.1/'),
    send(each) {
      sent.push(String(each.body));
      return {
        reply: Promise.resolve(reply),
        ended: Promise.resolve(),
        failure: () => ({ code: 'REPLY_MALFORMED', sent: true, answered: true }),
      };
    },
    close: () => Promise.resolve(),
  };
  return { sent, wire };
}

describe('an envelope that is to be signed', () => {
  test('leaves as the thread returns it; the order holds all that it needs', async () => {
    const orders: EnvelopeOrder[] = [];
    const signer: Signer = {
      ask: (order) => Promise.resolve(orders.push(order)).then(() => 'signed by the thread'),
      close: () => Promise.resolve(),
    };
    const { sent, wire } = recordingWire();
    const transport = createSoapTransport(wire, signer);
    const { signal } = new AbortController();
    expect(await transport.send(request, signal).reply).toMatchObject({ type: 'reply', response: { status: 200 } });
    expect(sent).toEqual(['signed by the thread']);
    expect(orders).toMatchObject([{ ...keys, prefix: 'soap', envelope: expect.stringMatching(/<soap:Header>/) }]);
    expect(orders[0]?.header).toContain(`<wsu:Created>${created}</wsu:Created>`);
  });

  test('many at a time: each its own; those without a signature do not wait for it', async () => {
    const { sent, wire } = recordingWire();
    const transport = createSoapTransport(wire, realSigner());
    const { signal } = new AbortController();
    const texts = Array.from({ length: 8 }, (_, n) => `text ${n}`);
    const signed = texts.map((text) => transport.send({ ...request, args: { text } }, signal).reply);
    const { signature: _, ...plain } = request;
    await transport.send({ ...plain, args: { text: 'plain' } }, signal).reply;
    expect(sent.map((body) => /<(?:\w+:)?text>(.*?)</.exec(body)?.[1])).toEqual(['plain']);
    await Promise.all(signed);
    for (const body of sent.slice(1)) expect(verifySignature(parse(body), Date.parse(created), 1000)).toBeDefined();
    expect(sent.map((body) => /<(?:\w+:)?text>(.*?)</.exec(body)?.[1])).toEqual(['plain', ...texts]);
    await transport.close();
  });
});

describe('an envelope that is not signed never leaves', () => {
  const never: Signer = { ask: () => new Promise(() => undefined), close: () => Promise.resolve() };
  const bad = { ...request, signature: { ...signature, privateKey: 'no key' } };

  test.each<[string, SoapRequest, () => Signer, boolean]>([
    ['its key cannot sign', bad, realSigner, false],
    ['its deadline is over', request, () => never, true],
    ['the thread is closed', request, closedSigner, false],
  ])('when %s', async (_, each, signer, abort) => {
    const { sent, wire } = recordingWire();
    const transport = createSoapTransport(wire, signer());
    const deadline = new AbortController();
    const exchange = transport.send(each, deadline.signal);
    if (abort) deadline.abort();
    expect(await exchange.reply).toEqual(failed);
    await exchange.ended;
    expect(sent).toEqual([]);
    await transport.close();
  });

  test('the next one is signed after a key that could not', async () => {
    const { sent, wire } = recordingWire();
    const transport = createSoapTransport(wire);
    const { signal } = new AbortController();
    expect(await transport.send(bad, signal).reply).toEqual(failed);
    await transport.send(request, signal).reply;
    expect(sent).toHaveLength(1);
    await transport.close();
  });
});

function closedSigner(): Signer {
  const signer = realSigner();
  signer.close();
  return signer;
}
