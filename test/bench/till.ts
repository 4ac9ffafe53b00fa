/**
 * A till that asks about packs before it sells them, in a process of its own: the memory of the measuring program is large by then, and
 * clearing it would count as waiting.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { packOf } from './packs.ts';
import { argument, serveChild } from './serve-child.ts';

export interface TillOrder {
  readonly port: number;
  readonly key: string;
  /** In the ledger; those asked about are random ones of them. */
  readonly packs: number;
  /** Codes per call. */
  readonly codes: number;
  readonly calls: number;
  /** Between two customers. */
  readonly pauseMs: number;
}

/** @returns the milliseconds of each call, after a quarter as many that warm up. @throws when a call is not answered from the ledger. */
async function ask({ port, key, packs, codes, calls, pauseMs }: TillOrder): Promise<number[]> {
  const agent = new Agent({ connections: 1 });
  const one = async (): Promise<number> => {
    const wanted = Array.from({ length: codes }, () => packOf(Math.floor(Math.random() * packs)));
    const body = JSON.stringify({ institution: 'P43010000001', codes: wanted });
    const before = performance.now();
    const reply = await request(`http://127.0.0.1:${port}/v1/codes/verify`, {
      method: 'POST',
      dispatcher: agent,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
    const text = await reply.body.text();
    const tookMs = performance.now() - before;
    if (reply.statusCode !== 200 || !text.includes('"ledger"')) throw new Error(`refused: ${text.slice(0, 200)}`);
    return tookMs;
  };
  for (let warm = 0; warm < calls / 4; warm += 1) await one();
  const times: number[] = [];
  for (let done = 0; done < calls; done += 1) {
    times.push(await one());
    await sleep(pauseMs);
  }
  await agent.close();
  return times;
}

if (argument === 'till') serveChild('ready', { ask: (order) => ask(order as TillOrder) });
