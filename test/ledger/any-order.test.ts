import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Assessor, createAssessor } from '../../gateway/ledger/index.ts';
import type { NewEvent, Store } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { recordingLogger, silentMetrics } from '../dispatch/rig.ts';
import { newId, noon, sample } from '../store/samples.ts';
import { lawful, unlawful } from './scenarios.ts';
import { box, hourMs, liesIn, type Moved, middle, outer } from './story.ts';

let folder = '';
let store: Store;
let assessor: Assessor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-any-order-'));
  store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
  const clock = { now: () => noon };
  assessor = createAssessor({ store, owner: 'x', clock, newId, logger: recordingLogger(), metrics: silentMetrics });
  for (const code of ['P1', 'A', 'B', 'W1']) {
    const known = { name: code, region: '430102', role: 'pharmacy', links: {}, updatedAt: noon };
    await store.putInstitution({ tenant: 'chain-a', code, ...known });
  }
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** An accepted document about one pack. */
function document(moved: Moved, code: string, at: number): NewEvent {
  const { kind, institution = 'P1', region = '430102', facts } = moved;
  const item = sample({ kind, institution, at, codes: [{ value: code }] });
  const { event } = item.event;
  const lines = event.lines.map((line) => ({ ...line, ...(facts?.split ? { split: true } : {}) }));
  const reason = facts?.reason === undefined ? {} : { reason: facts.reason };
  const payload = { ...event, ...reason, lines, institution: { ...event.institution, region } };
  return { ...item, event: { ...item.event, event: payload } };
}

let packs = 0;
/** @returns what the ledger has found of the box in the end. Each story is told of packs of its own. */
async function foundIn(steps: readonly Moved[], order: readonly number[]): Promise<string[]> {
  packs += 1;
  const own = (code: string) => `${code.slice(0, 7)}${String(packs).padStart(13, '0')}`;
  await store.catalogue.putRelations([liesIn(own(box), own(middle)), liesIn(own(middle), own(outer))], { now: noon });
  for (const index of order) {
    const moved = steps[index];
    if (moved === undefined) throw new Error('no such step');
    await store.accept(document(moved, own(moved.code ?? box), noon + index * hourMs));
    expect(await assessor.catchUp()).toBe(true);
  }
  const { items } = await store.ledger.findings({ code: own(box), open: true, limit: 100 });
  return items.map((finding) => finding.class).sort();
}

const stories = [...lawful.map(([name, steps]) => [name, [], steps] as const), ...unlawful];

test.each(stories)('%s, told as it happened and backwards', async (_, classes, steps) => {
  const order = [...steps.keys()];
  expect(await foundIn(steps, order)).toEqual([...classes].sort());
  expect(await foundIn(steps, order.reverse())).toEqual([...classes].sort());
});
