import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { compilePolicy, loadPolicy } from '../../mappings/policy/index.ts';
import { line, sale } from '../intake/event.ts';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi({ policy: await loadPolicy(), looksForRepeats: true });
});
afterAll(() => api.close());

const shanghai = { institution: { code: 'P31010000001', region: '310101' } } as const;
const of = (documentNo: string, code: string, more: object = {}) =>
  sale({ documentNo, lines: [line({ codes: [code] })], ...shanghai, ...more });

const decisionsOf = (body: { decisions: Array<{ rule: string; outcome: string }> }) =>
  body.decisions.flatMap(({ rule, outcome }) => (rule === 'one-pack-one-sale' ? [outcome] : []));

test('a repeat is decided by the region, and told: the own document plainly, another tenant’s by its province', async () => {
  const code = '81222220000000000001';
  const first = await api.as('a').post('/v1/events').send(of('R-1', code)).expect(202);
  expect(decisionsOf(first.body)).toEqual([]);
  const again = await api.as('a').post('/v1/events').send(of('R-2', code)).expect(202);
  expect(decisionsOf(again.body)).toEqual(['warn']);
  expect(again.body.warnings).toEqual(['/lines/0/codes/0: SOLD_BEFORE (2026-01-31，P31010000001，R-1)']);
  const stranger = await api.as('b').post('/v1/events').send(of('R-3', code)).expect(202);
  expect(stranger.body.warnings).toEqual(['/lines/0/codes/0: SOLD_BEFORE (2026-01-31，310000地区的一家机构)']);
  const hunan = { institution: { code: 'P43010000001', region: '430102' } };
  const noted = await api
    .as('a')
    .post('/v1/events')
    .send(of('R-4', code, hunan))
    .expect(202);
  expect(decisionsOf(noted.body)).toEqual(['note']);
});

test('the same event sent again repeats nothing, nor does a sale after a return', async () => {
  const code = '81222220000000000002';
  const first = await api.as('a').post('/v1/events').send(of('R-5', code)).expect(202);
  const replay = await api.as('a').post('/v1/events').send(of('R-5', code)).expect(200);
  expect(replay.body).toMatchObject({ id: first.body.id, warnings: [] });
  await api
    .as('a')
    .post('/v1/events')
    .send(of('R-6', code, { kind: 'retail-return' }))
    .expect(202);
  const sold = await api.as('a').post('/v1/events').send(of('R-7', code)).expect(202);
  expect(decisionsOf(sold.body)).toEqual([]);
});

test('pieces of one pack are no repeats', async () => {
  const code = '81222220000000000003';
  const lines = [line({ codes: [code], split: true, quantity: '6', unit: '粒' })];
  for (const documentNo of ['R-8', 'R-9']) {
    const { body } = await api
      .as('a')
      .post('/v1/events')
      .send(of(documentNo, code, { lines }))
      .expect(202);
    expect(decisionsOf(body)).toEqual([]);
  }
});

test('where a repeat blocks, the refusal names the earlier document; a replay is still a replay', async () => {
  const rules = {
    'no-repeats': {
      source: { zh: '地方文件', en: 'Local notice' },
      effectiveFrom: '2025-01-01',
      outcome: 'block' as const,
      when: { repeated: true },
      message: { zh: '该码已售。', en: 'Sold before.' },
    },
  };
  const strict = await createApi({ policy: compilePolicy([{ id: 'p', title: 'P', rules }]), looksForRepeats: true });
  const code = '81222220000000000004';
  await strict.as('a').post('/v1/events').send(of('R-10', code)).expect(202);
  await strict.as('a').post('/v1/events').send(of('R-10', code)).expect(200);
  const { body } = await strict
    .as('a')
    .post('/v1/events')
    .set('Accept-Language', 'en')
    .send(of('R-11', code))
    .expect(422);
  expect(body.errors).toMatchObject([
    { pointer: '/lines/0', code: 'BLOCKED_BY_POLICY', detail: 'Sold before. (2026-01-31, P31010000001, R-10)' },
  ]);
  await strict.close();
});
