import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { start as startMah } from '../../adapters/mah-soap/simulator/index.ts';
import { start as startMsfx } from '../../adapters/msfx/simulator/index.ts';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import {
  chinaDate,
  type LedgerEntry,
  parseChinaDateTime,
  type Simulator,
  SimulatorSettingsError,
  simFaults,
} from '../../adapters/sim-kit/index.ts';
import { magicFault } from '../../adapters/sim-kit/magic.ts';
import { call, hunanSale, signIn } from './nhsa-client.ts';

describe('magic document numbers', () => {
  test.each([
    ['XS1-SIM-nhsa-apply-hang', { fault: 'apply-hang' }],
    ['SIM-all-delay-2000', { fault: 'delay', ms: 2000 }],
    ['SIM-all-delay-2000_1', { fault: 'delay', ms: 2000 }],
    ['xs1-sim-NHSA-Wrong-Type', { fault: 'wrong-type' }],
    ['SIM-msfx-hang-SIM-nhsa-reset', { fault: 'reset' }],
    ['SIM-nhsa-dark-10-SIM-all-reset', { fault: 'dark', ms: 10 }],
    ['SIM-msfx-hang', undefined],
    ['SIM-nhsa-nothing', undefined],
    ['XS-20251122-0001', undefined],
  ])('%s', (documentNo, order) => {
    expect(magicFault(documentNo, 'nhsa')).toEqual(order);
  });

  test('every fault has one', () => {
    for (const fault of simFaults) expect(magicFault(`XS-SIM-mah-${fault}`, 'mah')).toEqual({ fault });
  });
});

describe('control port', () => {
  let sim: Simulator;
  const control = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${sim.controlPort}${path}`, init);

  beforeEach(async () => {
    sim = await start({ port: 0, controlPort: 0 });
  });
  afterEach(() => sim.close());

  test('shows health, the ledger from any entry on, and what was asked how often', async () => {
    const caller = { endpoint: sim.endpoint };
    const sign_no = await signIn(caller);
    for (const n of ['1', '2']) {
      await call(caller, '3505A', { selinfoDetail: [hunanSale({ fixmedins_bchno: `B${n}` })] }, { sign_no });
    }
    await call(caller, '9999', {});
    expect(await (await control('/healthz')).json()).toEqual({ id: 'nhsa', status: 'ok' });
    expect(await (await control('/ledger')).json()).toEqual({ entries: sim.ledger() });
    expect(await (await control('/ledger?after=1')).json()).toMatchObject({ entries: [{ seq: 2, key: 'B2' }] });
    expect(await (await control('/requests')).json()).toEqual({ functions: { '9001': 1, '3505A': 2, unknown: 1 } });
  });

  test('takes and withdraws faults', async () => {
    const order = { method: 'PUT', body: JSON.stringify({ fault: 'unavailable', times: 5 }) };
    expect((await control('/fault', order)).status).toBe(204);
    expect((await fetch(sim.endpoint, { method: 'POST' })).status).toBe(503);
    expect((await control('/fault', { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(sim.endpoint, { method: 'POST' })).status).toBe(200);
  });

  test.each([
    ['no JSON', '{', 400],
    ['an unknown fault', '{"fault":"explode"}', 400],
    ['an unknown member', '{"fault":"reset","count":1}', 400],
    ['times below one', '{"fault":"reset","times":0}', 400],
    ['ms that is no number', '{"fault":"delay","ms":"1"}', 400],
    ['an empty match', '{"fault":"delay","match":""}', 400],
  ])('refuses an order with %s', async (_what, body, status) => {
    const response = await control('/fault', { method: 'PUT', body });
    expect([response.status, typeof (await response.json())]).toEqual([status, 'object']);
    // Nothing was ordered: the next request is answered by the platform.
    expect((await fetch(sim.endpoint, { method: 'POST' })).status).toBe(200);
  });

  test('answers while the platform is dark', async () => {
    sim.setFault({ fault: 'dark', ms: 60_000 });
    await expect(fetch(sim.endpoint, { method: 'POST' })).rejects.toThrow();
    expect((await control('/healthz')).status).toBe(200);
  });

  test('hands out copies of the ledger: what a reader does to them stays with the reader', async () => {
    const caller = { endpoint: sim.endpoint };
    await call(caller, '3505A', { selinfoDetail: [hunanSale()] }, { sign_no: await signIn(caller) });
    const copy = sim.ledger() as LedgerEntry[];
    copy.pop();
    expect(sim.ledger()).toHaveLength(1);
    expect(Object.isFrozen(sim.ledger()[0])).toBe(true);
  });
});

describe('start', () => {
  test.each([
    ['an unknown setting', start, { dialct: 'hunan' }],
    ['an unknown dialect', start, { dialect: 'klingon' }],
    ['an account without its secret', start, { accounts: [{ ak: 'a', code: 'c', name: 'n' }] }],
    ['a negative time', startMsfx, { processMs: -1 }],
    ['a list that is none', startMsfx, { enterprises: 'demo' }],
    ['a password type that is none', startMah, { passwordType: 'Plain' }],
  ])('refuses %s', async (_what, starter, settings) => {
    await expect(starter({ port: 0, controlPort: 0, settings })).rejects.toThrow(SimulatorSettingsError);
  });

  test('gives both ports back when one cannot be had', async () => {
    const first = await start({ port: 0, controlPort: 0 });
    const probe = await start({ port: 0, controlPort: 0 });
    const { port } = probe;
    await probe.close();
    await expect(start({ port, controlPort: first.controlPort })).rejects.toThrow(/EADDRINUSE/);
    const again = await start({ port, controlPort: 0 });
    expect(again.port).toBe(port);
    await Promise.all([first.close(), again.close()]);
  });

  test('serves its one path only, and bounds a request', async () => {
    const sim = await start({ port: 0, controlPort: 0 });
    expect((await fetch(`http://127.0.0.1:${sim.port}/other`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(sim.endpoint)).status).toBe(405);
    await sim.close();
  });
});

describe('China time', () => {
  test('does not depend on the zone of the host, and knows the calendar', () => {
    expect(chinaDate(Date.parse('2025-11-22T16:00:00Z'))).toBe('2025-11-23');
    expect(parseChinaDateTime('2025-11-23 00:00:00')).toBe(Date.parse('2025-11-22T16:00:00Z'));
    expect(parseChinaDateTime('2025-02-29 00:00:00')).toBeUndefined();
    expect(parseChinaDateTime('2025-11-23 24:00:00')).toBeUndefined();
  });
});
