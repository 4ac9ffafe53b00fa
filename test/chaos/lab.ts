import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { simulators } from '../../adapters/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import type { StoreSettings } from '../../config/types.ts';
import { newKey } from '../../gateway/http/keys.ts';
import { migratePostgres, openStore } from '../../gateway/store/index.ts';
import { HubClient } from '../demo/client.ts';
import { startPostgres } from '../tools/postgres.ts';
import { GatewayProcess } from './gateway-process.ts';

export type StoreKind = 'sqlite' | 'postgres';

/** A hub in a process of its own, its platforms in this one, everything on loopback and in a scratch folder. */
export interface Lab {
  readonly gateway: GatewayProcess;
  readonly client: HubClient;
  /** By link id. */
  readonly platforms: ReadonlyMap<string, { readonly adapter: string; readonly simulator: Simulator }>;
  readonly logFile: string;
  close(): Promise<void>;
}

/** Times short enough for a test, long enough to be lived through: the attempt deadline bounds the lease (attempt + 30 s). */
const quick = {
  limits: { maxInFlight: 16, ratePerSecond: 500, burst: 50 },
  timeouts: { connectMs: 500, attemptMs: 2000 },
  breaker: { openMs: 500, maxOpenMs: 2000, rampMs: 500 },
  retry: { scheduleMs: [200, 500, 1000], repeatMs: 1000, giveUpAfterMs: 300_000, overloadFloorMs: 500 },
  enquiry: { firstAfterMs: 500, everyMs: 500, settleMs: 1500, giveUpAfterMs: 300_000 },
  allowAddresses: ['127.0.0.0/8'],
};

/** @returns n free loopback ports. They are released before use: nothing else on the machine should race for them. */
async function freePorts(n: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: n }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Builds the lab: simulators up, store migrated, key made, directory filled. The gateway itself is not started. */
export async function openLab(kind: StoreKind): Promise<Lab> {
  const dir = await mkdtemp(join(tmpdir(), 'tracehub-chaos-'));
  const cluster = kind === 'postgres' ? await startPostgres() : undefined;
  const settings: StoreSettings =
    cluster === undefined
      ? { driver: 'sqlite', path: join(dir, 'hub.db') }
      : { driver: 'postgres', url: cluster.url, maxConnections: 8 };
  const [port = 0, opsPort = 0, ...simPorts] = await freePorts(2);
  const start = async (id: string, simSettings: Record<string, unknown>): Promise<Simulator> => {
    const load = simulators[id];
    if (load === undefined) throw new Error(`no simulator ${id}`);
    return (await load())({ port: simPorts.pop() ?? 0, controlPort: 0, settings: simSettings });
  };
  const platforms = new Map([
    ['nhsa-hunan', { adapter: 'nhsa', simulator: await start('nhsa', {}) }],
    ['msfx', { adapter: 'msfx', simulator: await start('msfx', { callsPerSecond: 100_000 }) }],
    ['mah-demo', { adapter: 'mah-soap', simulator: await start('mah-soap', {}) }],
  ]);
  const endpoint = (id: string): string => platforms.get(id)?.simulator.endpoint ?? '';
  const config = join(dir, 'hub.yaml');
  await writeFile(
    config,
    stringify({
      server: { host: '127.0.0.1', port, opsHost: '127.0.0.1', opsPort },
      log: { level: 'warn' },
      store:
        settings.driver === 'sqlite'
          ? { driver: 'sqlite', path: settings.path }
          : { driver: 'postgres', url: settings.url, maxConnections: 8 },
      secrets: { sealKey: randomBytes(32).toString('hex') },
      links: {
        'nhsa-hunan': { adapter: 'nhsa', profile: 'nhsa/430000-hunan', endpoint: endpoint('nhsa-hunan'), ...quick },
        msfx: {
          adapter: 'msfx',
          profile: 'msfx/retail',
          endpoint: endpoint('msfx'),
          settings: { appKey: '12345678', appSecret: 'demo-msfx-secret', pollAfterMs: 200 },
          ...quick,
        },
        'mah-demo': { adapter: 'mah-soap', profile: 'mah-soap/demo', endpoint: endpoint('mah-demo'), ...quick },
      },
      routes: [
        { link: 'nhsa-hunan', primary: true, when: { regions: ['43'] } },
        { link: 'msfx', lines: { codeKinds: ['drug-trace'] } },
        { link: 'mah-demo', lines: { codePrefixes: ['8123456', '8765432'] } },
      ],
      sandbox: {},
    }),
  );
  if (settings.driver === 'postgres') await migratePostgres(settings.url);
  const { key, record } = newKey('chaos', 'operator', 'chaos', Date.now());
  const store = await openStore(settings);
  await store.putKey(record);
  await store.close();
  const logFile = join(dir, 'gateway.log');
  const gateway = new GatewayProcess(config, opsPort, logFile);
  const client = new HubClient(port, key);
  return {
    gateway,
    client,
    platforms,
    logFile,
    async close() {
      await gateway.kill();
      await client.close();
      await Promise.all([...platforms.values()].map(({ simulator }) => simulator.close()));
      await cluster?.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The sandbox's directory, as a vendor would import it. */
export async function importDirectory(client: HubClient): Promise<void> {
  const csv = await readFile(new URL('../../config/sandbox-institutions.csv', import.meta.url), 'utf8');
  const reply = await client.send('POST', '/v1/institutions/import', csv, { 'content-type': 'text/csv' });
  if (reply.status !== 200) throw new Error(`the directory was refused: ${JSON.stringify(reply.body)}`);
}
