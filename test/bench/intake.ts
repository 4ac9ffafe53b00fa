import { makeHub } from './hub.ts';
import { Bench, post, type StoreKind } from './lab.ts';
import { median, percentile } from './stats.ts';

export interface IntakeFigures {
  readonly store: StoreKind;
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly floorPerSecond: number;
  readonly floorP99Ms: number;
  /** The floor that stores the same rows as the gateway. */
  readonly sameRowsPerSecond: number;
  readonly sameRowsP99Ms: number;
}

const connections = 64;

/** Events acknowledged per second against bare Express + express.json + a group-committed insert; runs interleaved, medians. */
export async function measureIntake(store: StoreKind, runs: number, seconds: number): Promise<IntakeFigures> {
  const ours: number[] = [];
  const oursP99: number[] = [];
  const floor: number[] = [];
  const floorP99: number[] = [];
  const same: number[] = [];
  const sameP99: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const bench = await Bench.open();
    try {
      const load = await bench.load();
      const settings = await bench.store(store);
      for (const rows of ['one', 'same'] as const) {
        const place = settings.driver === 'sqlite' ? { path: `${settings.path}.${rows}` } : { url: settings.url };
        const bare = await bench.floor<number>('./floor-intake.ts', { store, rows, ...place });
        const target = { port: bare.ready, path: '/events', connections };
        await post(load, { ...target, seconds: 1, run: 'W' });
        const base = await post(load, { ...target, seconds, run: `F${run}-` });
        (rows === 'one' ? floor : same).push(base.accepted / base.seconds);
        (rows === 'one' ? floorP99 : sameP99).push(percentile(base.latenciesMs, 99));
        await bare.stop();
      }

      const sink = await bench.sink();
      const hub = await makeHub(bench.dir, 'intake', settings, [sink.ready, sink.ready, sink.ready]);
      const gateway = await bench.gateway({ role: 'intake', config: hub.config });
      await post(load, {
        port: gateway.ready.port,
        path: '/v1/events',
        key: hub.key,
        connections,
        seconds: 1,
        run: 'W',
      });
      const own = await post(load, {
        port: gateway.ready.port,
        path: '/v1/events',
        key: hub.key,
        connections,
        seconds,
        run: `R${run}-`,
      });
      if (own.refused > 0) throw new Error(`${own.refused} sales were refused`);
      ours.push(own.accepted / own.seconds);
      oursP99.push(percentile(own.latenciesMs, 99));
    } finally {
      await bench.close();
    }
  }
  return {
    store,
    perSecond: median(ours),
    p99Ms: median(oursP99),
    floorPerSecond: median(floor),
    floorP99Ms: median(floorP99),
    sameRowsPerSecond: median(same),
    sameRowsP99Ms: median(sameP99),
  };
}
