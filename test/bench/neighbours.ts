import { makeHub } from './hub.ts';
import { Bench, post } from './lab.ts';
import { median, percentile } from './stats.ts';

export interface NeighbourFigures {
  readonly baselineP99Ms: number;
  readonly besideDeadP99Ms: number;
  readonly deadPeakSockets: number;
  readonly rssMiB: number;
}

const seconds = 6;
const connections = 4;
const maxInFlight = 16;

/** End-to-end p99 of two healthy links alone, and beside one link that hangs, one that resets and one that drips; steady load. */
export async function measureNeighbours(runs: number): Promise<NeighbourFigures> {
  const alone: number[] = [];
  const beside: number[] = [];
  let deadPeakSockets = 0;
  let rssMiB = 0;
  for (let run = 0; run < runs; run += 1) {
    alone.push((await healthyP99([])).p99Ms);
    const troubled = await healthyP99(['hang', 'reset', 'drip']);
    beside.push(troubled.p99Ms);
    deadPeakSockets = Math.max(deadPeakSockets, troubled.deadPeakSockets);
    rssMiB = Math.max(rssMiB, troubled.rssMiB);
  }
  return { baselineP99Ms: median(alone), besideDeadP99Ms: median(beside), deadPeakSockets, rssMiB };
}

async function healthyP99(
  dead: ReadonlyArray<'hang' | 'reset' | 'drip'>,
): Promise<{ p99Ms: number; deadPeakSockets: number; rssMiB: number }> {
  const bench = await Bench.open();
  try {
    const healthy = await Promise.all([bench.sink(5), bench.sink(5)]);
    const sick = await Promise.all(dead.map((mode) => bench.sink(5, mode)));
    const ports = [...healthy, ...sick].map((sink) => sink.ready);
    const hub = await makeHub(bench.dir, 'neighbours', await bench.store('sqlite'), ports, {
      limits: { maxInFlight, ratePerSecond: 10_000, burst: 1000 },
      timeouts: { attemptMs: 2000, connectMs: 500 },
    });
    const gateway = await bench.gateway({ role: 'all', config: hub.config });
    const load = await bench.load();
    const target = { port: gateway.ready.port, path: '/v1/events', key: hub.key, connections };
    await post(load, { ...target, seconds: 2, run: 'W' });
    const { accepted } = await post(load, { ...target, seconds, everyMs: 20, run: 'N' });
    const { 'link-0': first = [], 'link-1': second = [] } = await gateway.ask<Record<string, number[]>>(
      'endToEnd',
      'N',
    );
    const times = [...first, ...second];
    if (times.length < accepted)
      throw new Error(`only ${times.length} of ${2 * accepted} healthy deliveries were done in time`);
    const peaks = await Promise.all(sick.map((sink) => sink.ask<number>('peak')));
    return {
      p99Ms: percentile(times, 99),
      deadPeakSockets: Math.max(0, ...peaks),
      rssMiB: (await gateway.rss()) / 2 ** 20,
    };
  } finally {
    await bench.close();
  }
}
