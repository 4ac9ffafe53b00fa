import { randomBytes } from 'node:crypto';
import { adapters } from '../adapters/index.ts';
import type { Hub } from '../config/types.ts';
import { loadProfiles } from '../mappings/engine/index.ts';
import { createDirectory, loadSealKey } from './directory/index.ts';
import { createDispatcher } from './dispatch/index.ts';
import { realClock } from './link/index.ts';
import { buildLinks } from './links.ts';
import { createLookupService, type LookupService } from './lookup/index.ts';
import { createLogger, createMetrics } from './observe/index.ts';
import { openStore } from './store/index.ts';

/**
 * Look-ups for one command, beside a gateway that may be running: the same links, directory and protections, but no deliveries.
 * @throws StoreError, ConfigError or LinkConfigError when the configuration or the store cannot be used
 */
export async function withLookups<T>(hub: Hub, work: (lookups: LookupService) => Promise<T>): Promise<T> {
  const logger = createLogger('error');
  const clock = realClock;
  const store = await openStore(hub.store);
  const metrics = createMetrics({
    counts: () => store.counts(),
    health: () => new Map(),
    logDropped: () => logger.dropped(),
  });
  const links = buildLinks(hub, adapters, await loadProfiles(), { logger, metrics });
  try {
    const directory = createDirectory({ store, links, sealKey: await loadSealKey(hub.sealKey), clock: clock.now });
    const owner = `lookup-${process.pid}-${randomBytes(4).toString('hex')}`;
    const dispatcher = createDispatcher({ store, links, directory, clock, logger, metrics, owner });
    return await work(createLookupService({ links, dispatcher, store, clock, logger }));
  } finally {
    await Promise.all([...links.values()].map(({ link }) => link.close()));
    await store.close();
  }
}
