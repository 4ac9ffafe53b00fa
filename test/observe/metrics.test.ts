import { describe, expect, test } from '@jest/globals';
import type { LinkHealth } from '../../gateway/link/contract.ts';
import { createMetrics } from '../../gateway/observe/index.ts';
import type { LinkCounts } from '../../gateway/store/contract.ts';

const healthy: LinkHealth = { breaker: 'closed', openings: 0, inFlight: 3, maxInFlight: 8, clockSkewMs: -1500 };

/** The sample of a series in a scrape, e.g. `tracehub_x{a="b"}`. */
async function sample(metrics: ReturnType<typeof createMetrics>, series: string): Promise<string | undefined> {
  const { body } = await metrics.render();
  return body
    .split('\n')
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1);
}

test('queue gauges come from the store at scrape time, in seconds', async () => {
  const awaitingSettlement = { count: 3, oldestAt: 10_000 };
  const counts: LinkCounts[] = [
    { link: 'msfx', states: { queued: 7, parked: 1 }, oldestDueAt: 40_000, awaitingSettlement },
  ];
  const metrics = createMetrics({ counts: async () => counts, now: () => 100_000 });
  expect(await sample(metrics, 'tracehub_queue_depth{link="msfx",state="queued"}')).toBe('7');
  expect(await sample(metrics, 'tracehub_queue_depth{link="msfx",state="unknown"}')).toBe('0');
  expect(await sample(metrics, 'tracehub_queue_oldest_age_seconds{link="msfx"}')).toBe('60');
  expect(await sample(metrics, 'tracehub_settlement_awaited{link="msfx"}')).toBe('3');
  expect(await sample(metrics, 'tracehub_settlement_awaited_oldest_age_seconds{link="msfx"}')).toBe('90');
});

test('the store is not asked again within the snapshot age, nor twice at the same time', async () => {
  let asked = 0;
  let now = 0;
  const counts = async () => {
    asked += 1;
    return [];
  };
  const metrics = createMetrics({ counts, now: () => now, countsMaxAgeMs: 5000 });
  await Promise.all([metrics.render(), metrics.render(), metrics.render()]);
  now = 4999;
  await metrics.render();
  expect(asked).toBe(1);
  now = 5000;
  await metrics.render();
  expect(asked).toBe(2);
  // The host's clock is set back by an hour.
  now = -3_595_000;
  await metrics.render();
  expect(asked).toBe(3);
});

test('a store that does not answer leaves the scrape standing and is counted', async () => {
  const metrics = createMetrics({ counts: () => Promise.reject(new Error('disk gone')) });
  metrics.intake('failed', 'retail-sale', 5);
  const { body } = await metrics.render();
  expect(body).toContain('tracehub_intake_events_total{result="failed",kind="retail-sale"} 1');
  expect(body).toContain('tracehub_scrape_errors_total 1');
});

test('a store that hangs does not hang the scrape: the last figures are shown', async () => {
  let hang = false;
  let now = 0;
  const counts = () =>
    hang ? new Promise<never>(() => {}) : Promise.resolve([{ link: 'msfx', states: { queued: 3 } }]);
  const metrics = createMetrics({ counts, now: () => now, countsMaxAgeMs: 10, countsWaitMs: 1 });
  const series = 'tracehub_queue_depth{link="msfx",state="queued"}';
  expect(await sample(metrics, series)).toBe('3');
  hang = true;
  now = 1000;
  expect(await sample(metrics, series)).toBe('3');
});

test('exactly one breaker state per link is 1', async () => {
  const health = new Map([['msfx', healthy]]);
  const metrics = createMetrics({ health: () => health });
  const states = async () => {
    const lines = (await metrics.render()).body
      .split('\n')
      .filter((line) => line.startsWith('tracehub_breaker_state{'));
    return lines.filter((line) => line.endsWith(' 1')).map((line) => /state="([^"]+)"/.exec(line)?.[1]);
  };
  expect(await states()).toEqual(['closed']);
  health.set('msfx', { ...healthy, breaker: 'open' });
  metrics.breaker('msfx', 'open');
  expect(await states()).toEqual(['open']);
  expect(await sample(metrics, 'tracehub_breaker_transitions_total{link="msfx",state="open"}')).toBe('1');
  expect(await sample(metrics, 'tracehub_link_clock_skew_seconds{link="msfx"}')).toBe('-1.5');
  expect(await sample(metrics, 'tracehub_link_in_flight{link="msfx"}')).toBe('3');
});

describe('names and labels', () => {
  const exercise = async () => {
    const metrics = createMetrics({ health: () => new Map([['msfx', healthy]]), logDropped: () => 4 });
    metrics.intake('accepted', 'retail-sale', 12);
    metrics.attempt('msfx', 'msfx', 'retail-sale.submit', 'fault', 'unavailable', 1500);
    metrics.settled('msfx', 'delivered', 2500);
    metrics.leaseLost('msfx');
    return metrics;
  };

  test('every metric has our prefix, every label is in the closed list', async () => {
    const { body, contentType } = await (await exercise()).render();
    expect(contentType).toContain('text/plain');
    const allowed = new Set(['link', 'adapter', 'operation', 'category', 'kind', 'result', 'outcome', 'state', 'le']);
    // What prom-client says of the process itself.
    for (const name of ['version', 'major', 'minor', 'patch', 'type', 'space']) allowed.add(name);
    for (const line of body.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
      expect(line).toMatch(/^tracehub_/);
      for (const [, name] of line.matchAll(/[{,]([a-z_]+)="/g)) expect(allowed).toContain(name);
    }
  });

  test('durations are seconds and counters end in _total', async () => {
    const metrics = await exercise();
    const series = 'link="msfx",adapter="msfx",operation="retail-sale.submit"';
    expect(await sample(metrics, `tracehub_attempt_duration_seconds_sum{${series}}`)).toBe('1.5');
    expect(await sample(metrics, `tracehub_attempts_total{${series},outcome="fault",category="unavailable"}`)).toBe(
      '1',
    );
    expect(await sample(metrics, 'tracehub_log_dropped_total')).toBe('4');
    expect((await metrics.render()).body).toContain('tracehub_nodejs_eventloop_lag_seconds');
  });

  test('a label fed with ever new values stays bounded', async () => {
    const metrics = createMetrics();
    for (let index = 0; index < 1000; index += 1) metrics.intake('invalid', `kind-${index}`, 1);
    const { body } = await metrics.render();
    const series = body.split('\n').filter((line) => line.startsWith('tracehub_intake_events_total{'));
    expect(series.length).toBeLessThanOrEqual(201);
    expect(body).toContain('tracehub_intake_events_total{result="invalid",kind="other"} 800');
  });
});

test('findings are counted by class and severity, from nothing', async () => {
  const metrics = createMetrics();
  metrics.found('sold-twice', 'high', 0);
  expect(await sample(metrics, 'tracehub_findings_total{class="sold-twice",severity="high"}')).toBe('0');
  metrics.found('sold-twice', 'high', 1);
  metrics.found('expired', 'critical', 1);
  expect(await sample(metrics, 'tracehub_findings_total{class="sold-twice",severity="high"}')).toBe('1');
  expect(await sample(metrics, 'tracehub_findings_total{class="expired",severity="critical"}')).toBe('1');
});
