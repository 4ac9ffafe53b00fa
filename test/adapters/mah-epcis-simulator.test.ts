import { afterEach, describe, expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Outcome, Progress } from '../../adapters/contract/index.ts';
import { start } from '../../adapters/mah-epcis/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createTransport, resolveBySystem, type Transport } from '../../gateway/link/transports/index.ts';
import {
  context,
  delivery,
  dialect,
  drugTrace,
  fullest,
  gs1,
  institution,
  kinds,
  largest,
  line,
  operation,
  smallest,
  xml,
} from './mah-epcis-support.ts';

let simulator: Simulator;
let transport: Transport;

async function open(settings: Record<string, unknown> = {}): Promise<void> {
  simulator = await start({ port: 0, controlPort: 0, settings });
  transport = createTransport('rest', {
    endpoint: simulator.endpoint,
    allowAddresses: ['127.0.0.0/8'],
    maxInFlight: 2,
    connectMs: 1000,
    maxReplyBytes: 4_000_000,
    resolveHost: resolveBySystem,
  });
}
afterEach(async () => {
  await transport.close();
  await simulator.close();
});

/** One operation over a real socket, further steps included. */
async function call(id: string, input: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
  let progress: Progress | undefined = changes.progress;
  let name = id;
  for (;;) {
    const ctx = context({ now: Date.now(), ...changes, ...(progress && { progress }) });
    const request = operation(name).buildRequest(input, ctx);
    const answer = await transport.send(request, AbortSignal.timeout(5000)).reply;
    if (answer.type === 'failure') throw new Error(answer.failure.code);
    const outcome = operation(name).parseResponse(answer.response, ctx, input);
    if (outcome.type !== 'continue') return outcome;
    name = outcome.operation ?? name;
    progress = outcome.progress;
  }
}

/** Captures, and asks for the fate with what the answer gave. */
async function capture(input: DeliveryInput, changes: Partial<CallContext> = {}): Promise<Outcome> {
  const outcome = await call(`${input.event.kind}.submit`, input, changes);
  if (outcome.type !== 'accepted-pending') return outcome;
  return call(
    'capture-status',
    outcome.receipt === undefined ? input : { ...input, receipt: outcome.receipt },
    changes,
  );
}

const sale = (documentNo: string, code = '81234560000000000001') =>
  delivery({ ...smallest('retail-sale'), documentNo, lines: [line(drugTrace(code))] });

describe.each([
  ['EPCIS 2.0', {}],
  ['EPCIS 1.2', { profile: xml }],
] as const)('the adapter against the strict repository, %s', (_form, changes) => {
  test('every kind is captured and found, with the least and with the most it can say', async () => {
    await open();
    for (const kind of kinds) {
      for (const event of [smallest(kind), { ...fullest(kind), documentNo: 'XS2' }])
        expect({ [kind]: await capture(delivery(event, changes), changes) }).toMatchObject({ [kind]: { type: 'ok' } });
    }
    expect(simulator.ledger().length).toBeGreaterThanOrEqual(2 * kinds.length);
    expect(simulator.ledger()[0]).toMatchObject({
      institution: 'demo-epcis-001',
      documentNo: 'XS1',
      codes: ['81234560000000000001'],
    });
  });

  test('asked before it was sent: not found; asked without a job: found by its ids', async () => {
    await open();
    const input = sale('XS1');
    expect(await call('capture-status', input, changes)).toEqual({ type: 'not-found' });
    await call('retail-sale.submit', input, changes);
    expect(await call('capture-status', input, changes)).toEqual({ type: 'ok' });
    expect(await call('events-of-code', input, changes)).toMatchObject({
      type: 'ok',
      answer: { events: [{ type: 'ObjectEvent', codes: 1 }] },
    });
    expect(await call('probe', input, changes)).toEqual({ type: 'ok' });
  });

  test('a repeat is refused there, and known as our own', async () => {
    await open();
    await capture(sale('XS1'), changes);
    expect(await capture(sale('XS1'), changes)).toMatchObject({ type: 'ok', duplicate: true });
    expect(simulator.ledger()).toHaveLength(1);
    const other = delivery({ ...smallest('retail-sale'), lines: [line(gs1('A'), gs1('B'))] });
    expect(await capture(other, changes)).toMatchObject({ ofRecord: true, fault: { code: 'EPCIS_EVENT_DIFFERS' } });
  });

  test('a thousand lines in one document', async () => {
    await open();
    expect(await capture(delivery(largest('sale-out'), changes), changes)).toMatchObject({ type: 'ok' });
    expect(simulator.ledger()[0]?.codes).toHaveLength(2000);
  });

  test('a wrong key is access denied', async () => {
    await open();
    const wrong = { ...changes, institution: { ...institution, credentials: { apiKey: 'wrong' } } };
    expect(await call('retail-sale.submit', sale('XS1'), wrong)).toMatchObject({ fault: { category: 'auth' } });
    expect(await call('probe', sale('XS1'), wrong)).toMatchObject({ fault: { category: 'auth' } });
  });

  test('the codes of somebody else fail the capture, and the record with it', async () => {
    await open({ codePrefixes: ['8999999'] });
    expect(await capture(sale('XS1'), changes)).toMatchObject({
      fault: { category: 'rejected', code: 'EPCIS_INVALID' },
    });
    expect(simulator.ledger()).toHaveLength(0);
  });
});

