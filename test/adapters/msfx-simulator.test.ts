import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Outcome } from '../../adapters/contract/index.ts';
import { start } from '../../adapters/msfx/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createTransport, resolveBySystem, type Transport } from '../../gateway/link/transports/index.ts';
import type { EventKind } from '../../mappings/model/index.ts';
import { codes, context, delivery, event, operation, traceCode } from './msfx-support.ts';

let simulator: Simulator;
let transport: Transport;

beforeAll(async () => {
  simulator = await start({ port: 0, controlPort: 0, settings: { processMs: 0 } });
  transport = createTransport('rest', {
    endpoint: simulator.endpoint,
    allowAddresses: ['127.0.0.0/8'],
    maxInFlight: 2,
    connectMs: 1000,
    maxReplyBytes: 1_000_000,
    resolveHost: resolveBySystem,
  });
});
afterAll(async () => {
  await transport.close();
  await simulator.close();
});

/** One request over a real socket; steps (`continue`) are followed as dispatch follows them. */
async function call(id: string, input: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
  const ctx = context({ now: Date.now(), ...changes });
  const reply = await transport.send(operation(id).buildRequest(input, ctx), AbortSignal.timeout(5000)).reply;
  if (reply.type === 'failure') throw new Error(reply.failure.code);
  const outcome = operation(id).parseResponse(reply.response, ctx, input);
  if (outcome.type !== 'continue') return outcome;
  return call(outcome.operation ?? id, input, { ...changes, progress: outcome.progress });
}

const full = {
  ...context().institution,
  identity: { ref_ent_id: 'demo-ref-ent-001', ent_id: 'demo-ent-id-001', partners: 'W001=demo-ent-id-901' },
};

function bill(documentNo: string, list = codes(2), kind: EventKind = 'retail-sale', more = {}): DeliveryInput {
  const lines = [{ product: { localCode: 'P', localName: 'x' }, quantity: '1', codes: list }];
  const made = delivery({
    event: event({ kind, documentNo, lines, occurredAt: new Date().toISOString(), ...more }),
    firstSentAt: Date.now(),
  });
  const ids = operation(`${kind}.submit`).businessIds?.(made, context());
  return ids === undefined ? made : { ...made, ids };
}

