import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { simulators } from '../../adapters/index.ts';
import type { SimFault, Simulator } from '../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../config/load.ts';
import { newKey } from '../../gateway/http/index.ts';
import { type Running, run } from '../../gateway/main.ts';
import { openStore } from '../../gateway/store/index.ts';
import type { HubDelivery } from '../demo/agree.ts';
import { HubClient } from '../demo/client.ts';

/** Example configuration → its link, its adapter, and an institution of its list. */
const examples = [
  ['mah-rest', 'mah-rest-demo', 'P43010000001', '430102'],
  ['mah-epcis', 'mah-epcis-demo', 'P43010000001', '430102'],
  ['mah-file', 'mah-file-demo', 'P43010000001', '430102'],
  ['regulator-json', 'regulator-demo', 'P14010000001', '140105'],
] as const;

const quick = {
  timeouts: { attemptMs: 600, connectMs: 300 },
  retry: { scheduleMs: [100, 200, 400], repeatMs: 400, overloadFloorMs: 100 },
  enquiry: { firstAfterMs: 100, everyMs: 200, settleMs: 500 },
  breaker: { openMs: 200, maxOpenMs: 400, rampMs: 200 },
};
const settledLimitMs = 15_000;

let closers: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  closers = [];
});

/** The example as a user runs it, on free ports and with short times. */
async function open(
  adapter: string,
  link: string,
): Promise<{ readonly platform: Simulator; readonly client: HubClient }> {
  const dir = await mkdtemp(join(tmpdir(), 'tracehub-example-'));
  closers.push(() => rm(dir, { recursive: true, force: true }));
  const start = await simulators[adapter]?.();
  if (start === undefined) throw new Error(`no simulator ${adapter}`);
  const platform = await start({ port: 0, controlPort: 0 });
  closers.push(() => platform.close());
  const store = { driver: 'sqlite', path: join(dir, 'hub.db') } as const;
  const file = fileURLToPath(new URL(`../../config/examples/${adapter}.yaml`, import.meta.url));
  const hub = await loadHub(file, {
    server: { host: '127.0.0.1', port: 0, opsHost: '127.0.0.1', opsPort: 0 },
    log: { level: 'silent' },
    store,
    secrets: { sealKey: `generate:${join(dir, 'seal.key')}` },
    links: { [link]: { endpoint: platform.endpoint, ...quick } },
  });
  const { key, record } = newKey('e2e', 'operator', 'e2e');
  const keys = await openStore(store);
  await keys.putKey(record);
  await keys.close();
  const gateway: Running = await run(hub, { role: 'all', simulators: false });
  closers.push(() => gateway.stop());
  const client = new HubClient(gateway.port, key);
  closers.push(() => client.close());
  const csv = await readFile(hub.sandbox?.institutions ?? '', 'utf8');
  const imported = await client.send('POST', '/v1/institutions/import', csv, { 'content-type': 'text/csv' });
  expect(imported).toMatchObject({ status: 200 });
  return { platform, client };
}

const sale = (documentNo: string, code: string, region: string, kind = 'retail-sale') => ({
  kind,
  institution: { code, region },
  documentNo,
  occurredAt: '2026-07-01T10:00:00+08:00',
  lines: [
    {
      product: { localCode: 'SP1', localName: '演示阿莫西林胶囊' },
      quantity: '1',
      codes: [`8123456${String(documentNo.length).padStart(3, '0')}0000000${documentNo.slice(-3)}`],
    },
  ],
  ...(kind === 'retail-return' && { original: { documentNo: 'XS-001' } }),
});

async function settled(client: HubClient, event: object): Promise<HubDelivery[]> {
  const reply = await client.send('POST', '/v1/events', event);
  expect(reply).toMatchObject({ status: 202 });
  const until = performance.now() + settledLimitMs;
  while (true) {
    const { body } = await client.send('GET', `/v1/events/${String(reply.body.id)}`);
    const deliveries = body.deliveries as HubDelivery[];
    if (deliveries.every(({ state }) => ['delivered', 'rejected', 'parked'].includes(state))) return deliveries;
    if (performance.now() > until) throw new Error(`not settled in time: ${JSON.stringify(deliveries)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test.each(examples)(
  '%s: sale and return are booked, each once, whatever the platform does in between',
  async (adapter, link, code, region) => {
    const { platform, client } = await open(adapter, link);
    expect(await settled(client, sale('XS-001', code, region))).toMatchObject([{ link, state: 'delivered' }]);
    expect(await settled(client, sale('TH-001', code, region, 'retail-return'))).toMatchObject([
      { state: 'delivered' },
    ]);
    const trouble: SimFault[] = [
      'apply-hang',
      'apply-reset',
      'hang',
      'alien',
      'gbk',
      'wrong-type',
      'unavailable',
      'truncated',
    ];
    for (const [index, fault] of trouble.entries()) {
      const documentNo = `XS-${fault}-10${index}`;
      platform.setFault({ fault, match: documentNo });
      expect(await settled(client, sale(documentNo, code, region))).toMatchObject([{ state: 'delivered' }]);
      expect(platform.ledger().filter((entry) => entry.documentNo === documentNo)).toHaveLength(1);
    }
    platform.setFault({ fault: 'refuse', match: 'XS-refuse' });
    expect(await settled(client, sale('XS-refuse-200', code, region))).toMatchObject([{ state: 'rejected' }]);
  },
  60_000,
);
