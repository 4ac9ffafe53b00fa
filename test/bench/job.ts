import { makeHub } from './hub.ts';
import { Bench, post, type StoreKind, until } from './lab.ts';
import { median } from './stats.ts';

export interface JobFigures {
  readonly store: StoreKind;
  readonly perSecond: number;
  readonly cpuSecondsPerThousand: number;
  readonly floorPerSecond: number;
  readonly floorCpuSecondsPerThousand: number;
}

const connections = 64;
const sinkDelayMs = 5;

/** The whole job: HTTP intake, then three HTTP deliveries to sinks that answer after 5 ms; against node:http + undici that stores nothing. */
export async function measureJob(store: StoreKind, runs: number, count: number): Promise<JobFigures> {
  const ours = { rate: [] as number[], cpu: [] as number[] };
  const floor = { rate: [] as number[], cpu: [] as number[] };
  for (let run = 0; run < runs; run += 1) {
    const bench = await Bench.open();
    try {
      const load = await bench.load();
      const sinks = await Promise.all([bench.sink(sinkDelayMs), bench.sink(sinkDelayMs), bench.sink(sinkDelayMs)]);
      const ports = sinks.map((sink) => sink.ready);
      const served = async (): Promise<number> =>
        (await Promise.all(sinks.map((sink) => sink.ask<number>('served')))).reduce((a, b) => a + b, 0);

      const bare = await bench.floor<number>('./floor-job.ts', { sinks: ports });
      const figures = async (
        port: number,
        path: string,
        cpu: () => Promise<number>,
        first: number,
        name: string,
        key?: string,
      ) => {
        const before = await served();
        const cpuBefore = await cpu();
        const startedAt = performance.now();
        await post(load, { port, path, connections, count, first, run: name, ...(key !== undefined && { key }) });
        await until(`${name}: all delivered`, async () => (await served()) >= before + 3 * count, 180_000, 10);
        return {
          rate: count / ((performance.now() - startedAt) / 1000),
          cpu: (((await cpu()) - cpuBefore) / count) * 1000,
        };
      };
      await figures(bare.ready, '/', bare.cpu, 0, 'W');
      const base = await figures(bare.ready, '/', bare.cpu, 0, 'F');
      floor.rate.push(base.rate);
      floor.cpu.push(base.cpu);
      await bare.stop();

      const hub = await makeHub(bench.dir, 'job', await bench.store(store), ports);
      const gateway = await bench.gateway({ role: 'all', config: hub.config });
      // Warm-up also signs in once per link.
      await figures(gateway.ready.port, '/v1/events', gateway.cpu, 0, 'W', hub.key);
      const own = await figures(gateway.ready.port, '/v1/events', gateway.cpu, count, 'J', hub.key);
      ours.rate.push(own.rate);
      ours.cpu.push(own.cpu);
    } finally {
      await bench.close();
    }
  }
  return {
    store,
    perSecond: median(ours.rate),
    cpuSecondsPerThousand: median(ours.cpu),
    floorPerSecond: median(floor.rate),
    floorCpuSecondsPerThousand: median(floor.cpu),
  };
}
