import { afterEach, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Outcome, Profile } from '../../adapters/contract/index.ts';
import { start } from '../../adapters/regulator-json/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createTransport, resolveBySystem, type Transport } from '../../gateway/link/transports/index.ts';
import { context, demo, dialect, line, operation, report, xtpt } from './regulator-json-support.ts';

let simulator: Simulator;
let transport: Transport;

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

async function call(id: string, input: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
  const ctx = context({ now: Date.now(), ...changes });
  const answer = await transport.send(operation(id).buildRequest(input, ctx), AbortSignal.timeout(5000)).reply;
  if (answer.type === 'failure') throw new Error(answer.failure.code);
  return operation(id).parseResponse(answer.response, ctx, input);
}

const sale = (documentNo: string, ...codes: string[]) => report({ documentNo, lines: codes.map(line) });
const styles: Array<[string, Profile]> = [
  ['shanxi', demo],
  ['xtpt', xtpt],
];

describe.each(styles)('the adapter against the strict simulator, %s', (style, profile) => {
  test('a sale is booked once, however often it is sent, and found', async () => {
    await open({ style });
    const input = sale('IT-1', '81234560000000000011');
    expect(await call('event-status', input, { profile })).toEqual({ type: 'not-found' });
    expect(await call('retail-sale.submit', input, { profile })).toMatchObject({ type: 'ok' });
    expect(await call('retail-sale.submit', input, { profile })).toEqual({ type: 'ok', duplicate: true });
    expect(await call('event-status', input, { profile })).toMatchObject({ type: 'ok' });
    expect(simulator.ledger()).toMatchObject([
      {
        key: input.ids.record.eventId,
        institution: '91140100DEMK000001',
        documentNo: 'IT-1',
        codes: ['81234560000000000011'],
      },
    ]);
  });

  test('sale and return of one number are two events; every optional field is taken', async () => {
    await open({ style });
    const full = {
      ...line('81234560000000000021'),
      product: {
        localCode: 'P1',
        localName: '"};\u2028</x>\\u0000 片',
        drugId: '8123456',
        approvalNo: '国药准字H12345678',
        spec: '0.25g*24',
        manufacturer: '示范药业',
      },
      lot: 'L1',
      producedOn: '2026-01-01',
      expiresOn: '2028-01-01',
      unit: '盒',
    };
    expect(await call('retail-sale.submit', report({ documentNo: 'IT-2', lines: [full] }), { profile })).toMatchObject({
      type: 'ok',
    });
    const back = report({ kind: 'retail-return', documentNo: 'IT-2', original: { documentNo: 'IT-2' }, lines: [full] });
    expect(await call('retail-return.submit', back, { profile })).toMatchObject({ type: 'ok' });
    expect(simulator.ledger()).toHaveLength(2);
  });

  test('other content under an event id is refused; so is a business error', async () => {
    await open({ style });
    const first = sale('IT-3', '81234560000000000031');
    await call('retail-sale.submit', first, { profile });
    const other = { ...sale('IT-3', '81234560000000000032'), ids: first.ids };
    expect(await call('retail-sale.submit', other, { profile })).toMatchObject({
      fault: { code: 'REGULATOR_EVENT_DIFFERS' },
    });
    simulator.setFault({ fault: 'refuse' });
    expect(await call('retail-sale.submit', sale('IT-4', '81234560000000000041'), { profile })).toMatchObject({
      fault: { code: 'REGULATOR_FIELD_INVALID' },
    });
  });

  test('a wrong secret, a stranger and a wrong clock are told apart', async () => {
    await open({ style });
    const { institution } = context();
    const fault = async (changes: Partial<CallContext>) => {
      const outcome = await call('probe', sale('IT-5', '81234560000000000051'), { profile, ...changes });
      return outcome.type === 'fault' ? outcome.fault.code : outcome.type;
    };
    expect(await fault({})).toBe('ok');
    expect(await fault({ institution: { ...institution, credentials: { secret: 'wrong' } } })).toBe(
      'REGULATOR_DIGEST_REFUSED',
    );
    const stranger = { ...institution, identity: { uscId: '91140100DEMK000009', appId: 'demo-xt-009' } };
    expect(await fault({ institution: stranger })).toBe('REGULATOR_SENDER_UNKNOWN');
    expect(await fault({ now: Date.now() - 11 * 60_000 })).toBe('REGULATOR_CLOCK_SKEW');
  });

  test('while it is being processed it is pending', async () => {
    await open({ style, pendingMs: 60_000 });
    const input = sale('IT-6', '81234560000000000061');
    await call('retail-sale.submit', input, { profile });
    expect(await call('event-status', input, { profile })).toMatchObject({ type: 'accepted-pending' });
  });

  test('429 names its delay', async () => {
    await open({ style });
    simulator.setFault({ fault: 'limit', ms: 2000 });
    expect(await call('retail-sale.submit', sale('IT-7', '81234560000000000071'), { profile })).toMatchObject({
      fault: { category: 'rate-limited', retryAfterMs: 2000 },
    });
  });

  test.each(['alien', 'html', 'empty', 'gbk', 'wrong-type'] as const)('%s is never success', async (fault) => {
    await open({ style });
    simulator.setFault({ fault, match: 'IT-8' });
    expect(await call('retail-sale.submit', sale('IT-8', '81234560000000000081'), { profile })).toMatchObject({
      type: 'fault',
      fault: { category: 'contract-broken' },
    });
  });

  test.each([
    ['SM3', 'sm3'],
    ['SHA-256', 'sha256'],
    ['SHA-1', 'sha1'],
    ['MD5', 'md5'],
    ['HMAC-SM3', 'hmac-sm3'],
    ['HMAC-SHA-256', 'hmac-sha256'],
    ['HMAC-SHA-1', 'hmac-sha1'],
    ['HMAC-MD5', 'hmac-md5'],
  ])('digest %s, both ways', async (algorithm, digest) => {
    await open({ style, algorithm, encoding: 'base64' });
    const changed = dialect(profile, { digest, digestEncoding: 'base64' });
    const input = sale('IT-9', '81234560000000000091');
    expect(await call('retail-sale.submit', input, { profile: changed })).toMatchObject({ type: 'ok' });
    expect(await call('event-status', input, { profile: changed })).toMatchObject({ type: 'ok' });
    const other = dialect(profile, { digest: digest === 'md5' ? 'sm3' : 'md5', digestEncoding: 'base64' });
    expect(await call('probe', input, { profile: other })).toMatchObject({ fault: { category: 'auth' } });
  });
});
