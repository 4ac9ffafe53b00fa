import { makeHub } from './hub.ts';
import { Bench, post, until } from './lab.ts';
import { median } from './stats.ts';

export interface DeliveryFigures {
  readonly cpuMicros: number;
  readonly floorCpuMicros: number;
}

/** CPU per delivery: a backlog of `count` sales to one link, worked off by a dispatch node, against a bare POST plus one batched state write. */
export async function measureDelivery(runs: number, count: number): Promise<DeliveryFigures> {
  const ours: number[] = [];
  const floor: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const bench = await Bench.open();
    try {
      const sink = await bench.sink(5);
      const bare = await bench.floor<'ready'>('./floor-delivery.ts', {
        port: sink.ready,
        path: `${bench.dir}/floor.db`,
      });
      await bare.ask('deliver', 500);
      floor.push(((await bare.ask<number>('deliver', count)) / count) * 1e6);
      await bare.stop();

      const hub = await makeHub(bench.dir, 'delivery', await bench.store('sqlite'), [sink.ready]);
      const intake = await bench.gateway({ role: 'intake', config: hub.config });
      const load = await bench.load();
      await post(load, { port: intake.ready.port, path: '/v1/events', key: hub.key, connections: 32, count, run: 'D' });
      await intake.ask('stop');
      await intake.stop();
      const warm = Math.round(count / 5);
      const before = await sink.ask<number>('served');
      const dispatch = await bench.gateway({ role: 'dispatch', config: hub.config });
      // The first fifth warms the compiler up; the sign-in is one call.
      await until('warm-up', async () => (await sink.ask<number>('served')) >= before + 1 + warm, 60_000, 5);
      const [cpuBefore, servedBefore] = [await dispatch.cpu(), await sink.ask<number>('served')];
      await until('backlog', async () => (await sink.ask<number>('served')) >= before + 1 + count, 120_000);
      const servedThen = await sink.ask<number>('served');
      ours.push((((await dispatch.cpu()) - cpuBefore) / (servedThen - servedBefore)) * 1e6);
    } finally {
      await bench.close();
    }
  }
  return { cpuMicros: median(ours), floorCpuMicros: median(floor) };
}
