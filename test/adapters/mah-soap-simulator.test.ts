import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Outcome } from '../../adapters/contract/index.ts';
import { start } from '../../adapters/mah-soap/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createTransport, resolveBySystem, type Transport } from '../../gateway/link/transports/index.ts';
import { call as callWith, context, delivery, line, operation } from './mah-soap-support.ts';

let simulator: Simulator;
let transport: Transport;

beforeAll(async () => {
  simulator = await start({ port: 0, controlPort: 0 });
  transport = createTransport('soap', {
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

const call = (id: string, input: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> =>
  callWith(transport, id, input, changes);

function report(
  documentNo: string,
  lines = delivery().event.lines,
  kind: 'retail-sale' | 'retail-return' = 'retail-sale',
) {
  const made = delivery({ event: { ...delivery().event, documentNo, kind, lines } });
  const ids = operation(`${kind}.submit`).businessIds?.(made, context());
  return ids === undefined ? made : { ...made, ids };
}

describe('the adapter against the strict simulator, through node-soap', () => {
  test('a sale with a GS1 and a drug trace code is accepted, found, and a repeat is a duplicate', async () => {
    const sale = report('IT-1');
    expect(await call('query', sale)).toEqual({ type: 'not-found' });
    const first = await call('retail-sale.submit', sale);
    expect(first).toMatchObject({
      type: 'ok',
      items: [
        { key: 'line-1', ok: true },
        { key: 'line-3', ok: true },
      ],
    });
    const receipt = first.type === 'ok' ? first.receipt : undefined;
    expect(await call('query', sale)).toEqual({ type: 'ok', receipt });
    expect(await call('retail-sale.submit', sale)).toEqual({ type: 'ok', duplicate: true, receipt });
    expect(simulator.ledger().filter((entry) => entry.key === 'SALE:IT-1')).toHaveLength(1);
  });

  test('sale and return of one number are two documents', async () => {
    await call('retail-sale.submit', report('IT-2'));
    expect(await call('retail-return.submit', report('IT-2', undefined, 'retail-return'))).toMatchObject({
      type: 'ok',
    });
  });

  test('other content under the same number is refused', async () => {
    await call('retail-sale.submit', report('IT-3', [line('81234560000000000031')]));
    expect(await call('retail-sale.submit', report('IT-3', [line('81234560000000000032')]))).toMatchObject({
      fault: { category: 'rejected', code: 'MAH_DOCUMENT_DIFFERS' },
    });
  });

  test('a code of another manufacturer: its row is refused, or the report when it is all', async () => {
    const mixed = report('IT-4', [line('81234560000000000041'), line('89999990000000000001')]);
    expect(await call('retail-sale.submit', mixed)).toMatchObject({
      type: 'ok',
      partial: true,
      items: [{ ok: true }, { ok: false, nativeCode: '2003' }],
    });
    expect(await call('retail-sale.submit', report('IT-5', [line('89999990000000000002')]))).toMatchObject({
      fault: { code: 'MAH_CODE_FOREIGN' },
    });
  });

  test('a wrong password and a wrong clock are told apart', async () => {
    const wrong = { ...context().institution, credentials: { username: 'pos-001', password: 'wrong' } };
    expect(await call('probe', delivery(), { institution: wrong })).toMatchObject({
      fault: { code: 'MAH_AUTHENTICATION_FAILED' },
    });
    expect(await call('probe', delivery(), { now: Date.now() - 6 * 60_000 })).toMatchObject({
      fault: { code: 'MAH_CLOCK_SKEW' },
    });
    expect(await call('probe', delivery())).toEqual({ type: 'ok' });
  });

  test('markup in a product name stays text', async () => {
    const name = '<![if x]>&amp; "引号" </productName>';
    const sale = report('IT-6', [{ ...line('81234560000000000061'), product: { localCode: 'P', localName: name } }]);
    expect(await call('retail-sale.submit', sale)).toMatchObject({ type: 'ok' });
  });
});
