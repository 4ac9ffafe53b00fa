import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Route } from '../../config/types.ts';
import { createIntake, createUuidv7, decisionNote, readDecisionNote } from '../../gateway/intake/index.ts';
import { assessPack } from '../../gateway/ledger/rules/index.ts';
import { type Store, StoreError } from '../../gateway/store/contract.ts';
import { openStore } from '../../gateway/store/index.ts';
import { type Catalogue, compileCatalogue, readCatalogue } from '../../mappings/catalogue/index.ts';
import type { TraceEvent } from '../../mappings/model/index.ts';
import { compilePolicy, loadPolicy, type Policy } from '../../mappings/policy/index.ts';
import { fakeRuntime, type PlatformOptions } from '../dispatch/fake-platform.ts';
import { recordingLogger } from '../dispatch/rig.ts';
import { line, now, route, sale } from './event.ts';

let folder = '';
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-intake-'));
  store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

interface Setting {
  readonly routes?: readonly Route[];
  readonly platform?: PlatformOptions;
  readonly missing?: readonly string[];
  readonly over?: Pick<Store, 'accept'>;
  readonly catalogue?: Catalogue;
  /** The smallest packs inside every code. */
  readonly contents?: readonly string[];
  readonly policy?: Policy;
}

const noTable: Catalogue = { byPrefix: new Map(), byGtin: new Map(), byNhsaCode: new Map() };
function catalogueService({ catalogue = noTable, contents }: Pick<Setting, 'catalogue' | 'contents'>) {
  const known = { type: 'children', codes: contents ?? [] } as const;
  return {
    tableFor: () => catalogue,
    contentsOf: () => Promise.resolve(contents ? known : ({ type: 'whole' } as const)),
  };
}

function createRoom({ routes = [route('a')], platform = {}, missing = [], over = store, ...more }: Setting = {}) {
  const woken: string[] = [];
  const counted: string[] = [];
  const links = new Map(['a', 'b'].map((id) => [id, fakeRuntime(id, () => ({ type: 'ok' }), platform)]));
  let rolesAsked = 0;
  const directory = {
    get: () => {
      rolesAsked += 1;
      return Promise.resolve({
        tenant: 'T',
        code: 'P',
        name: 'P',
        region: '430102',
        role: 'pharmacy',
        links: {},
        updatedAt: 0,
      });
    },
    context: (_tenant: string, code: string, link: string) =>
      Promise.resolve(
        missing.includes(link)
          ? { missing: `no credentials for ${link}` }
          : { code, name: code, region: '430102', identity: {}, credentials: {} },
      ),
  };
  const intake = createIntake({
    store: { ...over, uncodedStock: { short: () => Promise.resolve([]) } },
    links,
    hub: { routes },
    directory,
    catalogue: catalogueService(more),
    policy: more.policy ?? compilePolicy([]),
    clock: { now: () => now },
    newId: createUuidv7(() => now),
    metrics: { intake: (result) => void counted.push(result) },
    logger: recordingLogger(),
    onAccepted: (ids) => void woken.push(...ids),
  });
  return { intake, woken, counted, rolesAsked: () => rolesAsked };
}

