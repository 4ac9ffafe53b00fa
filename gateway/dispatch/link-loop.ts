import type { Clock } from '../link/clock.ts';
import type { LinkRuntime } from '../link/runtime.ts';
import type { Logger } from '../observe/contract.ts';
import type { ClaimedDelivery, Store } from '../store/contract.ts';
import { createFlow } from './flow.ts';
import { createSeats, type Seat } from './seats.ts';

export interface LinkLoopDeps {
  readonly runtime: LinkRuntime;
  readonly store: Pick<Store, 'claim' | 'nextDueAt' | 'release'>;
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
  /** Gives back what was claimed ahead: it may not go any more. */
  giveBack(): Promise<void>;
  /** Stops claiming; resolves when nothing that was claimed waits to be begun. */
  stop(): Promise<void>;
  /** Ids of the deliveries this loop has leased. */
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
/** A link that does well has work for this long in reserve, so that claims go by tens; a slow one has none (decision 0050). */
const aheadMs = 50;

export function createLinkLoop(deps: LinkLoopDeps): LinkLoop {
  const { runtime, store, clock, logger, owner, leaseMs, pollMs, handle } = deps;
  const { link, settings } = runtime;
  const tasks = new Map<string, Promise<void>>();
  /** Claimed ahead of a permit, oldest due first. */
  const ready = new Map<string, ClaimedDelivery>();
  const seats = createSeats();
  const flow = createFlow(aheadMs);
  let active = false;
  let turn: Promise<void> | undefined;
  let again = false;
  /** Work may have come since the last claim began. */
  let news = true;
  /** The last claim found all there was. */
  let drained = false;
  let storeAway = false;
  let cancelTimer = () => {};
  let lookAt = Number.POSITIVE_INFINITY;
  let unsubscribe = () => {};

  /** There may be new work. */
  function wake(): void {
    news = true;
    drained = false;
    proceed();
  }

  /** There may be new room. */
  function proceed(): void {
    if (!active) return;
    beginReady();
    if (turn !== undefined) {
      again = true;
      return;
    }
    if (drained && tasks.size > 0) lookWithin(leastPauseMs);
    else if (wanted() > 0 || link.capacity().retryAt !== undefined) takeTurn();
    else lookWithin(pollMs);
  }

  /** Looks for work by then at the latest. */
  function lookWithin(ms: number): void {
    const at = clock.now() + ms;
    if (at >= lookAt) return;
    cancelTimer();
    lookAt = at;
    cancelTimer = clock.setTimer(() => {
      lookAt = Number.POSITIVE_INFINITY;
      wake();
    }, ms);
  }

  function takeTurn(): void {
    cancelTimer();
    lookAt = Number.POSITIVE_INFINITY;
    turn = look().finally(() => {
      turn = undefined;
      if (again) proceed();
    });
  }

  async function look(): Promise<void> {
    let pauseMs = pollMs;
    do {
      again = false;
      pauseMs = await claimOnce().catch(storeFailed);
    } while (again && active && !drained);
    if (active) lookWithin(Math.min(Math.max(pauseMs, leastPauseMs), pollMs));
  }

  function storeFailed(error: unknown): number {
    const detail = error instanceof Error ? error.message : String(error);
    if (!storeAway) logger.error('work cannot be claimed', { link: runtime.id, detail });
    storeAway = true;
    return pollMs;
  }

  /** How many more tasks may begin. */
  function room(): number {
    const free = link.capacity().permits - seats.waiting();
    return Math.min(free, settings.limits.maxInFlight * tasksPerPermit - tasks.size);
  }

  /** How many to claim: what may begin at once, and the reserve when half of it is gone. */
  function wanted(): number {
    const reserve = Math.min(flow.perSpan(clock.now()), maxClaim);
    const free = Math.max(0, room());
    if (free === 0 && ready.size * 2 >= reserve) return 0;
    return Math.min(free + reserve - ready.size, maxClaim);
  }

  /** @returns pause until the next look, ms */
  async function claimOnce(): Promise<number> {
    const now = clock.now();
    const { permits, retryAt } = link.capacity();
    if (permits <= 0 && retryAt !== undefined) {
      await giveBack();
      return retryAt - now;
    }
    const limit = wanted();
    if (limit <= 0) return pollMs;
    news = false;
    const claimed = await store.claim({ link: runtime.id, owner, limit, now, leaseUntil: now + leaseMs });
    storeAway = false;
    for (const delivery of claimed) {
      const task = tasks.get(delivery.id);
      if (task === undefined) ready.set(delivery.id, delivery);
      // Settled and due again before its task was seen to end. An expired one is our own task still at work (the store was away).
      else if (!delivery.expired) void task.then(() => makeReady(delivery));
    }
    beginReady();
    drained = claimed.length < limit && !news;
    if (!drained) again = true;
    // The end of any task wakes the loop; only an idle one must know when to get up.
    if (tasks.size > 0) return pollMs;
    const dueAt = await store.nextDueAt(runtime.id);
    return dueAt === undefined ? pollMs : dueAt - clock.now();
  }

  function makeReady(delivery: ClaimedDelivery): void {
    ready.set(delivery.id, delivery);
    if (active) proceed();
    else void giveBack().catch(storeFailed);
  }

  function beginReady(): void {
    let places = ready.size === 0 ? 0 : room();
    for (const delivery of ready.values()) {
      if (places <= 0) return;
      places -= 1;
      ready.delete(delivery.id);
      begin(delivery);
    }
  }

  function begin(delivery: ClaimedDelivery): void {
    const seat = seats.take();
    const task = handle(delivery, seat).finally(() => {
      seat.leave();
      tasks.delete(delivery.id);
      flow.count(clock.now());
      proceed();
    });
    tasks.set(delivery.id, task);
  }

  async function giveBack(): Promise<void> {
    const ids = [...ready.keys()];
    ready.clear();
    if (ids.length > 0) await store.release(owner, ids);
  }

  return {
    start() {
      if (active) return;
      active = true;
      unsubscribe = link.onCapacity(proceed);
      wake();
    },
    wake,
    giveBack,
    async stop() {
      active = false;
      cancelTimer();
      unsubscribe();
      await turn;
      await giveBack().catch(storeFailed);
    },
    running: () => [...tasks.keys(), ...ready.keys()],
    async idle() {
      while (tasks.size > 0) await Promise.all(tasks.values());
    },
  };
}
