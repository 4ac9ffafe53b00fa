/**
 * The composition root: the only file that builds the object graph of the gateway.
 * Boot order: profiles, policy and links (everything that can be misconfigured) → store → catalogue, directory → intake, dispatch → HTTP.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { adapters } from '../adapters/index.ts';
import type { Hub } from '../config/types.ts';
import { loadProfiles } from '../mappings/engine/load.ts';
import { loadPolicy } from '../mappings/policy/index.ts';
import { createCatalogue, followConfiguredFile, learningIntake } from './catalogue/index.ts';
import { createDirectory, loadSealKey } from './directory/index.ts';
import { createDispatcher } from './dispatch/index.ts';
import { faultSources } from './fault-sources.ts';
import { createApp, createErrorCatalogue, createOpsApp, type Readiness, serve } from './http/index.ts';
import { createFindParents, createFindRepeats, createIntake, createUuidv7, intakeErrors } from './intake/index.ts';
import { createAssessor, createFindings, createLedger } from './ledger/index.ts';
import { realClock } from './link/index.ts';
import { buildLinks } from './links.ts';
import { createLookupService } from './lookup/index.ts';
import { createLogger, createMetrics } from './observe/index.ts';
import { prepareSandbox, startSimulators } from './sandbox.ts';
import type { Store } from './store/contract.ts';
import { openStore } from './store/index.ts';
import { createVerifyService } from './verify/index.ts';

export type Role = 'intake' | 'dispatch' | 'all';

export interface RunOptions {
  /** What this node does; `all` in a single-node deployment. */
  readonly role: Role;
  /** Start the simulators that the configuration's sandbox names. */
  readonly simulators: boolean;
}

export interface Running {
  readonly port: number;
  readonly opsPort: number;
  /** Unready → no new connections → attempts finish → leases released → store closed. */
  stop(): Promise<void>;
}

/**
 * Starts one gateway node.
 * @throws ConfigError, StoreMigrationError, StoreError … before anything listens: a node that runs is configured.
 */
export async function run(hub: Hub, options: RunOptions): Promise<Running> {
  const logger = createLogger(hub.log.level);
  const clock = realClock;
  const newId = createUuidv7(clock.now);
  const profiles = await loadProfiles(Object.values(hub.links).flatMap(({ profile }) => profile ?? []));
  const policy = await loadPolicy();
  const store = await openStore(hub.store);
  const metrics = createMetrics({
    counts: () => store.counts(),
    health: () => new Map([...links].map(([id, runtime]) => [id, runtime.link.health()])),
    logDropped: () => logger.dropped(),
  });
  const links = buildLinks(hub, adapters, profiles, { logger, metrics });
  const directory = createDirectory({ store, links, sealKey: await loadSealKey(hub.sealKey), clock: clock.now });
  const owner = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const dispatcher = createDispatcher({
    store,
    links,
    directory,
    clock,
    random: Math.random,
    logger,
    metrics,
    owner,
  });
  const assessor = createAssessor({ store, owner, clock, newId, logger, metrics });
  if (options.role !== 'dispatch') {
    await followConfiguredFile(hub.catalogue, { store: store.catalogue, clock: clock.now, newId }).catch(
      async (error: unknown) => {
        await store.close();
        throw error;
      },
    );
  }
  const catalogue = createCatalogue({ store: store.catalogue, clock: clock.now, newId });
  const accepting = createIntake({
    store,
    links,
    hub,
    directory,
    catalogue,
    policy,
    findRepeats: createFindRepeats(store),
    findParents: createFindParents(store.ledger),
    clock,
    newId,
    metrics,
    logger,
    onAccepted(ids) {
      ids.forEach(dispatcher.wake);
      assessor.wake();
    },
  });
  const intake = learningIntake(accepting, catalogue);

  const simulators = options.simulators ? await startSimulators(hub) : [];
  await prepareSandbox(hub, { store, directory, clock });

  let draining = false;
  const ready = async (): Promise<Readiness> => {
    const checks = [{ name: 'accepting', ok: !draining }, await storeCheck(store)];
    return { ok: checks.every((check) => check.ok), checks };
  };
  const lookups = createLookupService({ links, dispatcher, store, clock, logger });
  const errorCatalogue = createErrorCatalogue(faultSources(links), intakeErrors);
  const services = {
    hub,
    store,
    intake,
    catalogue,
    ledger: createLedger({ store }),
    findings: createFindings(store),
    policy,
    dispatcher,
    directory,
    lookups,
    verify: createVerifyService({ store, catalogue, policy, links, routes: hub.routes, lookups, clock }),
    links,
    logger,
    metrics,
    clock: clock.now,
    newId,
    errorCatalogue,
  };
  const api = options.role === 'dispatch' ? undefined : await serve(createApp(services), hub.server);
  const ops = await serve(createOpsApp({ metrics, ready }), {
    ...hub.server,
    host: hub.server.opsHost,
    port: hub.server.opsPort,
  });
  if (options.role !== 'intake') {
    dispatcher.start();
    assessor.start();
  }
  logger.info('gateway ready', { detail: `role ${options.role}, ${links.size} links, store ${hub.store.driver}` });

  return {
    port: api?.port ?? 0,
    opsPort: ops.port,
    async stop() {
      const { shutdownGraceMs } = hub.server;
      draining = true;
      await Promise.all([api?.close(shutdownGraceMs), dispatcher.drain(shutdownGraceMs)]);
      await assessor.stop();
      await Promise.all([...links.values()].map((runtime) => runtime.link.close()));
      await ops.close(0);
      await store.close();
      await Promise.all(simulators.map((simulator) => simulator.close()));
      logger.info('gateway stopped');
    },
  };
}

async function storeCheck(store: Pick<Store, 'ping'>): Promise<Readiness['checks'][number]> {
  try {
    await store.ping();
    return { name: 'store', ok: true };
  } catch (error) {
    return { name: 'store', ok: false, detail: error instanceof Error ? error.message : 'failed' };
  }
}