async function errorsOf(event: TraceEvent, setting?: Setting) {
  const result = await createRoom(setting).intake.submit('T', event);
  if (result.type !== 'invalid') throw new Error(`was ${result.type}`);
  return result.errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

async function accepted(event: TraceEvent, setting?: Setting) {
  const result = await createRoom(setting).intake.submit('T', event);
  if (result.type !== 'accepted') throw new Error(`was ${JSON.stringify(result)}`);
  return result.event;
}

describe('an accepted event', () => {
  test('stands in the store with recognised codes and one delivery per link, and wakes those links', async () => {
    const room = createRoom({ routes: [route('a', { primary: true }), route('b')] });
    const result = await room.intake.submit('T', sale({ documentNo: 'ok-1' }));
    if (result.type !== 'accepted') throw new Error(result.type);
    const stored = await store.getEvent('T', result.event.id);
    expect(stored).toEqual(result.event);
    expect(stored?.event.lines[0]?.codes[0]).toMatchObject({ kind: 'drug-trace', prefix: '8185386' });
    expect(stored?.deliveries.map(({ link, primary, state }) => [link, primary, state])).toEqual([
      ['a', true, 'queued'],
      ['b', false, 'queued'],
    ]);
    expect(stored?.notes).toEqual(['routes: a, b']);
    expect(room.woken).toEqual(['a', 'b']);
    expect(room.counted).toEqual(['accepted']);
    const { items } = await store.findEvents({ tenant: 'T', code: '81853860111704596503', limit: 1 });
    expect(items[0]?.id).toBe(stored?.id);
  });

  test('without a matching link it is kept and says so', async () => {
    const event = await accepted(sale({ documentNo: 'none-1' }), { routes: [] });
    expect(event.notes).toContain('routes: none');
    expect(event.deliveries).toEqual([]);
  });

  test('a platform that knows no such kind gets no delivery, with a note', async () => {
    const event = await accepted(sale({ documentNo: 'r-1', kind: 'retail-return' }));
    expect(event.notes).toEqual(['routes: none', 'link a: no operation for retail-return']);
  });

  test('an institution that the link cannot act for yet is held with the reason; other links go on', async () => {
    const event = await accepted(sale({ documentNo: 'held-1' }), { routes: [route('a'), route('b')], missing: ['a'] });
    expect(event.deliveries.map(({ state, reason }) => [state, reason])).toEqual([
      ['held', 'no credentials for a'],
      ['queued', undefined],
    ]);
  });

  test('what exceeds one request goes out in parts', async () => {
    const lines = ['1', '2', '3'].map((code) => line({ codes: [`OWN-${code}`] }));
    const event = await accepted(sale({ documentNo: 'parts-1', lines }), { platform: { submit: { maxItems: 2 } } });
    expect(event.deliveries.map(({ part, lines }) => [part, lines])).toEqual([
      [{ index: 0, count: 2 }, [0, 1]],
      [{ index: 1, count: 2 }, [2]],
    ]);
  });

  test('a line with too many codes goes out in pieces where the platform takes them', async () => {
    const lines = [line({ codes: ['OWN-1', 'OWN-2', 'OWN-3'] })];
    const platform = { submit: { maxCodes: 2, splitLines: true as const } };
    const event = await accepted(sale({ documentNo: 'pieces-1', lines }), { platform });
    expect(event.deliveries.map(({ part, lines, slices }) => [part.index, lines, slices])).toEqual([
      [0, [0], [{ line: 0, from: 0, to: 2 }]],
      [1, [0], [{ line: 0, from: 2, to: 3 }]],
    ]);
    expect(await errorsOf(sale({ documentNo: 'pieces-2', lines }), { platform: { submit: { maxCodes: 2 } } })).toEqual([
      '/lines/0/codes TOO_MANY_CODES',
    ]);
  });

  test.each([
    ['retail-return', 'retail-sale'],
    ['dispense-return', 'dispense'],
    ['purchase-return', 'purchase-in'],
    ['sale-return', 'sale-out'],
  ] as const)('a %s waits for its %s', async (kind, of) => {
    const original = { documentNo: 'ok-1' };
    const platform = { submit: { kind } };
    const event = await accepted(sale({ documentNo: 'ret-1', kind, original }), { platform });
    expect(event.deliveries[0]?.after).toEqual({ kind: of, documentNo: 'ok-1' });
    const alone = await accepted(sale({ documentNo: 'ret-2', kind }), { platform });
    expect(alone.deliveries[0]?.after).toBeUndefined();
  });

  test('a transfer in waits for nothing: its other end is another institution', async () => {
    const platform = { submit: { kind: 'transfer-in' as const } };
    const event = sale({ documentNo: 'tr-1', kind: 'transfer-in', original: { documentNo: 'ok-1' } });
    expect((await accepted(event, { platform })).deliveries[0]?.after).toBeUndefined();
  });

  test('a sale that is not settled yet is kept and waits on every link, whatever else is missing', async () => {
    const settlement = { type: 'insured', awaiting: true } as const;
    const setting = { routes: [route('a', { primary: true }), route('b')], missing: ['b'] };
    const event = await accepted(sale({ documentNo: 'await-1', settlement }), setting);
    expect(event).toEqual(await store.getEvent('T', event.id));
    expect(event.settling).toEqual({ state: 'awaiting' });
    expect(event.deliveries.map(({ state, reason }) => [state, reason])).toEqual([
      ['held', 'awaiting-settlement'],
      ['held', 'awaiting-settlement'],
    ]);
    const again = await createRoom(setting).intake.submit('T', sale({ documentNo: 'await-1', settlement }));
    expect(again).toMatchObject({ type: 'replayed', event: { id: event.id } });
  });

  test.each([
    ['self-paid', { type: 'self-pay', awaiting: true }, '/settlement/awaiting'],
    ['settled', { type: 'insured', awaiting: true, id: 'SETL-1' }, '/settlement/id'],
  ] as const)('a %s sale cannot wait for its settlement', async (_name, settlement, pointer) => {
    expect(await errorsOf(sale({ documentNo: 'await-2', settlement }))).toEqual([`${pointer} SETTLEMENT_NOT_AWAITED`]);
  });

  test('oddities are noted, not refused', async () => {
    const old = sale({
      documentNo: 'odd-1',
      occurredAt: '2023-01-31T08:00:00+08:00',
      lines: [line({ codes: ['8185386-0111704596503'] })],
    });
    expect((await accepted(old)).notes).toEqual([
      'routes: a',
      '/occurredAt: OCCURRED_LONG_AGO',
      '/lines/0/codes/0: SEPARATORS_REMOVED',
    ]);
  });
});

describe('completed from the catalogue', () => {
  const header = 'prefix,packLevel,gtin,nhsaCode,approvalNo,source,validFrom';
  const row = '8185386,small,6901234000016,XA-ONE,国药准字H1,目录,2026-01-01';
  const catalogue = compileCatalogue(readCatalogue(`${header}\n${row}`, 'c.csv'));

  test('a line is stored with what it lacked, and routes see it', async () => {
    const byProduct = route('b', { lines: { nhsaCodes: ['XA-ONE'] } });
    const event = await accepted(sale({ documentNo: 'cat-1' }), { catalogue, routes: [byProduct] });
    expect(event.event.lines[0]?.product).toMatchObject({ nhsaCode: 'XA-ONE', gtin: '6901234000016' });
    expect(event.event.lines[0]?.codes[0]?.packLevel).toBe('small');
    expect(event.notes).toEqual(['routes: b']);
  });

  test('a contradiction is noted and what was sent is kept', async () => {
    const lines = [line({ product: { localCode: 'L', localName: 'L', nhsaCode: 'XA-TWO' } })];
    const event = await accepted(sale({ documentNo: 'cat-2', lines }), { catalogue });
    expect(event.event.lines[0]?.product.nhsaCode).toBe('XA-TWO');
    expect(event.notes).toContain('/lines/0/product/nhsaCode: CATALOGUE_DIFFERS (XA-ONE)');
  });

  test('pieces out of one pack are counted against what the catalogue says it holds, before the text', async () => {
    const packs = '8185386,small,XA-ONE,24,粒,目录,2026-01-01\n8185387,large,XA-ONE,24,粒,目录,2026-01-01';
    const told = compileCatalogue(
      readCatalogue(`prefix,packLevel,nhsaCode,content,contentUnit,source,validFrom\n${packs}`, 'c.csv'),
    );
    const found = async (code: string, spec: string, setting: Setting) => {
      const product = { localCode: 'L', localName: 'L', spec };
      for (const quantity of ['14', '13']) {
        const lines = [line({ product, codes: [code], split: true, unit: '粒', quantity })];
        await accepted(sale({ documentNo: `${code}-${quantity}`, lines }), setting);
      }
      const movements = await store.ledger.movements([code]);
      return assessPack({ code, movements, around: [] }).map((draft) => draft.class);
    };
    expect(await found('81853860000000000001', '0.25g*48粒', { catalogue: told })).toEqual(['split-overrun']);
    expect(await found('81853860000000000002', '0.25g*48粒', {})).toEqual([]);
    expect(await found('81853860000000000003', '0.25g*24粒', {})).toEqual(['split-overrun']);
    expect(await found('81853860000000000004', '0.25g', {})).toEqual([]);
    expect(await found('81853870000000000005', '0.25g*24粒', { catalogue: told })).toEqual([]);
  });

  test('a document sent before the catalogue came is the same document after', async () => {
    const first = await accepted(sale({ documentNo: 'cat-3' }));
    const again = await createRoom({ catalogue }).intake.submit('T', sale({ documentNo: 'cat-3' }));
    expect(again).toEqual({ type: 'replayed', event: first });
  });
});

describe('a case', () => {
  const lines = [line({ codes: ['CASE-1'] })];
  const setting = { contents: ['BOX-1', 'BOX-2', 'BOX-3'] };

  test('is kept with what is inside where a link wants the smallest packs, and fills its requests accordingly', async () => {
    const platform = { submit: { packs: 'children' as const, maxCodes: 3, splitLines: true as const } };
    const two = [...lines, line({ codes: ['CASE-2'] })];
    const event = await accepted(sale({ documentNo: 'case-1', lines: two }), { ...setting, platform });
    expect(event.event.lines[0]?.codes[0]).toMatchObject({ value: 'CASE-1', contents: setting.contents });
    expect(event.deliveries.map((delivery) => delivery.lines)).toEqual([[0], [1]]);
    expect(event.deliveries[0]).not.toHaveProperty('slices');
  });

  test('with more inside than a request takes is refused; where nobody asks for it, nothing is looked up', async () => {
    const platform = { submit: { packs: 'children' as const, maxCodes: 2 } };
    const given = sale({ documentNo: 'case-2', lines });
    expect(await errorsOf(given, { ...setting, platform })).toEqual(['/lines/0/codes TOO_MANY_CODES']);
    const whole = await accepted(given, { ...setting, platform: { submit: { maxCodes: 2 } } });
    expect(whole.event.lines[0]?.codes[0]).not.toHaveProperty('contents');
  });
});

test('what policy decides stands in the notes of the event and is read from them', async () => {
  const lines = [line({ codes: ['POL-1'] }), line({ codes: [] }), line({ codes: ['POL-2'] })];
  const event = await accepted(sale({ documentNo: 'pol-1', lines }), { policy: await loadPolicy() });
  expect(event.notes).toEqual([
    'routes: a',
    'policy: every-code-collected@warn 1',
    'policy: receipt-shows-codes@note 0,2',
  ]);
  const kept = { rule: 'receipt-shows-codes', outcome: 'note', lines: [0, 2] } as const;
  expect(readDecisionNote('policy: receipt-shows-codes@note 0,2', 3)).toEqual(kept);
  expect(readDecisionNote(decisionNote({ ...kept, lines: [0, 1, 2] }, 3), 3)).toEqual({ ...kept, lines: [0, 1, 2] });
  expect(readDecisionNote('/lines/0/codes/0: SEPARATORS_REMOVED', 3)).toBeUndefined();
});

describe('the same identity again', () => {
  test('same content: the first result, nothing new; other content: conflict, nothing changed', async () => {
    const room = createRoom();
    const first = await room.intake.submit('T', sale({ documentNo: 'twice-1' }));
    const again = await room.intake.submit('T', { ...sale(), ...{ documentNo: 'twice-1' } });
    expect(again.type).toBe('replayed');
    if (first.type !== 'accepted' || again.type !== 'replayed') throw new Error(first.type);
    expect(again.event).toEqual(first.event);
    expect(room.woken).toEqual(['a']);
    const other = await room.intake.submit('T', sale({ documentNo: 'twice-1', lines: [line({ quantity: '2' })] }));
    expect(other).toEqual({ type: 'conflict', eventId: first.event.id });
    expect(room.counted).toEqual(['accepted', 'replayed', 'conflict']);
  });
});

describe('refused, with a pointer to the place', () => {
  test('codes of another kind, and codes twice in any line or notation', async () => {
    const codes = ['6924561884074', { value: 'XA01ABD075A002010100483' }, '81853860111704596503', ' '];
    const twice = [{ value: '8185386-0111704596503', packLevel: 'small' as const }];
    expect(await errorsOf(sale({ lines: [line({ codes }), line({ codes: twice })] }))).toEqual([
      '/lines/0/codes/0 CODE_IS_GTIN',
      '/lines/0/codes/1/value CODE_IS_NHSA_CODE',
      '/lines/0/codes/3 CODE_BLANK',
      '/lines/1/codes/0/value CODE_REPEATED',
    ]);
  });

  test('a pack that lies in itself or in a product', async () => {
    const codes = [
      { value: '81853860111704596503', parent: '8185386-0111704596503' },
      { value: '83386520001941653320', parent: '6924561884074' },
    ];
    expect(await errorsOf(sale({ lines: [line({ codes })] }))).toEqual([
      '/lines/0/codes/0/parent PARENT_IS_ITSELF',
      '/lines/0/codes/1/parent CODE_IS_GTIN',
    ]);
  });

  test.each(['dispense', 'purchase-in', 'pack'] as const)('kind %s', async (kind) => {
    expect(await errorsOf(sale({ kind }))).toEqual(['/kind KIND_NOT_SUPPORTED']);
  });

  test('no kind that a configured link can submit', async () => {
    const setting = { platform: { submit: { kind: 'purchase-in' as const } } };
    const event = await accepted(sale({ kind: 'purchase-in', documentNo: 'kind-1' }), setting);
    expect(event.deliveries.map(({ operation }) => operation)).toEqual(['sale.submit']);
  });

  test('more than five minutes in the future, whatever the offset', async () => {
    expect(await errorsOf(sale({ occurredAt: '2026-01-31T04:05:01Z' }))).toEqual(['/occurredAt OCCURRED_IN_FUTURE']);
    const inTime = await accepted(sale({ documentNo: 'time-1', occurredAt: '2026-01-31T12:05:00+08:00' }));
    expect(inTime.occurredAt).toBe(now + 5 * 60_000);
  });

  test('a line with more codes than a platform takes at once', async () => {
    const lines = [line({ codes: ['OWN-1', 'OWN-2'] })];
    expect(await errorsOf(sale({ lines }), { platform: { submit: { maxCodes: 1 } } })).toEqual([
      '/lines/0/codes TOO_MANY_CODES',
    ]);
  });

  test('nothing of it is stored', async () => {
    await errorsOf(sale({ documentNo: 'bad-1', kind: 'pack' }));
    expect((await store.findEvents({ tenant: 'T', documentNo: 'bad-1', limit: 1 })).items).toEqual([]);
  });
});

test('a store that fails is told to the caller, and counted', async () => {
  const over = { accept: () => Promise.reject(new StoreError('full', 'disk full')) };
  const room = createRoom({ over });
  await expect(room.intake.submit('T', sale())).rejects.toThrow(StoreError);
  expect(room.counted).toEqual(['failed']);
  expect(room.woken).toEqual([]);
});

describe('the role comes from the directory when the event does not say it', () => {
  test('for routes', async () => {
    const event = await accepted(sale({ documentNo: 'role-1' }), {
      routes: [route('a', { when: { roles: ['pharmacy'] } })],
    });
    expect(event.deliveries).toHaveLength(1);
  });

  test('for a rule of the region, though no route asks for roles', async () => {
    const text = { source: { zh: '源', en: 'S' }, effectiveFrom: '2025-01-01', message: { zh: '甲', en: 'A' } };
    const rule = (role: string) => ({ ...text, outcome: 'note', when: { roles: [role] } }) as const;
    const rules = { 'for-pharmacies': rule('pharmacy'), 'for-hospitals': rule('hospital') };
    const policy = compilePolicy([{ id: 'p', title: 'P', region: '43', rules }]);
    const event = await accepted(sale({ documentNo: 'role-2' }), { policy });
    expect(event.notes).toContain('policy: for-pharmacies@note');
    expect(event.notes.join()).not.toContain('for-hospitals');

    const explained = await createRoom({ policy }).intake.explain('T', sale({ documentNo: 'role-3' }));
    expect(explained).toMatchObject({
      explanations: [
        { rule: { id: 'for-pharmacies' }, decision: { lines: [0] } },
        { rule: { id: 'for-hospitals' }, conditions: [{ name: 'roles', fits: false }] },
      ],
    });
  });

  test('nobody is asked where nothing depends on it', async () => {
    const room = createRoom({ policy: await loadPolicy() });
    await room.intake.submit('T', sale({ documentNo: 'role-4' }));
    expect(room.rolesAsked()).toBe(0);
  });
});
