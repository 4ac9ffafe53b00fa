import type { Directory } from '../directory/contract.ts';
import { type Clock, realClock } from '../link/clock.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Logger, Metrics } from '../observe/contract.ts';
import type { ClaimedDelivery, DeliveryState, Store } from '../store/contract.ts';
import { createCalls } from './calls.ts';
import type { Dispatcher, Question } from './contract.ts';
import { dispatchFault } from './fault-rows.ts';
import { keepLeases } from './leases.ts';
import { createLinkLoop, type LinkLoop } from './link-loop.ts';
import { readOnce } from './read-once.ts';
import type { Seat } from './seats.ts';
import { serve } from './serve.ts';
import { createSessions } from './sessions.ts';
import { settle } from './settle.ts';
import { createWaiters } from './waiters.ts';

export interface DispatcherDeps {
  readonly store: Store;
  readonly links: ReadonlyMap<string, LinkRuntime>;
  readonly directory: Pick<Directory, 'context'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Names this process in leases; unique among all nodes and restarts. */
  readonly owner: string;
  readonly clock?: Clock;
  /** in [0, 1); jitter only */
  readonly random?: () => number;
  readonly leaseMs?: number;
  /** How often each link looks for work that nobody announced (other nodes, requeued by a person). */
  readonly pollMs?: number;
  /** Told of every recorded state, final or not. */
  readonly onSettled?: (deliveryId: string, state: DeliveryState) => void;
}

/** Reliability §1d: job lease. */
const defaultLeaseMs = 60_000;
/** A lease must outlive the longest call (waiting for the pacer, then the attempt: twice `attemptMs`) by this much. */
const leaseBeyondCallMs = 30_000;
const defaultPollMs = 1_000;

/** Builds the dispatcher: one loop per link, one lease keeper for all. Nothing runs before `start`. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { store, links, directory, logger, metrics, owner, clock = realClock, random = Math.random } = deps;
  const callsMs = [...links.values()].map((runtime) => 2 * runtime.settings.timeouts.attemptMs);
  const leaseMs = Math.max(deps.leaseMs ?? defaultLeaseMs, ...callsMs.map((ms) => ms + leaseBeyondCallMs));
  const pollMs = deps.pollMs ?? defaultPollMs;
  const waiters = createWaiters(store, clock);
  const ending = new AbortController();
  let stopLeases = () => {};

  function onSettled(deliveryId: string, state: DeliveryState): void {
    waiters.settled(deliveryId, state);
    deps.onSettled?.(deliveryId, state);
  }

  function createLane(runtime: LinkRuntime) {
    const calls = createCalls(runtime, { clock, random, metrics, logger });
    const sessions = createSessions(runtime, calls, clock);
    const serveDeps = { runtime, store, calls, sessions, directory, clock, owner, leaseMs, random, logger };
    const settleDeps = { runtime, store, clock, owner, metrics, logger, onSettled, onHold: () => loop.giveBack() };

    async function handle(claimed: ClaimedDelivery, seat: Seat): Promise<void> {
      try {
        const served = await serve(claimed, seat, serveDeps);
        seat.leave();
        if (served === undefined) metrics.leaseLost(runtime.id);
        else await settle(claimed, served, settleDeps, ending.signal);
      } catch (error) {
        // Nothing was recorded: the lease runs out and the delivery is claimed again.
        const detail = error instanceof Error ? error.message : String(error);
        logger.error('delivery could not be served', { link: runtime.id, delivery: claimed.id, detail });
      }
    }

    const loop = createLinkLoop({ runtime, store, clock, logger, owner, leaseMs, pollMs, handle });
    return { runtime, calls, sessions, loop };
  }

  const lanes = new Map([...links].map(([id, runtime]) => [id, createLane(runtime)]));
  const loops: ReadonlyMap<string, LinkLoop> = new Map([...lanes].map(([id, lane]) => [id, lane.loop]));

  async function read(link: string, question: Question) {
    const lane = lanes.get(link);
    if (lane !== undefined) return readOnce(question, { ...lane, directory, clock });
    return { outcome: { type: 'fault', fault: dispatchFault('LINK_UNKNOWN') }, durationMs: 0 } as const;
  }

  return {
    start() {
      stopLeases = keepLeases({ store, clock, owner, leaseMs, loops, metrics, logger });
      for (const loop of loops.values()) loop.start();
    },
    wake(link) {
      if (link !== undefined) return loops.get(link)?.wake();
      for (const loop of loops.values()) loop.wake();
    },
    recall: async (link) => loops.get(link)?.giveBack(),
    async drain(graceMs) {
      const all = [...loops.values()];
      await Promise.all(all.map((loop) => loop.stop()));
      const idle = Promise.all(all.map((loop) => loop.idle()));
      await withinMs(idle, graceMs, clock);
      ending.abort();
      stopLeases();
      await store.release(owner);
    },
    waitSettled: waiters.wait,
    probe(link, tenant, institution) {
      return read(link, { tenant, institution, operation: links.get(link)?.adapter.probe ?? '' });
    },
    read,
  };
}

/** Resolves when the work is done or the time is up, whichever is first. */
async function withinMs(work: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  let cancel = () => {};
  const late = new Promise<void>((resolve) => {
    cancel = clock.setTimer(resolve, ms);
  });
  await Promise.race([work, late]);
  cancel();
}
