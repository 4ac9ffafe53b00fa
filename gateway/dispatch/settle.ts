import type { Clock } from '../link/clock.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Logger, Metrics } from '../observe/contract.ts';
import {
  type ClaimedDelivery,
  type DeliveryState,
  finalStates,
  type Settlement,
  type Store,
} from '../store/contract.ts';
import type { Served } from './serve.ts';

export interface SettleDeps {
  readonly runtime: LinkRuntime;
  readonly store: Pick<Store, 'hold' | 'settle'>;
  readonly clock: Clock;
  readonly owner: string;
  readonly metrics: Pick<Metrics, 'settled' | 'leaseLost'>;
  readonly logger: Logger;
  /** Told after a hold is durable: what was claimed ahead must not go any more. */
  readonly onHold: () => Promise<void>;
  /** Told after the new state is durable. */
  readonly onSettled: (deliveryId: string, state: DeliveryState) => void;
}

const storeRetryMs = 500;
const longestStoreRetryMs = 15_000;

/**
 * Makes a decision durable, however long the store is away: the outcome is known only here. Ends early when the process stops or
 * the lease is lost; then the delivery is found as `sending` and asked for by enquiry.
 */
export async function settle(
  claimed: ClaimedDelivery,
  served: NonNullable<Served>,
  deps: SettleDeps,
  stopping: AbortSignal,
): Promise<void> {
  for (let tries = 0; !stopping.aborted; tries += 1) {
    try {
      return await settleOnce(claimed, served, deps);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      deps.logger.warn('outcome could not be stored yet', { link: claimed.link, delivery: claimed.id, detail });
      await pause(Math.min(storeRetryMs * 2 ** Math.min(tries, 10), longestStoreRetryMs), deps.clock, stopping);
    }
  }
}

async function settleOnce(claimed: ClaimedDelivery, served: NonNullable<Served>, deps: SettleDeps): Promise<void> {
  const { runtime, store, clock, owner, metrics, logger } = deps;
  const { decision } = served;
  const { id, link, tenant, institution } = claimed;
  const now = clock.now();
  if (decision.hold !== undefined) {
    // The hold comes first: the settlement below then finds it and the delivery becomes `held` in the same breath.
    await store.hold({ link, tenant, institution, reason: decision.hold, since: now, actor: 'dispatcher' });
    await deps.onHold();
    logger.warn('institution is held on this link', { link, institution, code: decision.fault?.code ?? '' });
  }
  const state = await store.settle(settlementOf(claimed, served, owner, now));
  if (state === undefined) {
    metrics.leaseLost(link);
    logger.warn('lease was lost before the outcome was stored', { link, delivery: id });
    return;
  }
  metrics.settled(link, state, finalStates.has(state) ? now - claimed.createdAt : undefined);
  const { fault } = decision;
  const attempt = served.attempt?.operation ?? claimed.operation;
  const log = state === 'parked' || state === 'unknown' ? logger.warn : logger.debug;
  log.call(logger, 'delivery settled', {
    link,
    adapter: runtime.adapter.id,
    operation: attempt,
    delivery: id,
    event: claimed.eventId,
    kind: claimed.kind,
    state,
    ...(fault === undefined ? {} : { category: fault.category, code: fault.code }),
  });
  deps.onSettled(id, state);
}

function settlementOf(claimed: ClaimedDelivery, served: NonNullable<Served>, owner: string, now: number): Settlement {
  const { counts, hold, ...change } = served.decision;
  return {
    id: claimed.id,
    owner,
    now,
    ...change,
    ...(served.ids === undefined ? {} : { ids: served.ids }),
    ...(counts && served.attempt !== undefined ? { attempt: served.attempt } : {}),
  };
}

function pause(ms: number, clock: Clock, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(done, ms);
    stopping.addEventListener('abort', done, { once: true });
    function done(): void {
      cancel();
      stopping.removeEventListener('abort', done);
      resolve();
    }
  });
}
