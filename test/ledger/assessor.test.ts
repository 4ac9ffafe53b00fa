/** The assessor over a real store. Long because every story shares its store, its clock and what it counts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findingClasses, severities } from '../../gateway/ledger/contract.ts';
import {
  type Assessor,
  createAssessor,
  createFindings,
  exportFindings,
  findingsCsv,
} from '../../gateway/ledger/index.ts';
import type { Store } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { recordingLogger } from '../dispatch/rig.ts';
import { unsettled } from '../store/contract/waiting.ts';
import { newId, noon, type SampleOptions, sample } from '../store/samples.ts';
import { settleOne } from '../store/stores.ts';

const pack = '81853860111704596503';
const codes = [{ value: pack }];

let folder = '';
let store: Store;
let assessor: Assessor;

/** What the metrics were told: `class severity count`. */
let counted: string[] = [];

function assess(of: Store, owner = 'node-1'): Assessor {
  const metrics = {
    found: (name: string, severity: string, count: number) => void counted.push(`${name} ${severity} ${count}`),
  };
  return createAssessor({ store: of, owner, clock: { now: () => noon }, newId, logger: recordingLogger(), metrics });
}

beforeEach(async () => {
  counted = [];
  folder = await mkdtemp(join(tmpdir(), 'tracehub-assessor-'));
  store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
  assessor = assess(store);
  await list('chain-a', 'P43010200001');
  await list('chain-b', 'P44030000001');
});
afterEach(async () => {
  await assessor.stop();
  await store.close();
  await rm(folder, { recursive: true });
});

async function accept(options: SampleOptions) {
  const item = sample({ codes, ...options });
  await store.accept(item);
  return item;
}

/** Puts an institution into a tenant's directory. */
function list(tenant: string, code: string) {
  return store.putInstitution({
    ...{ tenant, code, name: code, region: '430102', role: 'pharmacy', links: {}, updatedAt: noon },
  });
}

/** @returns `class open|cleared` of all findings. */
async function found(): Promise<string[]> {
  expect(await assessor.catchUp()).toBe(true);
  const { items } = await store.ledger.findings({ limit: 100 });
  return items.map(({ class: name, clearedAt }) => `${name} ${clearedAt === undefined ? 'open' : 'cleared'}`);
}