describe('the adapter against the strict simulator', () => {
  test('a sale is queued, then processed; the ledger holds it once', async () => {
    const sale = bill('IT-1', codes(2, '8100001'));
    expect(await call('bill-status', sale)).toEqual({ type: 'not-found' });
    expect(await call('retail-sale.submit', sale)).toMatchObject({ type: 'accepted-pending' });
    expect(await call('bill-status', sale)).toMatchObject({ type: 'ok', receipt: expect.any(String) });
    expect(simulator.ledger().filter((entry) => entry.key === 'IT-1')).toHaveLength(1);
  });

  test('sent again, it is confirmed as a duplicate and booked once', async () => {
    const sale = bill('IT-2', codes(2, '8100002'));
    await call('retail-sale.submit', sale);
    expect(await call('retail-sale.submit', sale)).toMatchObject({ type: 'ok', duplicate: true });
    expect(simulator.ledger().filter((entry) => entry.key === 'IT-2')).toHaveLength(1);
  });

  test('sale and return of one number are two bills', async () => {
    const list = codes(1, '8100003');
    await call('retail-sale.submit', bill('IT-3', list));
    const back = bill('IT-3', list, 'retail-return');
    expect(await call('retail-return.submit', back)).toMatchObject({ type: 'accepted-pending' });
    expect(await call('bill-status', back)).toMatchObject({ type: 'ok' });
    expect(simulator.ledger().map((entry) => entry.key)).toEqual(expect.arrayContaining(['IT-3', 'IT-3-R']));
  });

  test('a code sold already: its verdict in part, a refusal when it is all', async () => {
    const [sold, fresh] = [traceCode('81000040000000000001'), traceCode('81000040000000000002')];
    await call('retail-sale.submit', bill('IT-4', [sold]));
    await call('bill-status', bill('IT-4', [sold]));
    const mixed = bill('IT-5', [sold, fresh]);
    await call('retail-sale.submit', mixed);
    expect(await call('bill-status', mixed)).toMatchObject({
      type: 'ok',
      partial: true,
      codes: [
        { code: sold.value, verdict: 'refused' },
        { code: fresh.value, verdict: 'accepted' },
      ],
    });
    const again = bill('IT-6', [sold]);
    await call('retail-sale.submit', again);
    expect(await call('bill-status', again)).toMatchObject({
      type: 'fault',
      ofRecord: true,
      fault: { category: 'rejected' },
    });
  });

  test('a pack beside a code of its contents: the platform names the pair', async () => {
    const [pack, unit, other] = ['81234570000000000001', '81234560000000000001', '81000050000000000001'].map(traceCode);
    if (pack === undefined || unit === undefined || other === undefined) throw new Error('three codes');
    expect(await call('retail-sale.submit', bill('IT-7', [pack, unit, other]))).toMatchObject({
      type: 'fault',
      fault: { category: 'rejected', code: 'MSFX_PARENT_WITH_CHILD' },
      codes: [
        { code: pack.value, verdict: 'refused', nativeCode: '6' },
        { code: unit.value, verdict: 'refused', nativeCode: '6' },
      ],
    });
  });

  test.each<[EventKind, string]>([
    ['purchase-in', ''],
    ['purchase-return', ''],
    ['transfer-in', ''],
    ['transfer-out', ''],
    ['stock-adjust', 'surplus'],
    ['stock-adjust', 'loss'],
    ['destroy', ''],
  ])('%s %s is booked once as an in/out bill', async (kind, reason) => {
    const documentNo = `IO-${kind}-${reason}`;
    const list = codes(2, `82${String(documentNo.length).padStart(5, '0')}`);
    const counterparty = { code: 'W001', name: '演示医药批发' };
    const made = bill(documentNo, list, kind, {
      counterparty,
      ...(reason !== '' && { extensions: { msfx: { reason } } }),
    });
    expect(await call(`${kind}.submit`, made, { institution: full })).toMatchObject({ type: 'accepted-pending' });
    expect(await call('bill-status', made, { institution: full })).toMatchObject({ type: 'ok' });
    const key = made.ids.record.bill_code;
    expect(simulator.ledger().filter((entry) => entry.key === key)).toMatchObject([{ operation: 'uploadinoutbill' }]);
  });

  test('a partner the platform does not know is refused there', async () => {
    const identity = { ...full.identity, partners: 'W001=demo-ent-id-999' };
    const made = bill('IO-X', codes(1, '8300001'), 'purchase-in', { counterparty: { code: 'W001', name: 'x' } });
    expect(await call('purchase-in.submit', made, { institution: { ...full, identity } })).toMatchObject({
      fault: { category: 'rejected', nativeMessage: expect.stringContaining('发货企业不存在') },
    });
  });

  test('each sign method is accepted; a wrong secret is an auth fault', async () => {
    for (const signMethod of ['md5', 'hmac', 'hmac-sha256']) {
      const settings = { appKey: '12345678', appSecret: 'demo-msfx-secret', signMethod };
      expect(await call('probe', delivery(), { settings })).toEqual({ type: 'ok' });
    }
    const wrong = { appKey: '12345678', appSecret: 'wrong' };
    expect(await call('probe', delivery(), { settings: wrong })).toMatchObject({
      fault: { code: 'MSFX_SIGNATURE_REFUSED' },
    });
    const stranger = { appKey: '87654321', appSecret: 'demo-msfx-secret' };
    expect(await call('probe', delivery(), { settings: stranger })).toMatchObject({
      fault: { code: 'MSFX_APP_KEY_REFUSED' },
    });
  });

  test('a clock off by more than ten minutes is named as such', async () => {
    expect(await call('probe', delivery(), { now: Date.now() - 11 * 60_000 })).toMatchObject({
      fault: { code: 'MSFX_CLOCK_SKEW' },
    });
  });

  test('an enterprise that is not bound to the AppKey is an auth fault of that institution', async () => {
    const institution = { ...context().institution, identity: { ref_ent_id: 'demo-ref-ent-999' } };
    expect(await call('retail-sale.submit', bill('IT-7', codes(1, '8100007')), { institution })).toMatchObject({
      fault: { category: 'auth' },
    });
  });

  test('the ban of code 7 is honoured', async () => {
    simulator.setFault({ fault: 'limit' });
    expect(await call('retail-sale.submit', bill('IT-8', codes(1, '8100008')))).toMatchObject({
      fault: { category: 'rate-limited', retryAfterMs: expect.any(Number) },
    });
  });

  test('booleans as text, as TOP writes them at will, are understood', async () => {
    simulator.setFault({ fault: 'wrong-type' });
    expect(await call('retail-sale.submit', bill('IT-10', codes(1, '8100010')))).toMatchObject({
      type: 'accepted-pending',
    });
  });

  test.each(['alien', 'html', 'empty', 'gbk'] as const)('%s is never success', async (fault) => {
    simulator.setFault({ fault });
    const outcome = await call(
      'retail-sale.submit',
      bill(`IT-9-${fault}`, [traceCode(`81000091${'0'.repeat(11)}${fault.length % 10}`)]),
    );
    expect(outcome.type === 'fault' ? outcome.fault.category : outcome.type).toBe('contract-broken');
  });
});
