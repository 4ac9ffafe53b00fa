import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoreSettings } from '../../config/types.ts';
import { migratePostgres, openStore } from '../../gateway/store/index.ts';
import { type Cluster, createCluster } from '../tools/postgres-cluster.ts';
import { type Place, places } from './stores.ts';

const child = fileURLToPath(new URL('./child/accept-until-killed.ts', import.meta.url));
const rounds = 3;
const acknowledgedPerRound = 400;

/** Runs the child until it has acknowledged enough, calls `strike`, and kills it. @returns every id it acknowledged. */
async function acceptAndStrike(settings: StoreSettings, strike: () => Promise<void>): Promise<string[]> {
  const running = spawn(process.execPath, [child, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  running.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const exited = once(running, 'exit');
  const ids: string[] = [];
  let struck: Promise<void> | undefined;
  for await (const line of createInterface({ input: running.stdout })) {
    ids.push(line);
    if (ids.length !== acknowledgedPerRound) continue;
    struck = strike().then(() => {
      running.kill('SIGKILL');
    });
  }
  await exited;
  await struck;
  if (ids.length < acknowledgedPerRound) throw new Error(`the child ended too early: ${complaint}`);
  return ids;
}

async function missing(settings: StoreSettings, ids: readonly string[]): Promise<string[]> {
  const store = await openStore(settings);
  try {
    const events = await Promise.all(ids.map((id) => store.getEvent('chain-a', id)));
    return ids.filter((_, index) => events[index]?.deliveries.length !== 2);
  } finally {
    await store.close();
  }
}

describe.each(['sqlite', 'postgres'] as const)('%s store, gateway killed with -9', (driver) => {
  let place: Place;
  beforeAll(async () => {
    place = await places[driver]();
  }, 120_000);
  afterAll(() => place?.remove());

  test('keeps every acknowledged event with all its deliveries', async () => {
    const ids: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ids.push(...(await acceptAndStrike(place.settings, async () => undefined)));
    }
    expect(await missing(place.settings, ids)).toEqual([]);
  }, 120_000);
});

describe('postgres store, database killed with -9', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await createCluster();
  }, 120_000);
  afterAll(() => cluster?.remove());

  test('keeps every acknowledged event, though the server would not wait for its disk by itself', async () => {
    await migratePostgres(cluster.url);
    const settings: StoreSettings = { driver: 'postgres', url: cluster.url, maxConnections: 8 };
    const ids = await acceptAndStrike(settings, () => cluster.kill());
    await cluster.start();
    expect(await missing(settings, ids)).toEqual([]);
  }, 120_000);
});
