/** Load generator: posts sales over keep-alive connections from a process of its own; a closed loop per connection. */
import { Pool } from 'undici';
import { saleText } from './sale.ts';
import { argument, serveChild } from './serve-child.ts';

interface LoadOrder {
  readonly url: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly connections: number;
  readonly seconds?: number;
  readonly count?: number;
  /** Pause of each connection between two sales (a till's pace); none: as fast as it goes. */
  readonly everyMs?: number;
  readonly first: number;
  readonly run: string;
}
export interface LoadResult {
  readonly accepted: number;
  readonly refused: number;
  readonly seconds: number;
  readonly latenciesMs: number[];
}

async function load(order: LoadOrder): Promise<LoadResult> {
  const pool = new Pool(order.url, { connections: order.connections, pipelining: 1 });
  const started = performance.now();
  const endsAt = order.seconds === undefined ? Number.POSITIVE_INFINITY : started + order.seconds * 1000;
  const latenciesMs: number[] = [];
  let next = order.first;
  let accepted = 0;
  let refused = 0;
  const lastOne = order.count === undefined ? Number.POSITIVE_INFINITY : order.first + order.count;
  const loop = async () => {
    while (performance.now() < endsAt && next < lastOne) {
      const body = saleText(next++, order.run);
      const sentAt = performance.now();
      const reply = await pool.request({
        method: 'POST',
        path: order.path,
        headers: { 'content-type': 'application/json', ...order.headers },
        body,
      });
      await reply.body.dump();
      latenciesMs.push(performance.now() - sentAt);
      if (reply.statusCode === 202) accepted += 1;
      else refused += 1;
      if (order.everyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, order.everyMs));
    }
  };
  await Promise.all(Array.from({ length: order.connections }, loop));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return { accepted, refused, seconds, latenciesMs };
}

if (argument === 'load') serveChild('ready', { load: (order) => load(order as LoadOrder) });