describe('assessing', () => {
  test('finds a pack sold twice by two tenants, once, however often it is looked at', async () => {
    await accept({});
    expect(await found()).toEqual([]);
    await accept({ tenant: 'chain-b', institution: 'P44030000001' });
    expect(await found()).toEqual(['sold-twice open']);
    expect(await found()).toEqual(['sold-twice open']);
    await accept({ kind: 'purchase-in', at: noon - 1_000 });
    expect(await found()).toEqual(['sold-twice open']);
    expect(counted).toEqual(['sold-twice high 1']);
  });

  test('weighs events of institutions that no directory holds for their own tenant alone', async () => {
    const stranger = { tenant: 'chain-b', institution: 'P31010000009' };
    await accept({ ...stranger, kind: 'destroy', at: noon - 1_000 });
    await accept({});
    expect(await found()).toEqual([]);
    await accept(stranger);
    expect(await found()).toEqual(['sold-after-destruction open']);
    const findings = createFindings(store);
    expect((await findings.find({ tenant: 'chain-a', limit: 9 })).items).toEqual([]);
    await list('chain-b', stranger.institution);
    await accept({ kind: 'stock-count', at: noon - 2_000 });
    expect(new Set(await found())).toEqual(new Set(['sold-after-destruction open', 'sold-twice open']));
    expect((await findings.find({ tenant: 'chain-a', limit: 9 })).items).toHaveLength(2);
  });

  test('begins every series of the metric at nothing', async () => {
    assessor.start();
    await assessor.stop();
    expect(counted).toHaveLength(findingClasses.length * severities.length);
    expect(counted).toContain('expired critical 0');
    expect(counted.every((one) => one.endsWith(' 0'))).toBe(true);
  });

  test('clears what a sale abandoned no longer supports', async () => {
    await accept({});
    const waiting = unsettled({ codes });
    await store.accept(waiting);
    expect(await found()).toEqual(['sold-twice open']);
    const end = { state: 'abandoned', at: noon, actor: 'till', reason: 'customer left' } as const;
    await store.endWait('chain-a', waiting.event.id, end);
    expect(await found()).toEqual(['sold-twice cleared']);
    await accept({});
    expect(await found()).toEqual(['sold-twice open']);
  });

  test('clears what a record taken back no longer supports, when the platform has confirmed it', async () => {
    await accept({ links: ['other'] });
    await accept({ links: ['hunan'] });
    const { id } = await settleOne(store, 'hunan', { state: 'delivered' });
    expect(await found()).toEqual(['sold-twice open']);
    const delivery = await store.getDelivery('chain-a', id);
    if (delivery === undefined) throw new Error('no delivery');
    await store.withdraw(delivery, { id: newId(), operation: 'undo', reason: 'mistake', actor: 'till', now: noon });
    expect(await found()).toEqual(['sold-twice open']);
    await settleOne(store, 'hunan', { state: 'delivered' });
    expect(await found()).toEqual(['sold-twice cleared']);
  });

  test('counts no document that its primary platform refused, and counts it again when it is delivered after all', async () => {
    await accept({ links: ['hunan', 'maker'], documentNo: 'S-1' });
    const { id } = await settleOne(store, 'hunan', { state: 'rejected' });
    expect(await found()).toEqual([]);
    await accept({ links: ['other'], documentNo: 'S-1-corrected' });
    expect(await found()).toEqual([]);
    // A secondary platform has its copy of the refused document: that is no sale.
    await settleOne(store, 'maker', { state: 'delivered' });
    expect(await found()).toEqual([]);
    expect(await store.ledger.movements([pack])).toHaveLength(1);
    await store.requeue(id, noon, { actor: 'sre', to: 'queued' });
    await settleOne(store, 'hunan', { state: 'delivered' });
    expect(await found()).toEqual(['sold-twice open']);
  });

  test('keeps the alarm when the platform refuses the second sale because the pack is sold, and lets the other packs go', async () => {
    const other = '81853860111704596504';
    const fault = { category: 'rejected', code: 'MSFX_CODE_ALREADY_SOLD' } as const;
    await accept({ links: ['first'] });
    await accept({
      tenant: 'chain-b',
      institution: 'P44030000001',
      links: ['msfx'],
      codes: [...codes, { value: other }],
    });
    expect(await found()).toEqual(['sold-twice open']);
    await settleOne(store, 'msfx', {
      ...{ state: 'rejected', fault: { ...fault, ofPack: true } },
      codes: [{ code: pack, verdict: 'refused' }],
    });
    expect(await found()).toEqual(['sold-twice open']);
    expect(await store.ledger.movements([pack, other])).toHaveLength(2);

    // Another platform names the pack in its words.
    const wholesale = [...codes, { value: '81853860111704596505' }];
    await accept({ links: ['words'], codes: wholesale });
    await settleOne(store, 'words', {
      ...{ state: 'rejected', fault: { ...fault, nativeMessage: `追溯码[${pack}]已销售`, ofPack: true } },
    });
    await found();
    expect(await store.ledger.movements(wholesale.map(({ value }) => value))).toHaveLength(3);

    // The platform named none of its codes: each may be the one.
    await accept({ links: ['second'] });
    await settleOne(store, 'second', { state: 'rejected', fault: { ...fault, ofPack: true } });
    await found();
    expect(await store.ledger.movements([pack])).toHaveLength(4);
    await accept({ links: ['third'] });
    await settleOne(store, 'third', { state: 'rejected', fault });
    await found();
    expect(await store.ledger.movements([pack])).toHaveLength(4);
  });

  test('goes on counting what ends a pack when its document is refused', async () => {
    await accept({ kind: 'destroy', links: ['hunan'], at: noon - 1_000 });
    await settleOne(store, 'hunan', { state: 'rejected' });
    await accept({ links: ['other'] });
    expect(await found()).toEqual(['sold-after-destruction open']);
  });

  test('takes only the refused part of a document out, and nothing that the platform holds in part', async () => {
    const [kept, refused] = ['81853860111704596501', '81853860111704596502'];
    const part = (index: number) => ({
      part: { index, count: 2 },
      slices: [{ line: 0, from: index, to: index + 1 }],
    });
    const item = sample({ codes: [{ value: kept }, { value: refused }], links: ['one', 'two'] });
    const deliveries = item.deliveries.map((delivery, index) => ({ ...delivery, primary: true, ...part(index) }));
    await store.accept({ ...item, deliveries });
    await settleOne(store, 'two', { state: 'rejected' });
    await found();
    expect((await store.ledger.movements([kept, refused])).map(({ code }) => code)).toEqual([kept]);

    await accept({ links: ['half'] });
    await settleOne(store, 'half', { state: 'rejected', items: [{ key: '1', ok: true }] });
    await found();
    expect(await store.ledger.movements([pack])).toHaveLength(1);
  });

  test('clears a return without a sale when the sale arrives late', async () => {
    await accept({ kind: 'retail-return' });
    expect(await found()).toEqual(['returned-without-sale open']);
    await accept({ at: noon - 60_000 });
    expect(await found()).toEqual(['returned-without-sale cleared']);
  });

  test('finds pack and case both sold, whichever was sold first', async () => {
    const outer = '81853870111704596503';
    const relation = {
      code: pack,
      parent: outer,
      origin: 'user',
      tenant: '',
      importId: 'i',
      recordedAt: noon,
      disputed: false,
    } as const;
    await store.catalogue.putRelations([relation], { now: noon });
    await accept({});
    expect(await found()).toEqual([]);
    await accept({ codes: [{ value: outer }] });
    expect(await found()).toEqual(['parent-and-child-sold open']);
    const [finding] = (await store.ledger.findings({ limit: 1 })).items;
    expect(finding).toMatchObject({ code: pack, evidence: [{ code: pack }, { code: outer }] });
  });

  test('believes of which pack lies in which only those who moved them', async () => {
    const outer = '81853870111704596503';
    const relation = { code: pack, parent: outer, origin: 'pack-event', importId: 'i', disputed: false } as const;
    await store.catalogue.putRelations([{ ...relation, tenant: 'chain-b', recordedAt: noon }], { now: noon });
    await accept({});
    await accept({ codes: [{ value: outer }] });
    expect(await found()).toEqual([]);
    await accept({
      tenant: 'chain-b',
      institution: 'P44030000001',
      kind: 'sale-out',
      at: noon - 2_000,
      codes: [{ value: outer }],
    });
    await accept({ kind: 'purchase-in', at: noon - 1_000, codes: [{ value: outer }] });
    expect(await found()).toEqual(['parent-and-child-sold open']);
  });

  test('goes on where a node stopped that died in the middle', async () => {
    await accept({});
    await accept({});
    const dying: Store = { ...store, ledger: { ...store.ledger, assess: () => Promise.reject(new Error('killed')) } };
    await expect(assess(dying).catchUp()).rejects.toThrow('killed');
    expect((await store.ledger.findings({ limit: 9 })).items).toEqual([]);
    expect(await found()).toEqual(['sold-twice open']);
  });

  test('is left to the node that leads', async () => {
    await store.ledger.lead('node-2', noon, noon + 30_000);
    await accept({ kind: 'retail-return' });
    expect(await assessor.catchUp()).toBe(false);
    expect((await store.ledger.findings({ limit: 9 })).items).toEqual([]);
  });

  test('is woken by itself', async () => {
    assessor.start();
    await accept({ kind: 'retail-return' });
    assessor.wake();
    const until = Date.now() + 10_000;
    while ((await store.ledger.work(1)).length > 0 && Date.now() < until) await new Promise(setImmediate);
    expect((await store.ledger.findings({ limit: 9 })).items).toHaveLength(1);
  });
});

