import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAssessor } from '../../gateway/ledger/index.ts';
import { loadPolicy } from '../../mappings/policy/index.ts';
import { silentMetrics } from '../dispatch/rig.ts';
import { line, sale } from '../intake/event.ts';
import { sample } from '../store/samples.ts';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi({ policy: await loadPolicy() });
  for (const who of ['a', 'b'] as const) await api.list(who, institution);
});
afterAll(() => api.close());

const institution = 'P43010000001';
const ask = (who: 'a' | 'b', codes: readonly string[], more: object = {}) =>
  api
    .as(who)
    .post('/v1/codes/verify')
    .send({ institution, region: '110000', codes, ...more });

async function post(who: 'a' | 'b', code: string, more: object = {}) {
  const event = sale({ documentNo: `D-${code}-${who}`, lines: [line({ codes: [code] })], ...more });
  await api.as(who).post('/v1/events').send(event).expect(202);
}

describe('POST /v1/codes/verify', () => {
  test('lets a pack be sold that nothing speaks against', async () => {
    const { body } = await ask('a', ['81111110000000000001']).expect(200);
    expect(body.items).toMatchObject([
      { code: '81111110000000000001', kind: 'drug-trace', verdict: 'sell', evidence: [] },
    ]);
    expect(body.platforms).toEqual([]);
  });

  test('tells of an own sale plainly and of another tenant’s by its province', async () => {
    const code = '81111110000000000002';
    await post('a', code);
    const own = (await ask('a', [code]).expect(200)).body.items[0];
    expect(own).toMatchObject({ verdict: 'ask', reasons: [{ code: 'ALREADY_SOLD', verdict: 'ask' }] });
    expect(own.reasons[0].message.zh).toContain(`2026-01-31，${institution}`);
    expect(own.evidence[0].movement).toMatchObject({ own: true, institution, province: '43' });
    const other = (await ask('b', [code]).expect(200)).body.items[0];
    expect(other.verdict).toBe('ask');
    expect(other.evidence[0].movement).toEqual({
      kind: 'retail-sale',
      occurredAt: '2026-01-31T03:59:00.000Z',
      province: '43',
      split: false,
      own: false,
    });
    expect(JSON.stringify(other)).not.toContain(institution);
  });

  test('hears of no institution that the poster’s directory lacks, and lets nobody else’s word stop a till', async () => {
    const [unlisted = '', listed = '', own = '', dated = ''] = ['21', '22', '23', '24'].map(
      (end) => `811111100000000000${end}`,
    );
    const verdicts = async (codes: readonly string[]) =>
      (await ask('a', codes).expect(200)).body.items.map(
        ({ verdict, reasons }: { verdict: string; reasons: ReadonlyArray<{ code: string }> }) =>
          `${verdict} ${reasons[0]?.code}`,
      );
    const say = (tenant: string, kind: 'destroy' | 'purchase-in' | 'purchase-return', code = '', at = institution) => {
      const item = sample({ tenant, kind, institution: at, codes: [{ value: code }], links: [] });
      const { event } = item.event;
      const more = kind === 'purchase-return' ? { reason: 'recall' as const } : {};
      const lines = event.lines.map((one) => ({ ...one, expiresOn: '2020-01-01' }));
      return api.store.accept({ ...item, event: { ...item.event, event: { ...event, ...more, lines } } });
    };
    await say('tenant-b', 'destroy', unlisted, 'P44030000009');
    expect((await verdicts([unlisted])).join()).not.toContain('DESTROYED');
    await api.list('b', 'P44030000009');
    expect(await verdicts([unlisted])).toEqual(['ask DESTROYED']);
    await say('tenant-b', 'purchase-return', listed);
    await say('tenant-a', 'destroy', own);
    await say('tenant-b', 'purchase-in', dated);
    expect(await verdicts([listed, own])).toEqual(['ask RECALLED', 'stop DESTROYED']);
    expect((await verdicts([dated])).join()).not.toContain('EXPIRED');
    await say('tenant-a', 'purchase-in', dated);
    expect(await verdicts([dated])).toEqual(['stop EXPIRED']);
  });

  test('follows the region: a repeat that does not block there is only reported', async () => {
    const code = '81111110000000000003';
    await post('a', code);
    const { body } = await ask('a', [code], { region: '430102' }).expect(200);
    expect(body.items[0]).toMatchObject({ verdict: 'report-only', reasons: [{ code: 'ALREADY_SOLD' }] });
  });

  test('says why a text is no trace code, and takes the scans one by one', async () => {
    const { body } = await ask('a', ['6924561884074', '81111110000000000004']).expect(200);
    expect(body.items).toMatchObject([
      { raw: '6924561884074', verdict: 'ask', reasons: [{ code: 'CODE_IS_GTIN' }] },
      { verdict: 'sell' },
    ]);
  });

  test('wants a known institution or its region, and at most 200 codes', async () => {
    const stranger = { institution: 'P99', codes: ['81111110000000000001'] };
    const { body } = await api.as('a').post('/v1/codes/verify').send(stranger).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/region', code: 'REGION_MISSING' }]);
    const many = Array.from({ length: 201 }, (_, index) => `8111111${String(index).padStart(13, '0')}`);
    await ask('a', many).expect(422);
    await ask('a', []).expect(422);
    await ask('a', ['81111110000000000001'], { deadlineMs: 5_001 }).expect(422);
  });
});

