import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { StoreSettings } from '../../config/types.ts';
import { createAssessor } from '../../gateway/ledger/index.ts';
import { openStore } from '../../gateway/store/index.ts';
import { recordingLogger, silentMetrics } from '../dispatch/rig.ts';
import { newId } from '../store/samples.ts';
import { places } from '../store/stores.ts';

const child = fileURLToPath(new URL('./child/assess-until-killed.ts', import.meta.url));
const rounds = 2;
const packsPerRound = 200;

/** @returns the packs whose second sale the child had acknowledged when it was killed. */
async function sellUntilKilled(settings: StoreSettings): Promise<string[]> {
  const running = spawn(process.execPath, [child, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  running.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const exited = once(running, 'exit');
  const packs: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    packs.push(line);
    if (packs.length === packsPerRound) running.kill('SIGKILL');
  }
  await exited;
  if (packs.length < packsPerRound) throw new Error(`the child ended too early: ${complaint}`);
  return packs;
}

test('a gateway killed with -9 while it assesses misses no pack and finds none twice', async () => {
  const place = await places.sqlite();
  const sold: string[] = [];
  for (let round = 0; round < rounds; round += 1) sold.push(...(await sellUntilKilled(place.settings)));

  const store = await openStore(place.settings);
  const clock = { now: () => Number.MAX_SAFE_INTEGER - 1_000_000 };
  const assessor = createAssessor({
    store,
    owner: 'after',
    clock,
    newId,
    logger: recordingLogger(),
    metrics: silentMetrics,
  });
  expect(await assessor.catchUp()).toBe(true);
  expect(await store.ledger.work(1)).toEqual([]);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.ledger.findings({ limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.map(({ code }) => code));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(new Set(found).size).toBe(found.length);
  expect(sold.filter((code) => !found.includes(code))).toEqual([]);
  await store.close();
  await place.remove();
}, 120_000);
