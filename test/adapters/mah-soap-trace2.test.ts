import { afterEach, describe, expect, test } from '@jest/globals';
import type { CallContext, Outcome, SoapRequest } from '../../adapters/contract/index.ts';
import { serviceDialect } from '../../adapters/mah-soap/dialect.ts';
import { start } from '../../adapters/mah-soap/simulator/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { createTransport, resolveBySystem, type Transport } from '../../gateway/link/transports/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { call, context, delivery, line, operation } from './mah-soap-support.ts';
import { selfSigned } from './self-signed.ts';

const loaded = (await loadProfiles()).get('mah-soap/trace2');
if (loaded === undefined) throw new Error('profile mah-soap/trace2 is missing');
const profile = loaded;
const partner = selfSigned('demo-pharmacy-001');
const base = context().institution;

const signed = (changes: Partial<CallContext> = {}): Partial<CallContext> => ({
  profile,
  settings: { security: 'x509' },
  institution: { ...base, credentials: { ...partner } },
  ...changes,
});

function report(kind: 'sale-out' | 'pack', documentNo: string, ...codes: string[]) {
  const bare = delivery({ event: { ...delivery().event, kind, documentNo, lines: codes.map(line) } });
  return { ...bare, ids: operation(`${kind}.submit`).businessIds?.(bare, context(signed())) ?? bare.ids };
}

let simulator: Simulator;
let transport: Transport;
async function open(settings: Record<string, unknown> = {}): Promise<void> {
  const certificates = [{ partnerCode: 'demo-pharmacy-001', certificate: partner.certificate }];
  simulator = await start({ port: 0, controlPort: 0, settings: { style: 'trace2', certificates, ...settings } });
  transport = createTransport('soap', {
    endpoint: simulator.endpoint,
    allowAddresses: ['127.0.0.0/8'],
    maxInFlight: 2,
    connectMs: 1000,
    maxReplyBytes: 1_000_000,
    resolveHost: resolveBySystem,
  });
}
afterEach(async () => {
  await transport?.close();
  await simulator?.close();
});

const send = (id: string, input: ReturnType<typeof report>, changes: Partial<CallContext> = {}): Promise<Outcome> =>
  call(transport, id, input, signed(changes));

describe('a second manufacturer, by WSDL and profile alone', () => {
  test('its message: version, operation, attributes, lists, text beside attributes', () => {
    const codes = [{ kind: 'drug-trace', raw: 'K1', value: 'K1', packLevel: 'small', parent: 'K0' }] as const;
    const input = report('pack', 'B1', '81234560000000000001');
    const packed = { ...input, event: { ...input.event, lines: [{ ...line('K1'), codes }] } };
    const request = operation('pack.submit').buildRequest(packed, context(signed())) as SoapRequest;
    expect(request).toMatchObject({
      version: '1.2',
      operation: 'Submit',
      wsdl: expect.stringMatching(/mappings\/mah\/trace2\/drug-trace\.wsdl$/),
      args: {
        '@version': '2.0',
        '@docNo': 'B1',
        '@docType': 'PACK',
        '@time': '2026-11-22 23:10:05',
        goods: [{ '@no': '1', trace: [{ '@level': '1', '@parent': 'K0', '#text': 'K1' }] }],
      },
    });
    expect(request.security).toBeUndefined();
    expect(request.signature).toMatchObject({ certificate: partner.certificate });
  });

  test('is booked once, a repeat is a duplicate, its fate is found', async () => {
    await open();
    const input = report('sale-out', 'T-1', '81234560000000000011');
    expect(await send('query', input)).toEqual({ type: 'not-found' });
    expect(await send('sale-out.submit', input)).toMatchObject({
      type: 'ok',
      receipt: expect.stringMatching(/^R/),
      items: [{ ok: true }],
    });
    expect(await send('sale-out.submit', input)).toMatchObject({ type: 'ok', duplicate: true });
    expect(await send('query', input)).toMatchObject({ type: 'ok', receipt: expect.stringMatching(/^R/) });
    expect(simulator.ledger()).toMatchObject([{ key: 'SALE_OUT:T-1', codes: ['81234560000000000011'] }]);
  });

  test('verdicts on rows, refusals and faults in its own words', async () => {
    await open();
    const mixed = report('sale-out', 'T-2', '81234560000000000021', '89999990000000000001');
    expect(await send('sale-out.submit', mixed)).toMatchObject({
      type: 'ok',
      partial: true,
      items: [{ ok: true }, { ok: false, nativeCode: 'T203' }],
    });
    const other = report('sale-out', 'T-2', '81234560000000000022');
    expect(await send('sale-out.submit', other)).toMatchObject({ fault: { code: 'MAH_DOCUMENT_DIFFERS' } });
    const stranger = { ...base, credentials: { ...selfSigned('stranger') } };
    expect(await send('probe', other, { institution: stranger })).toMatchObject({
      fault: { category: 'auth', code: 'MAH_AUTHENTICATION_FAILED' },
    });
    const mismatch = { ...base, credentials: { ...partner, privateKey: selfSigned('x').privateKey } };
    expect(await send('probe', other, { institution: mismatch })).toMatchObject({ fault: { category: 'auth' } });
    expect(await send('probe', other, { now: Date.now() - 3_600_000 })).toMatchObject({
      fault: { code: 'MAH_CLOCK_SKEW' },
    });
  });

  test.each(['alien', 'html', 'empty', 'wrong-type'] as const)('%s is never success', async (fault) => {
    await open();
    simulator.setFault({ fault });
    expect(await send('sale-out.submit', report('sale-out', 'T-3', '81234560000000000031'))).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });
});

describe('what a profile or a setting may name as WSDL', () => {
  const named = (wsdl: string) => serviceDialect({ profile, settings: { wsdl } });
  test('a file beside a profile', () => {
    expect(named('demo/manufacturer-trace.wsdl').wsdl).toMatch(/mappings\/mah\/demo\/manufacturer-trace\.wsdl$/);
  });
  test.each(['../x.wsdl', '/etc/passwd', 'demo/../../x.wsdl', 'demo/a/b.wsdl', 'http://host/a.wsdl', 'demo/x.xml', ''])(
    'not %j',
    (wsdl) => {
      expect(() => named(wsdl)).toThrow(/wsdl must be/);
    },
  );
});

test('credentials that the chosen security lacks are named', () => {
  const input = report('sale-out', 'T-9', '81234560000000000091');
  const build = (changes: Partial<CallContext>) => () =>
    operation('sale-out.submit').buildRequest(input, context(signed(changes)));
  expect(build({ settings: { security: 'both' } })).toThrow(/no username/);
  expect(build({ institution: { ...base, credentials: { privateKey: partner.privateKey } } })).toThrow(
    /no certificate/,
  );
  const broken = { ...base, credentials: { ...partner, privateKey: 'no key' } };
  expect(build({ institution: broken })).toThrow(/no PEM key/);
});
