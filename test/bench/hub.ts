import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { adapters } from '../../adapters/index.ts';
import { loadHub } from '../../config/load.ts';
import type { StoreSettings } from '../../config/types.ts';
import { createDirectory } from '../../gateway/directory/index.ts';
import { newKey } from '../../gateway/http/index.ts';
import { buildLinks } from '../../gateway/links.ts';
import { createLogger, createMetrics } from '../../gateway/observe/index.ts';
import { migratePostgres, openStore } from '../../gateway/store/index.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';

/** One for all hubs of a run: each logger listens to standard output. */
const logger = createLogger('error');

export interface BenchHub {
  readonly config: string;
  readonly key: string;
  readonly store: StoreSettings;
}

/**
 * A configuration with one 医保 link (national profile, T1) per sink port, its store migrated, one key, one institution.
 * Every sale goes to every link: n deliveries per event.
 */
export async function makeHub(
  dir: string,
  name: string,
  store: StoreSettings,
  sinks: readonly number[],
  link: object = {},
): Promise<BenchHub> {
  const config = join(dir, `${name}.yaml`);
  const sealKey = randomBytes(32).toString('hex');
  const links = Object.fromEntries(
    sinks.map((port, index) => [
      `link-${index}`,
      {
        adapter: 'nhsa',
        profile: 'nhsa/national',
        endpoint: `http://127.0.0.1:${port}/`,
        allowAddresses: ['127.0.0.0/8'],
        limits: { maxInFlight: 64, ratePerSecond: 10_000, burst: 1000 },
        ...link,
      },
    ]),
  );
  const routes = Object.keys(links).map((id, index) => ({ link: id, primary: index === 0 }));
  await writeFile(
    config,
    stringify({
      server: { host: '127.0.0.1', port: 0, opsHost: '127.0.0.1', opsPort: 0, maxConnections: 1000 },
      log: { level: 'error' },
      store:
        store.driver === 'sqlite'
          ? store
          : { driver: 'postgres', url: store.url, maxConnections: store.maxConnections },
      secrets: { sealKey },
      links,
      routes,
      sandbox: {},
    }),
  );
  if (store.driver === 'postgres') await migratePostgres(store.url);
  const opened = await openStore(store);
  const { key, record } = newKey('bench', 'operator', 'bench');
  await opened.putKey(record);
  const hub = await loadHub(config);
  const built = buildLinks(hub, adapters, await loadProfiles(), {
    logger,
    metrics: createMetrics(),
  });
  const directory = createDirectory({
    store: opened,
    links: built,
    sealKey: Buffer.from(sealKey, 'hex'),
    clock: Date.now,
  });
  const entry = {
    identity: { fixmedins_code: 'P43010000001', fixmedins_name: '演示药店', opter: '001', opter_name: '王店员' },
    credentials: { ak: 'ak', sk: 'sk' },
  };
  const put = await directory.put('bench', {
    code: 'P43010000001',
    name: '演示药店',
    region: '430102',
    role: 'pharmacy',
    links: Object.fromEntries(Object.keys(links).map((id) => [id, entry])),
  });
  if ('errors' in put) throw new Error(`the bench directory was refused: ${JSON.stringify(put.errors)}`);
  await Promise.all([...built.values()].map((runtime) => runtime.link.close()));
  await opened.close();
  return { config, key, store };
}
