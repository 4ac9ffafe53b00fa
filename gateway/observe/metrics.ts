import { collectDefaultMetrics, Registry } from 'prom-client';
import type { BreakerState, LinkHealth } from '../link/contract.ts';
import { deliveryStates, type LinkCounts } from '../store/contract.ts';
import type { Metrics } from './contract.ts';
import { createInstruments, type Instruments } from './instruments.ts';
import { createLabelGuard } from './label-guard.ts';
import { createSnapshot } from './snapshot.ts';

export interface MetricsSources {
  /** Queue depths, normally `() => store.counts()`. */
  readonly counts?: () => Promise<readonly LinkCounts[]>;
  /** Health per link id, normally read from each link's `health()`. */
  readonly health?: () => ReadonlyMap<string, LinkHealth>;
  readonly logDropped?: () => number;
  /** epoch ms */
  readonly now?: () => number;
  /** How old queue depths may be; a scrape storm must not become a query storm. */
  readonly countsMaxAgeMs?: number;
  /** How long a scrape waits for the store; Prometheus itself gives up after 10 s. */
  readonly countsWaitMs?: number;
}

/** Shorter than the usual scrape interval of 15 s, so that every scrape sees fresh figures. */
const defaultCountsMaxAgeMs = 5_000;
const defaultCountsWaitMs = 2_000;
const breakerStates: readonly BreakerState[] = ['closed', 'open', 'half-open', 'ramp'];

/** The hub's metrics in a registry of their own; queue and link gauges are filled when they are read. */
export function createMetrics(sources: MetricsSources = {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'tracehub_' });
  const instruments = createInstruments(registry);
  const label = createLabelGuard();
  const now = sources.now ?? Date.now;
  const counts = createSnapshot(sources.counts ?? (() => Promise.resolve([])), {
    maxAgeMs: sources.countsMaxAgeMs ?? defaultCountsMaxAgeMs,
    waitMs: sources.countsWaitMs ?? defaultCountsWaitMs,
    now,
    onError: () => instruments.scrapeErrors.inc(),
  });

  return {
    intake(result, kind, durationMs) {
      instruments.intakeEvents.inc({ result, kind: label('kind', kind) });
      instruments.intakeDuration.observe({ result }, durationMs / 1000);
    },
    attempt(link, adapter, operation, outcome, category, durationMs) {
      const labels = { link, adapter, operation: label('operation', operation) };
      instruments.attempts.inc({ ...labels, outcome, category: category ?? '' });
      instruments.attemptDuration.observe(labels, durationMs / 1000);
    },
    settled(link, state, endToEndMs) {
      instruments.deliveries.inc({ link, state });
      if (endToEndMs !== undefined) instruments.endToEnd.observe({ link, state }, endToEndMs / 1000);
    },
    breaker(link, state) {
      instruments.breakerTransitions.inc({ link, state });
      showBreaker(instruments, link, state);
    },
    leaseLost: (link) => instruments.leaseLost.inc({ link }),
    found: (findingClass, severity, count) => instruments.findings.inc({ class: findingClass, severity }, count),
    async render() {
      fillQueues(instruments, (await counts()) ?? [], now());
      for (const [link, health] of sources.health?.() ?? []) fillLink(instruments, link, health);
      // The logger counts by itself; the counter is set to what it says.
      instruments.logDropped.reset();
      instruments.logDropped.inc(sources.logDropped?.() ?? 0);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

function fillQueues(instruments: Instruments, counts: readonly LinkCounts[], now: number): void {
  const { queueDepth, oldestAge, awaitingSettlement, awaitingAge } = instruments;
  // A link that left the store must not keep its last figures.
  queueDepth.reset();
  oldestAge.reset();
  awaitingSettlement.reset();
  awaitingAge.reset();
  for (const { link, states, oldestDueAt, awaitingSettlement: awaiting } of counts) {
    for (const state of deliveryStates) queueDepth.set({ link, state }, states[state] ?? 0);
    oldestAge.set({ link }, ageSeconds(oldestDueAt, now));
    awaitingSettlement.set({ link }, awaiting?.count ?? 0);
    awaitingAge.set({ link }, ageSeconds(awaiting?.oldestAt, now));
  }
}

function ageSeconds(since: number | undefined, now: number): number {
  return since === undefined ? 0 : Math.max(0, now - since) / 1000;
}

function fillLink(instruments: Instruments, link: string, health: LinkHealth): void {
  showBreaker(instruments, link, health.breaker);
  instruments.inFlight.set({ link }, health.inFlight);
  instruments.maxInFlight.set({ link }, health.maxInFlight);
  if (health.clockSkewMs !== undefined) instruments.clockSkew.set({ link }, health.clockSkewMs / 1000);
}

function showBreaker({ breakerState }: Instruments, link: string, current: BreakerState): void {
  for (const state of breakerStates) breakerState.set({ link, state }, state === current ? 1 : 0);
}
