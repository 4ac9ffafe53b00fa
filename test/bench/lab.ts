import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreSettings } from '../../config/types.ts';
import { startPostgres } from '../tools/postgres.ts';
import { type Child, startChild } from './child.ts';
import type { GatewayOrder } from './gateway.ts';
import type { LoadResult } from './load.ts';

export type StoreKind = 'sqlite' | 'postgres';

/** Scratch space and programs of one measurement; everything it started ends with `close`. */
export class Bench {
  readonly dir: string;
  readonly #ends: (() => Promise<unknown>)[] = [];
  #stores = 0;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async open(): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), 'tracehub-bench-')));
  }

  /** A fresh, empty store. */
  async store(kind: StoreKind): Promise<StoreSettings> {
    this.#stores += 1;
    if (kind === 'sqlite') return { driver: 'sqlite', path: join(this.dir, `hub-${this.#stores}.db`) };
    const cluster = await startPostgres();
    this.#ends.push(() => cluster.stop());
    return { driver: 'postgres', url: cluster.url, maxConnections: 8 };
  }

  async #start<Ready>(file: string, argument: unknown): Promise<Child<Ready>> {
    const child = await startChild<Ready>(new URL(file, import.meta.url), argument);
    this.#ends.push(() => child.stop());
    return child;
  }

  sink(delayMs = 5, mode: 'ok' | 'hang' | 'reset' | 'drip' = 'ok'): Promise<Child<number>> {
    return this.#start('./sink.ts', { delayMs, mode });
  }

  gateway(order: GatewayOrder): Promise<Child<{ port: number; opsPort: number }>> {
    return this.#start('./gateway.ts', order);
  }

  floor<Ready>(
    file: './floor-intake.ts' | './floor-job.ts' | './floor-delivery.ts',
    argument: unknown,
  ): Promise<Child<Ready>> {
    return this.#start(file, argument);
  }

  load(): Promise<Child<'ready'>> {
    return this.#start('./load.ts', 'load');
  }

  till(): Promise<Child<'ready'>> {
    return this.#start('./till.ts', 'till');
  }

  async close(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** Posts sales from a process of its own. */
export function post(
  load: Child<'ready'>,
  order: {
    port: number;
    path: string;
    key?: string;
    connections: number;
    seconds?: number;
    count?: number;
    everyMs?: number;
    first?: number;
    run: string;
  },
): Promise<LoadResult> {
  const { port, key, ...rest } = order;
  return load.ask<LoadResult>('load', {
    url: `http://127.0.0.1:${port}`,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    first: 0,
    ...rest,
  });
}

/** Waits for a condition, looking every `everyMs`. @throws when the time is up. */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  limitMs: number,
  everyMs = 25,
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what}: not reached within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
