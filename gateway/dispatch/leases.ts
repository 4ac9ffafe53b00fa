import type { Clock } from '../link/clock.ts';
import type { Logger, Metrics } from '../observe/contract.ts';
import type { Store } from '../store/contract.ts';
import type { LinkLoop } from './link-loop.ts';

export interface LeaseKeeperDeps {
  readonly store: Pick<Store, 'renew'>;
  readonly clock: Clock;
  readonly owner: string;
  readonly leaseMs: number;
  readonly loops: ReadonlyMap<string, Pick<LinkLoop, 'running'>>;
  readonly metrics: Pick<Metrics, 'leaseLost'>;
  readonly logger: Logger;
}

/** A lease survives two missed renewals (reliability §1d: 60 s, renewed each 20 s). */
const renewalsPerLease = 3;

/** Prolongs the leases of all deliveries in work, so that slow platforms do not hand them to another node. @returns stop */
export function keepLeases(deps: LeaseKeeperDeps): () => void {
  const { store, clock, owner, leaseMs, loops, metrics, logger } = deps;
  const everyMs = Math.floor(leaseMs / renewalsPerLease);
  let stopped = false;
  let cancel = clock.setTimer(tick, everyMs);

  function tick(): void {
    void renew().finally(() => {
      if (!stopped) cancel = clock.setTimer(tick, everyMs);
    });
  }

  async function renew(): Promise<void> {
    const linkOf = new Map([...loops].flatMap(([link, loop]) => loop.running().map((id) => [id, link] as const)));
    if (linkOf.size === 0) return;
    try {
      const kept = new Set(await store.renew(owner, [...linkOf.keys()], clock.now() + leaseMs));
      for (const [id, link] of linkOf) {
        if (kept.has(id) || !loops.get(link)?.running().includes(id)) continue;
        metrics.leaseLost(link);
        logger.warn('lease was lost', { link, delivery: id });
      }
    } catch (error) {
      logger.warn('leases could not be renewed', { detail: error instanceof Error ? error.message : String(error) });
    }
  }

  return () => {
    stopped = true;
    cancel();
  };
}
