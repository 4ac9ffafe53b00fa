import type { Clock } from '../link/clock.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Logger } from '../observe/contract.ts';
import type { ClaimedDelivery, Store } from '../store/contract.ts';
import { createSeats, type Seat } from './seats.ts';

export interface LinkLoopDeps {
  readonly runtime: LinkRuntime;
  readonly store: Pick<Store, 'claim' | 'nextDueAt'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly owner: string;
  readonly leaseMs: number;
  readonly pollMs: number;
  /** Serves and settles one delivery; never rejects. */
  readonly handle: (claimed: ClaimedDelivery, seat: Seat) => Promise<void>;
}

/** The life of one link: its own timer, permits and tasks, so that no link ever waits for another. */
export interface LinkLoop {
  start(): void;
  /** New or freed work may be there. Cheap. */
  wake(): void;
  /** Stops claiming; resolves when the claim under way, if any, has been handed out. */
  stop(): Promise<void>;
  /** Ids of the deliveries in work. */
  running(): readonly string[];
  /** Resolves when none is in work. */
  idle(): Promise<void>;
}

/** Larger batches only hold leases longer (reliability §0-12). */
const maxClaim = 64;
/** Deliveries whose call is over still wait for the store; as many again may be on the way to the link meanwhile. */
const tasksPerPermit = 2;
/** Work that is due and yet not given out (it waits for another document) must not make the loop spin. */
const leastPauseMs = 20;

export function createLinkLoop(deps: LinkLoopDeps): LinkLoop {
  const { runtime, store, clock, logger, owner, leaseMs, pollMs, handle } = deps;
  const { link, settings } = runtime;
  const tasks = new Map<string, Promise<void>>();
  const seats = createSeats();
  let active = false;
  let turn: Promise<void> | undefined;
  let again = false;
  let storeAway = false;
  let cancelTimer = () => {};
  let unsubscribe = () => {};

  function wake(): void {
    if (!active) return;
    again = true;
    if (turn !== undefined) return;
    cancelTimer();
    turn = takeTurn().finally(() => {
      turn = undefined;
      if (again) wake();
    });
  }

  async function takeTurn(): Promise<void> {
    let pauseMs = pollMs;
    while (again && active) {
      again = false;
      pauseMs = await claimOnce().catch(storeFailed);
    }
    if (active) cancelTimer = clock.setTimer(wake, Math.min(Math.max(pauseMs, leastPauseMs), pollMs));
  }

  function storeFailed(error: unknown): number {
    const detail = error instanceof Error ? error.message : String(error);
    if (!storeAway) logger.error('work cannot be claimed', { link: runtime.id, detail });
    storeAway = true;
    return pollMs;
  }

  /** @returns pause until the next look, ms */
  async function claimOnce(): Promise<number> {
    const now = clock.now();
    const { permits, retryAt } = link.capacity();
    const room = settings.limits.maxInFlight * tasksPerPermit - tasks.size;
    const limit = Math.min(permits - seats.waiting(), room, maxClaim);
    if (limit <= 0) return permits <= 0 && retryAt !== undefined ? retryAt - now : pollMs;
    const claimed = await store.claim({ link: runtime.id, owner, limit, now, leaseUntil: now + leaseMs });
    storeAway = false;
    for (const delivery of claimed) begin(delivery);
    if (claimed.length === limit) again = true;
    // The end of any task wakes the loop; only an idle one must know when to get up.
    if (tasks.size > 0) return pollMs;
    const dueAt = await store.nextDueAt(runtime.id);
    return dueAt === undefined ? pollMs : dueAt - clock.now();
  }

  function begin(delivery: ClaimedDelivery): void {
    // Its lease ran out while our own task still works on it (the store was away): that task goes on.
    if (tasks.has(delivery.id)) return;
    const seat = seats.take();
    const task = handle(delivery, seat).finally(() => {
      seat.leave();
      tasks.delete(delivery.id);
      wake();
    });
    tasks.set(delivery.id, task);
  }

  return {
    start() {
      if (active) return;
      active = true;
      unsubscribe = link.onCapacity(wake);
      wake();
    },
    wake,
    async stop() {
      active = false;
      cancelTimer();
      unsubscribe();
      await turn;
    },
    running: () => [...tasks.keys()],
    async idle() {
      while (tasks.size > 0) await Promise.all(tasks.values());
    },
  };
}
