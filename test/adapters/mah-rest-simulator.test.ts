import { afterEach, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Outcome } from '../../adapters/contract/index.ts';
import { start } from '../../adapters/mah-rest/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createTransport, resolveBySystem, type Transport } from '../../gateway/link/transports/index.ts';
import { context, dialect, line, operation, product, report } from './mah-rest-support.ts';

let simulator: Simulator;
let transport: Transport;
let calls = 0;

async function open(settings: Record<string, unknown> = {}): Promise<void> {
  simulator = await start({ port: 0, controlPort: 0, settings });
  transport = createTransport('rest', {
    endpoint: simulator.endpoint,
    allowAddresses: ['127.0.0.0/8'],
    maxInFlight: 2,
    connectMs: 1000,
    maxReplyBytes: 1_000_000,
    resolveHost: resolveBySystem,
  });
}
afterEach(async () => {
  await transport.close();
  await simulator.close();
});

/** One request over a real socket, with a nonce of its own. */
async function call(id: string, input: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
  calls += 1;
  const nonce = calls.toString(16).padStart(32, '0');
  const ctx = context({ now: Date.now(), randomHex: () => nonce, ...changes });
  const answer = await transport.send(operation(id).buildRequest(input, ctx), AbortSignal.timeout(5000)).reply;
  if (answer.type === 'failure') throw new Error(answer.failure.code);
  return operation(id).parseResponse(answer.response, ctx, input);
}

const sale = (documentNo: string, ...codes: string[]) => report(documentNo, codes.map(line));

describe('the adapter against the strict simulator', () => {
  test('a sale is booked once, however often it is sent, and found', async () => {
    await open();
    const input = sale('IT-1', '81234560000000000011');
    expect(await call('query', input)).toEqual({ type: 'not-found' });
    expect(await call('retail-sale.submit', input)).toMatchObject({ type: 'ok', receipt: 'MR0000000001' });
    expect(await call('retail-sale.submit', input)).toMatchObject({
      type: 'ok',
      duplicate: true,
      receipt: 'MR0000000001',
    });
    expect(await call('query', input)).toMatchObject({ type: 'ok', receipt: 'MR0000000001', items: [{ ok: true }] });
    expect(simulator.ledger()).toMatchObject([
      { key: 'SALE:IT-1', institution: 'demo-pharmacy-001', codes: ['81234560000000000011'] },
    ]);
  });

  test('sale and return of one number are two documents; other content under a number is refused', async () => {
    await open();
    await call('retail-sale.submit', sale('IT-2', '81234560000000000021'));
    const back = report('IT-2', [line('81234560000000000021')], 'retail-return');
    const named = { ...back, event: { ...back.event, original: { documentNo: 'IT-2' } } };
    expect(await call('retail-return.submit', named)).toMatchObject({ type: 'ok' });
    expect(await call('retail-sale.submit', sale('IT-2', '81234560000000000022'))).toMatchObject({
      fault: { code: 'MAH_DOCUMENT_DIFFERS' },
    });
    expect(simulator.ledger().map(({ key }) => key)).toEqual(['SALE:IT-2', 'RETURN:IT-2']);
  });

  test('a code of another manufacturer: its row is refused, or the report when it is all', async () => {
    await open();
    expect(
      await call('retail-sale.submit', sale('IT-3', '81234560000000000031', '89999990000000000001')),
    ).toMatchObject({
      type: 'ok',
      partial: true,
      items: [{ ok: true }, { ok: false, nativeCode: '2003' }],
    });
    expect(await call('retail-sale.submit', sale('IT-4', '89999990000000000002'))).toMatchObject({
      fault: { code: 'MAH_CODE_FOREIGN' },
    });
  });

  test('a wrong secret, a foreign partner code, a wrong clock and a nonce used twice are told apart', async () => {
    await open();
    const input = sale('IT-5', '81234560000000000051');
    const { institution } = context();
    const wrong = { ...institution, credentials: { appKey: 'demo-app-001', appSecret: 'wrong' } };
    const foreign = { ...institution, identity: { partnerCode: 'demo-pharmacy-002' } };
    const code = async (changes: Partial<CallContext>) => {
      const outcome = await call('probe', input, changes);
      return outcome.type === 'fault' ? outcome.fault.code : outcome.type;
    };
    expect(await code({ institution: wrong })).toBe('MAH_SIGNATURE_REFUSED');
    expect(await code({ institution: foreign })).toBe('MAH_PARTNER_UNKNOWN');
    expect(await code({ now: Date.now() - 6 * 60_000 })).toBe('MAH_CLOCK_SKEW');
    expect(await code({ randomHex: () => 'aa' })).toBe('ok');
    expect(await code({ randomHex: () => 'aa' })).toBe('MAH_NONCE_REPEATED');
  });

  test('markup, quotes and line separators in a product name stay text', async () => {
    await open();
    const odd = { ...line('81234560000000000061'), product: product({ localName: '"};\u2028</x>\\u0000 片' }) };
    expect(await call('retail-sale.submit', report('IT-6', [odd]))).toMatchObject({ type: 'ok' });
  });

  test('while it is being processed it is pending', async () => {
    await open({ pendingMs: 60_000 });
    const input = sale('IT-7', '81234560000000000071');
    await call('retail-sale.submit', input);
    expect(await call('query', input)).toMatchObject({ type: 'accepted-pending' });
  });

  test('busy is unavailable; 429 names its delay', async () => {
    await open({ requestsPerSecond: 1 });
    const input = sale('IT-8', '81234560000000000081');
    simulator.setFault({ fault: 'limit', ms: 2000 });
    expect(await call('retail-sale.submit', input)).toMatchObject({
      fault: { category: 'rate-limited', retryAfterMs: 2000 },
    });
    const outcomes = await Promise.all([call('query', input), call('query', input)]);
    expect(outcomes).toContainEqual(expect.objectContaining({ fault: expect.objectContaining({ code: 'MAH_BUSY' }) }));
  });

  test.each(['alien', 'html', 'empty', 'gbk', 'wrong-type'] as const)('%s is never success', async (fault) => {
    await open();
    simulator.setFault({ fault });
    // The receipt stays readable in GBK, but the message does not.
    const outcome = await call('retail-sale.submit', sale('IT-9', '81234560000000000091'));
    expect(outcome).toMatchObject({ type: 'fault', fault: { category: 'contract-broken' } });
  });
});