describe('what only EPCIS 2.0 has', () => {
  test('a job that runs is pending', async () => {
    await open({ jobMs: 60_000 });
    const input = sale('XS1');
    const outcome = await call('retail-sale.submit', input);
    expect(outcome).toMatchObject({ type: 'accepted-pending', receipt: 'job-1' });
    expect(await call('capture-status', { ...input, receipt: 'job-1' })).toMatchObject({ type: 'accepted-pending' });
    expect(await call('capture-status', input)).toEqual({ type: 'not-found' });
  });

  test('a job that nobody remembers is answered by its events', async () => {
    await open();
    const input = sale('XS1');
    await call('retail-sale.submit', input);
    expect(await call('capture-status', { ...input, receipt: 'job-99' })).toMatchObject({ type: 'ok' });
  });

  const packs = () =>
    delivery({
      ...smallest('pack'),
      lines: Array.from({ length: 50 }, (_, n) =>
        line(gs1(`S${n}`, { parent: n === 7 ? '81111110000000000001' : `8444456000000000${1000 + n}` })),
      ),
    });

  test('all or none of fifty packs', async () => {
    await open();
    expect(await capture(packs())).toMatchObject({ type: 'ok' });
    expect(await capture(packs())).toMatchObject({ type: 'ok', duplicate: true, receipt: 'job-2' });
    expect(simulator.ledger()).toHaveLength(50);
  });

  test('greedy capture: what was refused is told by name', async () => {
    await open({ gtins: ['06901234567892'] });
    const proceed = { profile: dialect({ errorBehaviour: 'proceed', eventPer: 'line' }) };
    const event = {
      ...smallest('sale-out'),
      lines: [line(gs1('A')), line(drugTrace('89999990000000000001')), line(gs1('B'))],
    };
    expect(await capture(delivery(event, proceed), proceed)).toMatchObject({
      type: 'ok',
      partial: true,
      items: [
        { key: 'event-1', ok: true },
        { key: 'event-3', ok: true },
        { key: 'event-2', ok: false, nativeCode: 'ValidationException' },
      ],
    });
  });

  test('more events than it takes at once', async () => {
    await open({ captureLimit: 10 });
    expect(await capture(packs())).toMatchObject({ fault: { code: 'EPCIS_CAPTURE_LIMIT' } });
  });

  test('pages shorter than asked for prove no absence', async () => {
    await open({ pageLimit: 5 });
    const input = packs();
    await call('pack.submit', input);
    expect(await call('capture-status', input)).toMatchObject({ fault: { code: 'EPCIS_ANSWER_PAGED' } });
  });

  test.each([
    ['basic', { username: 'demo-epcis-001', password: 'demo-epcis-password-1' }],
    ['bearer', { token: 'demo-epcis-token-1' }],
  ])('%s opens the door too', async (auth, credentials) => {
    await open();
    const changes = { settings: { auth }, institution: { ...institution, credentials } };
    expect(await call('probe', sale('XS1'), changes)).toEqual({ type: 'ok' });
  });

  test('EPC URNs are taken as well', async () => {
    await open();
    const urn = { profile: dialect({ epcForm: 'urn' }) };
    expect(await capture(delivery(fullest('sale-out'), urn), urn)).toMatchObject({ type: 'ok' });
  });

  test('429 names its delay', async () => {
    await open();
    simulator.setFault({ fault: 'limit', ms: 2000 });
    expect(await call('retail-sale.submit', sale('XS1'))).toMatchObject({
      fault: { category: 'rate-limited', retryAfterMs: 2000 },
    });
  });

  test.each(['alien', 'html', 'empty', 'wrong-type', 'unavailable'] as const)('%s is never success', async (fault) => {
    await open();
    simulator.setFault({ fault });
    const input = sale('XS1');
    expect(await call('retail-sale.submit', input)).toMatchObject({ type: 'fault' });
    expect((await call('capture-status', input)).type).toBe(simulator.ledger().length === 0 ? 'not-found' : 'ok');
  });

  test('a refusal is one of the record', async () => {
    await open();
    simulator.setFault({ fault: 'refuse' });
    expect(await call('retail-sale.submit', sale('XS1'))).toMatchObject({ fault: { code: 'EPCIS_INVALID' } });
  });
});
