import { randomBytes } from 'node:crypto';
import { adapters } from '../adapters/index.ts';
import type { Hub } from '../config/types.ts';
import { loadProfiles } from '../mappings/engine/index.ts';
import type { Directory } from './directory/contract.ts';
import { createDirectory, loadSealKey } from './directory/index.ts';
import type { Dispatcher } from './dispatch/contract.ts';
import { createDispatcher } from './dispatch/index.ts';
import { type LinkRuntime, realClock } from './link/index.ts';
import { buildLinks } from './links.ts';
import { createLookupService, type LookupService } from './lookup/index.ts';
import { createLogger, createMetrics } from './observe/index.ts';
import type { Store } from './store/contract.ts';
import { openStore } from './store/index.ts';

/** What one command may use of a hub. */
export interface LinksOnce {
  readonly store: Store;
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly directory: Directory;
  /** Not started: it delivers nothing. */
  readonly dispatcher: Pick<Dispatcher, 'probe' | 'read'>;
  readonly lookups: LookupService;
  /** The calls made so far, sign-ins among them. */
  calls(): readonly CallMade[];
}

export interface CallMade {
  readonly link: string;
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
}

/**
 * Reads for one command, beside a gateway that may be running: the same links, directory and protections, but no deliveries.
 * @throws StoreError, ConfigError or LinkConfigError when the configuration or the store cannot be used
 */
export async function withLinks<T>(hub: Hub, work: (once: LinksOnce) => Promise<T>): Promise<T> {
  const logger = createLogger('error');
  const clock = realClock;
  const store = await openStore(hub.store);
  const made: CallMade[] = [];
  const metrics = {
    ...createMetrics({ counts: () => store.counts(), health: () => new Map(), logDropped: () => logger.dropped() }),
    attempt(
      link: string,
      _adapter: string,
      operation: string,
      outcome: string,
      _category: unknown,
      durationMs: number,
    ) {
      made.push({ link, operation, outcome, durationMs });
    },
  };
  const links = buildLinks(
    hub,
    adapters,
    await loadProfiles(Object.values(hub.links).flatMap(({ profile }) => profile ?? [])),
    { logger, metrics },
  );
  try {
    const directory = createDirectory({ store, links, sealKey: await loadSealKey(hub.sealKey), clock: clock.now });
    const owner = `once-${process.pid}-${randomBytes(4).toString('hex')}`;
    const dispatcher = createDispatcher({ store, links, directory, clock, logger, metrics, owner });
    const lookups = createLookupService({ links, dispatcher, store, clock, logger });
    return await work({ store, links, directory, dispatcher, lookups, calls: () => made });
  } finally {
    await Promise.all([...links.values()].map(({ link }) => link.close()));
    await store.close();
  }
}
