import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulators } from '../../adapters/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../config/load.ts';
import type { StoreSettings } from '../../config/types.ts';
import { newKey } from '../../gateway/http/index.ts';
import { type Running, run } from '../../gateway/main.ts';
import { openStore } from '../../gateway/store/index.ts';
import type { HubDelivery } from '../demo/agree.ts';
import { HubClient } from '../demo/client.ts';

/** The sandbox as a user runs it (its own configuration file), on free ports and with short times. */
export interface Sandbox {
  readonly client: HubClient;
  /** The operator's API key that `client` uses. */
  readonly key: string;
  readonly gateway: Running;
  platform(link: string): Simulator;
  /** Posts an event that must be accepted. @returns its deliveries once all are settled into one of the states. */
  settled(event: object, states?: readonly string[]): Promise<HubDelivery[]>;
  close(): Promise<void>;
}

const adapterOf = { 'nhsa-hunan': 'nhsa', msfx: 'msfx', 'mah-demo': 'mah-soap' } as const;
const quick = {
  timeouts: { attemptMs: 600, connectMs: 300 },
  retry: { scheduleMs: [100, 200, 400], repeatMs: 400, overloadFloorMs: 100 },
  enquiry: { firstAfterMs: 100, everyMs: 200, settleMs: 500 },
  breaker: { openMs: 200, maxOpenMs: 400, rampMs: 200 },
};
const settledLimitMs = 15_000;

/** @param changes of the sandbox's configuration, e.g. its routes */
export async function openSandbox(store?: StoreSettings, changes: object = {}): Promise<Sandbox> {
  const dir = await mkdtemp(join(tmpdir(), 'tracehub-e2e-'));
  const platforms = new Map<string, Simulator>();
  for (const [link, adapter] of Object.entries(adapterOf)) {
    const start = await simulators[adapter]?.();
    if (start === undefined) throw new Error(`no simulator ${adapter}`);
    platforms.set(link, await start({ port: 0, controlPort: 0 }));
  }
  const settings: StoreSettings = store ?? { driver: 'sqlite', path: join(dir, 'hub.db') };
  const hub = await loadHub(fileURLToPath(new URL('../../config/sandbox.yaml', import.meta.url)), {
    server: { host: '127.0.0.1', port: 0, opsHost: '127.0.0.1', opsPort: 0 },
    log: { level: 'silent' },
    store: settings,
    secrets: { sealKey: `generate:${join(dir, 'seal.key')}` },
    links: Object.fromEntries([...platforms].map(([link, { endpoint }]) => [link, { endpoint, ...quick }])),
    ...changes,
  });
  const { key, record } = newKey('e2e', 'operator', 'e2e');
  const keys = await openStore(settings);
  await keys.putKey(record);
  await keys.close();
  const gateway = await run(hub, { role: 'all', simulators: false });
  const client = new HubClient(gateway.port, key);
  const csv = await readFile(new URL('../../config/sandbox-institutions.csv', import.meta.url), 'utf8');
  const imported = await client.send('POST', '/v1/institutions/import', csv, { 'content-type': 'text/csv' });
  if (imported.status !== 200) throw new Error(`the directory was refused: ${JSON.stringify(imported.body)}`);

  async function settled(event: object, states: readonly string[] = ['delivered', 'rejected']): Promise<HubDelivery[]> {
    const reply = await client.send('POST', '/v1/events', event);
    if (reply.status !== 202) throw new Error(`the event was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    const until = performance.now() + settledLimitMs;
    while (true) {
      const { body } = await client.send('GET', `/v1/events/${String(reply.body.id)}`);
      const deliveries = body.deliveries as HubDelivery[];
      if (deliveries.every((delivery) => states.includes(delivery.state))) return deliveries;
      if (performance.now() > until) throw new Error(`not settled in time: ${JSON.stringify(deliveries)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  return {
    client,
    key,
    gateway,
    platform(link) {
      const found = platforms.get(link);
      if (found === undefined) throw new Error(`no platform ${link}`);
      return found;
    },
    settled,
    async close() {
      await client.close();
      await gateway.stop();
      await Promise.all([...platforms.values()].map((simulator) => simulator.close()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}