async function exported(who: 'a' | 'operator', query: string) {
  const reply = await fetch(`http://127.0.0.1:${api.port}/v1/findings/export?${query}`, {
    headers: { authorization: `Bearer ${api.keys[who].key}` },
  });
  return { type: reply.headers.get('content-type'), lines: (await reply.text()).trim().split('\n') };
}

describe('packs inside packs', () => {
  const [inner, middle, outer] = ['81111110000000000101', '81111120000000000101', '81111130000000000101'];
  const catalogue = () => api.services.store.catalogue;
  const learn = (code: string, parent: string) =>
    catalogue().putRelations(
      [{ code, parent, origin: 'user', tenant: '', importId: 'i', recordedAt: 0, disputed: false }],
      { now: 0 },
    );

  test('a pack is known by its case', async () => {
    await learn(inner, middle);
    await learn(middle, outer);
    await api.as('a').get(`/v1/codes/${inner}`).expect(404);
    await post('a', outer);
    const { body } = await api.as('a').get(`/v1/codes/${inner}`).expect(200);
    expect(body).toMatchObject({
      code: inner,
      place: { place: 'sold', since: { code: outer, kind: 'retail-sale', institution } },
      movements: [{ code: outer, own: true }],
      events: [],
    });
    expect((await ask('a', [inner]).expect(200)).body.items).toMatchObject([
      { verdict: 'ask', reasons: [{ code: 'OUTER_PACK_SOLD' }], evidence: [{ movement: { code: outer } }] },
    ]);
    // Others learn no more than before: none of their documents names it.
    await api.as('b').get(`/v1/codes/${inner}`).expect(404);
  });

  test('what another tenant reports of them is not told here', async () => {
    const [small, large] = ['81111110000000000102', '81111120000000000102'];
    const relation = { code: small, parent: large, origin: 'pack-event', importId: 'i', recordedAt: 0 } as const;
    await catalogue().putRelations([{ ...relation, tenant: 'b', disputed: false }], { now: 0 });
    await post('a', large);
    await api.as('a').get(`/v1/codes/${small}`).expect(404);
    const lines = [line({ codes: [small] }), line({ codes: [large] })];
    const both = sale({ documentNo: 'D-theirs', lines });
    const { body } = await api.as('a').post('/v1/events').send(both).expect(202);
    expect(body.warnings).toEqual([]);
  });

  test('a document with both is taken and says so', async () => {
    const lines = [line({ codes: [inner] }), line({ codes: [outer] })];
    const { body } = await api
      .as('a')
      .post('/v1/events')
      .send(sale({ documentNo: 'D-both', lines }))
      .expect(202);
    expect(body.warnings).toEqual([`/lines/0/codes/0: PARENT_IN_DOCUMENT (${outer})`]);
    const alone = sale({ documentNo: 'D-alone', lines: [line({ codes: [middle] }), line({ codes: ['OWN-CODE-1'] })] });
    expect((await api.as('a').post('/v1/events').send(alone).expect(202)).body.warnings).toEqual([]);
  });
});

describe('GET /v1/findings', () => {
  test('lists what the ledger found, in the reader’s language, to those it concerns', async () => {
    const code = '81111110000000000005';
    await post('a', code);
    await post('b', code);
    const { store, clock, newId, logger } = api.services;
    await createAssessor({ store, owner: 'x', clock: { now: clock }, newId, logger, metrics: silentMetrics }).catchUp();
    const { body } = await api
      .as('a')
      .get(`/v1/findings?code=${code}&class=sold-twice&open=true`)
      .set('Accept-Language', 'zh')
      .expect(200);
    expect(body.items).toMatchObject([
      {
        class: 'sold-twice',
        title: '同一追溯码重复销售',
        code,
        severity: 'high',
        open: true,
        suspicions: ['假药', '回流药', '串换'],
      },
    ]);
    expect(body.items[0].evidence.map(({ own }: { own: boolean }) => own).sort()).toEqual([false, true]);
    const all = await api.as('operator').get(`/v1/findings?code=${code}`).expect(200);
    expect(all.body.items[0].evidence.map(({ tenant }: { tenant: string }) => tenant)).toEqual([
      'tenant-a',
      'tenant-b',
    ]);
    expect((await api.as('a').get('/v1/findings?from=2030-01-01T00:00:00Z').expect(200)).body.items).toEqual([]);
    const csv = await exported('a', `code=${code}`);
    expect(csv.type).toBe('text/csv; charset=utf-8');
    const [header, ...rows] = csv.lines;
    expect(header).toMatch(/^id,class,title,severity,suspicions,code,foundAt,/);
    expect(rows).toHaveLength(2);
    expect(rows.join()).not.toContain('tenant-b');
    const ndjson = await exported('operator', 'format=ndjson');
    expect(ndjson.type).toBe('application/x-ndjson; charset=utf-8');
    expect(ndjson.lines.map((one) => JSON.parse(one).code)).toContain(code);
    await api.as('a').get('/v1/findings?class=nonsense').expect(400);
    await api.as('a').get('/v1/findings?open=perhaps').expect(400);
  });
});
