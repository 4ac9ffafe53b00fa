import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulators } from '../../../adapters/index.ts';
import type { Simulator } from '../../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../../config/load.ts';
import { newKey } from '../../../gateway/http/index.ts';
import { run } from '../../../gateway/main.ts';
import { openStore } from '../../../gateway/store/index.ts';
import { loadProfiles } from '../../../mappings/engine/index.ts';
import { HubClient } from '../client.ts';
import { type Access, accessOf } from './access.ts';
import { institutionsOf } from './institutions.ts';
import { type DemoLink, linksOf } from './links.ts';
import { regionsOf } from './regions.ts';

/** One hub with every link of the mixed day, each before a simulator of its own. */
export interface MixedHub {
  readonly client: HubClient;
  readonly links: ReadonlyArray<DemoLink & { readonly simulator: Simulator }>;
  close(): Promise<void>;
}

/** Times fit for watching: a real link keeps the defaults (seconds become minutes and hours). */
const quick = {
  timeouts: { connectMs: 5000, attemptMs: 10_000 },
  limits: { ratePerSecond: 200, burst: 50 },
  retry: { scheduleMs: [300, 1000, 3000], repeatMs: 3000, giveUpAfterMs: 600_000, overloadFloorMs: 200 },
  enquiry: { firstAfterMs: 200, everyMs: 500, settleMs: 2000, giveUpAfterMs: 60_000 },
};

interface Connected {
  readonly link: DemoLink;
  readonly access: Access;
  readonly simulator: Simulator;
}

export async function openMixedHub(): Promise<MixedHub> {
  const profiles = await loadProfiles();
  const regions = regionsOf(profiles);
  const links = linksOf(profiles, regions, institutionsOf(regions));
  const connected: Connected[] = [];
  for (const link of links) {
    const access = await accessOf(link);
    const start = await simulators[link.adapter]?.();
    if (start === undefined) throw new Error(`no simulator ${link.adapter}`);
    const simulator = await start({ port: 0, controlPort: 0, settings: access.simulator });
    connected.push({ link, access, simulator });
  }

  const folder = await mkdtemp(join(tmpdir(), 'tracehub-demo-all-'));
  const file = join(folder, 'hub.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify(hubConfig(connected, folder)));
  const hub = await loadHub(file);
  const { key, record } = newKey('demo', 'operator', 'demo', Date.now());
  const store = await openStore(hub.store);
  await store.putKey(record);
  await store.close();
  const gateway = await run(hub, { role: 'all', simulators: false });
  const client = new HubClient(gateway.port, key);
  const imported = await client.send('POST', '/v1/institutions/import', directory(connected), {
    'content-type': 'text/csv',
  });
  if (imported.status !== 200) throw new Error(`the directory was refused: ${JSON.stringify(imported.body)}`);

  return {
    client,
    links: connected.map(({ link, simulator }) => ({ ...link, simulator })),
    async close() {
      await client.close();
      await gateway.stop();
      await Promise.all(connected.map(({ simulator }) => simulator.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function hubConfig(connected: readonly Connected[], folder: string): object {
  const links = connected.map(({ link: { id, adapter, profile }, access, simulator }) => [
    id,
    {
      title: profile.title,
      adapter,
      profile: profile.id,
      endpoint: simulator.endpoint,
      allowAddresses: ['127.0.0.0/8'],
      settings: access.settings,
      ...quick,
    },
  ]);
  return {
    server: { host: '127.0.0.1', port: 0, opsHost: '127.0.0.1', opsPort: 0 },
    log: { level: 'error' },
    store: { driver: 'sqlite', path: join(folder, 'hub.db') },
    secrets: { sealKey: `generate:${join(folder, 'seal.key')}` },
    links: Object.fromEntries(links),
    sandbox: { tenant: 'demo', simulators: {} },
    routes: connected.map(({ link }) => ({ link: link.id, ...link.route })),
  };
}

/** @returns the directory as a CSV file: a row for every institution and link. */
function directory(connected: readonly Connected[]): string {
  const columns = new Set<string>();
  const rows = connected.flatMap(({ link, access }) =>
    [...access.accounts].map(([{ code, name, region, role }, { identity, credentials }]) => {
      const named = [
        ...Object.entries(identity).map(([key, value]) => [`identity.${key}`, value]),
        ...Object.entries(credentials).map(([key, value]) => [`credentials.${key}`, value]),
      ];
      const row: Record<string, string> = { code, name, region, role, link: link.id, ...Object.fromEntries(named) };
      for (const column of Object.keys(row)) columns.add(column);
      return row;
    }),
  );
  const header = [...columns];
  return [header, ...rows.map((row) => header.map((column) => row[column] ?? ''))]
    .map((cells) => cells.map(quoted).join(','))
    .join('\n');
}

/** RFC 4180 §2. */
function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
