import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLedger, type Ledger } from '../../gateway/ledger/index.ts';
import type { NewEvent, Store } from '../../gateway/store/contract.ts';
import { CursorError } from '../../gateway/store/cursor.ts';
import { openStore } from '../../gateway/store/index.ts';
import type { EventLine } from '../../mappings/model/index.ts';
import { line, recognised } from '../intake/event.ts';
import { newId, noon, sample } from '../store/samples.ts';

const owner = 'node-1';
const page = { limit: 10 };
const digits = '81853860111704596503';
const grouped = '8185386-0111704596503';

let folder = '';
let store: Store;
let ledger: Ledger;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-ledger-'));
  store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
  ledger = createLedger({ store });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Stores a sale with these lines; @returns what was stored. */
async function sold(tenant: string, lines: readonly EventLine[], deliveries: NewEvent['deliveries'] = []) {
  const { event } = sample({ tenant });
  const payload = recognised({ lines: [...lines] });
  const item: NewEvent = {
    event: { ...event, event: payload },
    codes: payload.lines.flatMap(({ codes }, at) => codes.map(({ value, kind }) => ({ value, kind, line: at }))),
    deliveries,
  };
  expect(await store.accept(item)).toEqual({ type: 'created' });
  return item.event;
}

function delivery(link: string, lines: readonly number[]): NewEvent['deliveries'][number] {
  return {
    id: newId(),
    link,
    operation: 'retail-sale.submit',
    primary: false,
    part: { index: 0, count: 1 },
    lines,
    state: 'queued',
    nextAt: noon,
  };
}

test('every document with the pack, newest first, whatever notation it was scanned in', async () => {
  const first = await sold('T', [line({ codes: [digits] })]);
  const second = await sold('T', [line({ codes: ['OWN-9'] }), line({ codes: [grouped], split: true })]);
  for (const text of [digits, grouped, ` ${digits}`]) {
    const history = await ledger.history('T', text, page);
    expect(history?.code).toMatchObject({ kind: 'drug-trace', value: digits, prefix: '8185386' });
    expect(history?.entries.map(({ eventId, lines, split }) => [eventId, lines, split])).toEqual([
      [second.id, [1], true],
      [first.id, [0], false],
    ]);
  }
});

test('deliveries that carry the code, with state, receipt and what the platform said of it', async () => {
  const with0 = delivery('nhsa-hunan', [0]);
  const both = delivery('msfx', [0, 1]);
  const lines = [line({ codes: ['PACK-A'] }), line({ codes: ['PACK-B'] })];
  await sold('T', lines, [with0, both]);
  const claimed = await store.claim({ link: 'msfx', owner, limit: 9, now: noon, leaseUntil: noon + 1000 });
  expect(claimed.map(({ id }) => id)).toEqual([both.id]);
  await store.settle({
    id: both.id,
    owner,
    now: noon + 5,
    state: 'delivered',
    receipt: 'R-77',
    codes: [
      { code: 'PACK-A', verdict: 'accepted' },
      { code: 'PACK-B', verdict: 'refused' },
    ],
  });
  const found = async (code: string) =>
    (await ledger.history('T', code, page))?.entries[0]?.deliveries.map(({ updatedAt: _, ...rest }) => rest);
  expect(await found('PACK-A')).toEqual([
    { id: with0.id, link: 'nhsa-hunan', state: 'queued' },
    { id: both.id, link: 'msfx', state: 'delivered', receipt: 'R-77', verdict: 'accepted' },
  ]);
  expect(await found('PACK-B')).toEqual([
    { id: both.id, link: 'msfx', state: 'delivered', receipt: 'R-77', verdict: 'refused' },
  ]);
});

test('a tenant sees its own documents only', async () => {
  await sold('A', [line({ codes: ['SHARED'] })]);
  const own = await sold('B', [line({ codes: ['SHARED'] })]);
  expect((await ledger.history('B', 'SHARED', page))?.entries.map(({ eventId }) => eventId)).toEqual([own.id]);
  expect(await ledger.history('C', 'SHARED', page)).toBeUndefined();
});

test('many documents come in pages', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) ids.unshift((await sold('P', [line({ codes: ['OFTEN'] })])).id);
  const first = await ledger.history('P', 'OFTEN', { limit: 2 });
  const cursor = first?.cursor;
  if (cursor === undefined) throw new Error('no second page');
  const second = await ledger.history('P', 'OFTEN', { limit: 2, cursor });
  expect([...(first?.entries ?? []), ...(second?.entries ?? [])].map(({ eventId }) => eventId)).toEqual(ids);
  expect(second).not.toHaveProperty('cursor');
  await expect(ledger.history('P', 'OFTEN', { limit: 2, cursor: 'made up' })).rejects.toThrow(CursorError);
});

test.each(['81853860111704590000', '6924561884074', '  '])(
  '%p, which no document carries, has no history',
  async (text) => {
    expect(await ledger.history('T', text, page)).toBeUndefined();
  },
);
