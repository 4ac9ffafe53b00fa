import type { FaultCategory, Protocol } from '../../adapters/contract/index.ts';
import type { LinkSettings } from '../../config/types.ts';
import { excerptOf, finishedTry, refusedTry, type Try, verdictOf } from './attempt.ts';
import { createBreaker } from './breaker.ts';
import { createBulkhead } from './bulkhead.ts';
import { type Clock, realClock } from './clock.ts';
import type { BreakerState, Link, LinkCall, LinkResult, Peer } from './contract.ts';
import { createHealthLog, retryAfterMs } from './health.ts';
import { createPacer, type Rate } from './pacer.ts';
import { peerOf } from './peer.ts';
import type { SharedQuota } from './quota.ts';
import { retryOnce } from './retry.ts';
import { createRetryBudget } from './retry-budget.ts';
import { linkFault } from './transport-faults.ts';
import {
  createTransport,
  type Exchange,
  failedExchange,
  type ResolveHost,
  resolveBySystem,
} from './transports/index.ts';

/** One request that was handed to the transport. */
export interface AttemptReport {
  readonly operation: string;
  readonly outcome: string;
  readonly category?: FaultCategory;
  readonly code?: string;
  readonly durationMs: number;
}

export interface LinkOptions {
  readonly protocol: Protocol;
  readonly clock?: Clock;
  /** 0 ≤ n < 1, for jitter */
  readonly random?: () => number;
  onBreaker?(state: BreakerState): void;
  onAttempt?(report: AttemptReport): void;
  /** The quota that this link shares with others; its calls must carry the quota's key. */
  readonly quota?: SharedQuota;
  /** Resolves the endpoint's host; default: the system's resolver. */
  readonly lookup?: ResolveHost;
}

/** A pause the platform asks for is taken for its pacer key up to this; a longer one rests the whole link. */
const longestKeyPauseMs = 3_600_000;

/**
 * One protected connection. Order, outermost first: deadline → retry → breaker peek → bulkhead → pacer → breaker → attempt.
 * Guarantees: `execute` settles within twice `timeouts.attemptMs` (waiting for the pacer, then the attempt) and never rejects; no more
 * than `maxInFlight` sockets; nothing is sent while open or paused; an unsafe write leaves at most once per execution.
 * Gives up: order between calls, and every retry that could outlive the process.
 * @throws RangeError or TypeError for settings that cannot work: a bad CIDR block, a bad endpoint
 */