describe('findings', () => {
  test('tell a tenant its own events with their documents, and of others kind, time and province', async () => {
    const own = await accept({});
    await accept({ tenant: 'chain-b', institution: 'P44030000001' });
    await found();
    const findings = createFindings(store);
    const [finding] = (await findings.find({ tenant: 'chain-a', limit: 9 })).items;
    expect(finding).toMatchObject({ class: 'sold-twice', meaning: { suspicions: ['假药', '回流药', '串换'] } });
    const common = { code: pack, kind: 'retail-sale', occurredAt: noon, province: '43', split: false };
    expect(finding?.evidence).toEqual([
      {
        ...common,
        own: true,
        eventId: own.event.id,
        documentNo: own.event.event.documentNo,
        institution: 'P43010200001',
      },
      { ...common, own: false },
    ]);
    expect((await findings.find({ tenant: 'chain-c', limit: 9 })).items).toEqual([]);
    const [all] = (await findings.find({ limit: 9 })).items;
    expect(all?.evidence.map(({ tenant }) => tenant)).toEqual(['chain-a', 'chain-b']);
    expect(all?.evidence.map(({ documentNo }) => typeof documentNo)).toEqual(['string', 'string']);

    let csv = '';
    for await (const text of exportFindings(findings, { tenant: 'chain-a' }, findingsCsv)) csv += text;
    const [header = '', ...rows] = csv.trim().split('\n');
    const column = header.split(',').indexOf('documentNo');
    expect(rows.map((row) => row.split(',')[column])).toEqual([own.event.event.documentNo, '']);
  });
});