/** The simulator's words → ours, over its own implementation of each. */
const algorithms = {
  SM3: 'sm3',
  'SHA-256': 'sha256',
  'SHA-1': 'sha1',
  MD5: 'md5',
  'HMAC-SM3': 'hmac-sm3',
  'HMAC-SHA-256': 'hmac-sha256',
  'HMAC-SHA-1': 'hmac-sha1',
  'HMAC-MD5': 'hmac-md5',
};

describe('every digest, in the header and in the body', () => {
  test.each(Object.entries(algorithms))('%s', async (algorithm, digest) => {
    await open({ algorithm, encoding: 'base64', place: 'body', timestamps: 'china', codes: 'number' });
    const inBody = dialect({
      digest,
      digestEncoding: 'base64',
      authPlace: 'body',
      keyName: 'appKey',
      timestampName: 'timestamp',
      nonceName: 'nonce',
      signName: 'sign',
      timestampForm: 'china-datetime',
      signingString: 'sorted secret=secret',
      signingSeparator: '&',
      codeForm: 'number',
    });
    const input = sale('IT-10', '81234560000000000101');
    expect(await call('retail-sale.submit', input, { profile: inBody })).toMatchObject({ type: 'ok' });
    expect(await call('probe', input, { profile: dialect({ digest }) })).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });

  test.each(Object.entries(algorithms).filter(([name]) => name.startsWith('HMAC-')))(
    '%s in the header',
    async (algorithm, digest) => {
      await open({ algorithm, encoding: 'upper', timestamps: 'seconds' });
      const profile = dialect({ digest, digestEncoding: 'hex-upper', timestampForm: 'epoch-s' });
      expect(await call('probe', sale('IT-11', '81234560000000000111'), { profile })).toEqual({ type: 'ok' });
    },
  );
});
