import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds. Intake: milliseconds to the wait limit of `Prefer: wait` (10 s). */
const intakeBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Seconds. One attempt: a local reply to the longest attempt deadline that makes sense (15 s by default). */
const attemptBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];
/** Seconds. Accepted until settled: immediate to the end of the retry schedule (7 days). */
const endToEndBuckets = [0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800];

/**
 * Every metric of the hub by its short name. Names follow the Prometheus rules (base units, `_total`, `_seconds`); labels are
 * `link`, `adapter`, `operation`, `category`, `kind` and the closed sets `result`, `outcome`, `state`, `class`, `severity`.
 */
export function createInstruments(registry: Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `tracehub_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge({ name: `tracehub_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: L[], buckets: number[]) =>
    new Histogram({ name: `tracehub_${name}`, help, labelNames, buckets, registers });

  return {
    intakeEvents: counter('intake_events_total', 'Events posted, by what became of them.', ['result', 'kind']),
    intakeDuration: histogram('intake_duration_seconds', 'Time to answer one event.', ['result'], intakeBuckets),
    attempts: counter('attempts_total', 'Attempts at a platform.', [
      'link',
      'adapter',
      'operation',
      'outcome',
      'category',
    ]),
    attemptDuration: histogram(
      'attempt_duration_seconds',
      'Duration of one attempt.',
      ['link', 'adapter', 'operation'],
      attemptBuckets,
    ),
    deliveries: counter('deliveries_total', 'Deliveries that took a new state after an attempt.', ['link', 'state']),
    endToEnd: histogram(
      'end_to_end_seconds',
      'Event accepted until delivery settled.',
      ['link', 'state'],
      endToEndBuckets,
    ),
    queueDepth: gauge('queue_depth', 'Deliveries by state; unknown and parked ones wait for a person.', [
      'link',
      'state',
    ]),
    oldestAge: gauge('queue_oldest_age_seconds', 'How long the oldest due delivery has been due.', ['link']),
    awaitingSettlement: gauge('settlement_awaited', 'Deliveries of sales that the till has not settled yet.', ['link']),
    awaitingAge: gauge('settlement_awaited_oldest_age_seconds', 'How long the oldest of them has waited.', ['link']),
    breakerState: gauge('breaker_state', '1 for the state the breaker is in, else 0.', ['link', 'state']),
    breakerTransitions: counter('breaker_transitions_total', 'Breaker transitions, by the state entered.', [
      'link',
      'state',
    ]),
    inFlight: gauge('link_in_flight', 'Requests under way.', ['link']),
    maxInFlight: gauge('link_max_in_flight', 'Requests allowed at a time.', ['link']),
    clockSkew: gauge('link_clock_skew_seconds', "Platform's clock minus ours.", ['link']),
    leaseLost: counter('lease_lost_total', 'Deliveries whose lease another node had taken.', ['link']),
    findings: counter(
      'findings_total',
      'Findings on packs: new ones, and those that came back after they were cleared.',
      ['class', 'severity'],
    ),
    logDropped: counter('log_dropped_total', 'Log lines lost because their reader stood still.', []),
    scrapeErrors: counter('scrape_errors_total', 'Scrapes that could not read the store.', []),
  };
}

export type Instruments = ReturnType<typeof createInstruments>;