export function createLink(settings: LinkSettings, options: LinkOptions): Link {
  const { clock = realClock, random = Math.random } = options;
  const { maxInFlight, ratePerSecond, burst } = settings.limits;
  const { attemptMs, connectMs, maxReplyBytes } = settings.timeouts;
  const listeners = new Set<() => void>();
  let closed = false;
  let peer: Peer | undefined;

  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const transport = createTransport(options.protocol, {
    endpoint: settings.endpoint,
    allowAddresses: settings.allowAddresses,
    maxInFlight,
    connectMs,
    maxReplyBytes,
    resolveHost: options.lookup ?? resolveBySystem,
    onConnect(socket) {
      peer = peerOf(socket) ?? peer;
    },
  });
  const bulkhead = createBulkhead(notify);
  const pacer = options.quota?.join(notify) ?? createPacer(clock, notify);
  const paceKey = options.quota?.key ?? settings.id;
  const budget = createRetryBudget(clock);
  const log = createHealthLog(clock);
  const breaker = createBreaker(settings.breaker, {
    maxInFlight,
    clock,
    random,
    onState: (state) => options.onBreaker?.(state),
    onGrowth: notify,
  });

  function rateOf(call: LinkCall): Rate | undefined {
    return ratePerSecond === undefined ? call.pace : { ratePerSecond, burst };
  }

  async function tryOnce(call: LinkCall, deadline: Deadline): Promise<Try> {
    if (closed) return refusedTry(linkFault('LINK_CLOSED'));
    if (breaker.refuses()) return refusedTry(linkFault('LINK_OPEN', breaker.opensInMs()));
    const release = bulkhead.tryAcquire(breaker.limit());
    if (release === undefined) return refusedTry(linkFault('BULKHEAD_FULL'));

    const rate = rateOf(call);
    const priority = call.priority ?? 0;
    const request = { key: call.paceKey, priority, maxWaitMs: attemptMs, ...(rate === undefined ? {} : { rate }) };
    const paced = await pacer.acquire(request);
    const ticket = paced.type === 'granted' && !closed ? breaker.admit() : undefined;
    if (ticket === undefined) {
      release();
      if (closed) return refusedTry(linkFault('LINK_CLOSED'));
      if (paced.type === 'full') return refusedTry(linkFault('PACER_FULL', paced.retryAfterMs));
      return refusedTry(linkFault('LINK_OPEN', breaker.opensInMs()));
    }

    const sentAt = clock.now();
    const startedAt = clock.monotonic();
    const exchange = send(call, deadline.start());
    exchange.ended.then(release, release);
    const attempt = finishedTry(call, await exchange.reply);
    breaker.report(ticket, verdictOf(attempt.outcome));
    pauseIfLimited(call, attempt);
    log.observe(attempt.outcome, attempt.response, sentAt);
    options.onAttempt?.(reportOf(call, attempt, clock.monotonic() - startedAt));
    return attempt;
  }

  /** Requests come from adapters: one that breaks the transport is a bad request, not a reason to throw. */
  function send(call: LinkCall, signal: AbortSignal): Exchange {
    try {
      return transport.send(call.request, signal);
    } catch {
      return failedExchange('REQUEST_INVALID');
    }
  }

  function pauseIfLimited(call: LinkCall, { outcome, response }: Try): void {
    if (outcome.type !== 'fault' || outcome.fault.category !== 'rate-limited') return;
    const asked = outcome.fault.retryAfterMs ?? retryAfterMs(response?.headers['retry-after'], clock.now());
    const forMs = asked ?? settings.retry.overloadFloorMs;
    const { code } = outcome.fault;
    pacer.pause(forMs <= longestKeyPauseMs ? call.paceKey : undefined, forMs, code);
  }

  function capacity(): ReturnType<Link['capacity']> {
    if (closed) return { permits: 0 };
    const waitMs = Math.max(pacer.pausedForMs(paceKey), breaker.opensInMs() ?? 0);
    if (waitMs > 0) return { permits: 0, retryAt: Math.ceil(clock.now() + waitMs) };
    return { permits: Math.max(0, Math.min(breaker.limit() - bulkhead.inFlight(), breaker.tickets())) };
  }

  return {
    id: settings.id,
    async execute(call) {
      const startedAt = clock.now();
      const since = clock.monotonic();
      const deadline = createDeadline(clock, attemptMs);
      const tries = await retryOnce(() => tryOnce(call, deadline), budget, clock).finally(deadline.cancel);
      return resultOf(tries, startedAt, clock.monotonic() - since);
    },
    capacity,
    onCapacity(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    health() {
      const opensInMs = breaker.opensInMs();
      const pausedMs = pacer.pausedForMs(paceKey);
      const pausedBecause = pacer.pausedBecause(paceKey);
      return {
        breaker: breaker.state(),
        openings: breaker.openings(),
        inFlight: bulkhead.inFlight(),
        maxInFlight,
        ...(opensInMs === undefined ? {} : { nextProbeAt: Math.ceil(clock.now() + opensInMs) }),
        ...(pausedMs === 0 ? {} : { pausedUntil: Math.ceil(clock.now() + pausedMs) }),
        ...(pausedBecause === undefined ? {} : { pausedBecause }),
        ...(peer === undefined ? {} : { peer }),
        ...log.read(),
      };
    },
    async close() {
      closed = true;
      breaker.close();
      pacer.close();
      await transport.close();
      listeners.clear();
    },
  };
}

interface Deadline {
  /** The clock runs from the first start on; a second try gets what is left. */
  start(): AbortSignal;
  cancel(): void;
}

function createDeadline(clock: Clock, afterMs: number): Deadline {
  const controller = new AbortController();
  let cancel: (() => void) | undefined;
  return {
    start() {
      cancel ??= clock.setTimer(() => controller.abort(), afterMs);
      return controller.signal;
    },
    cancel: () => cancel?.(),
  };
}

function reportOf(call: LinkCall, { outcome }: Try, durationMs: number): AttemptReport {
  const fault = outcome.type === 'fault' ? { category: outcome.fault.category, code: outcome.fault.code } : {};
  return { operation: call.operation, outcome: outcome.type, durationMs, ...fault };
}

function resultOf(tries: readonly [Try, ...Try[]], startedAt: number, durationMs: number): LinkResult {
  const final = tries.at(-1) ?? tries[0];
  // A first try that may have been processed is not undone by a second one that never left.
  const last = final.sent ? final : (tries.find((each) => each.sent) ?? final);
  const { response } = last;
  const made = tries.filter((each) => each.made).length;
  const reply = response === undefined ? {} : { httpStatus: response.status, excerpt: excerptOf(response) };
  const sent = tries.some((each) => each.sent);
  return { outcome: last.outcome, startedAt, durationMs, sent, tries: made, ...reply };
}
