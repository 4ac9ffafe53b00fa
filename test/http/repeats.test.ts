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
const wuxi = { institution: { code: 'P32020000001', region: '320200' } } as const;
const of = (documentNo: string, code: string, more: object = {}) =>
  sale({ documentNo, lines: [line({ codes: [code] })], ...shanghai, ...more });

/** The platform refuses the event. */
async function reject({ store }: typeof api, eventId: string): Promise<void> {
  const order = { link: 'hunan', owner: 'x', limit: 1_000, now: Date.now(), leaseUntil: Date.now() + 60_000 };
  const id = (await store.claim(order)).find((claimed) => claimed.eventId === eventId)?.id ?? '';
  expect(await store.settle({ id, owner: 'x', now: Date.now(), state: 'rejected' })).toBe('rejected');
}

const decisionsOf = (body: { decisions: Array<{ rule: string; outcome: string }> }) =>
  body.decisions.flatMap(({ rule, outcome }) => (rule === 'one-pack-one-sale' ? [outcome] : []));

test('a repeat is decided by the region, and told: the own document plainly, another tenant’s by its province', async () => {
  const [code, mistyped] = ['81222220000000000001', '81222220000000000011'];
  await api.as('a').post('/v1/events').send(of('R-0', mistyped)).expect(202);
  const first = await api.as('a').post('/v1/events').send(of('R-1', code)).expect(202);
  expect(decisionsOf(first.body)).toEqual([]);
  const again = await api.as('a').post('/v1/events').send(of('R-2', code)).expect(202);
  expect(decisionsOf(again.body)).toEqual(['warn']);
  expect(again.body.warnings).toEqual(['/lines/0/codes/0: SOLD_BEFORE (2026-01-31，P31010000001，R-1)']);
  const unlisted = await api.as('b').post('/v1/events').send(of('R-3a', mistyped)).expect(202);
  expect(unlisted.body.warnings).toEqual([]);
  await api.list('a', shanghai.institution.code);
  const stranger = await api
    .as('b')
    .post('/v1/events')
    .send(of('R-3', code, wuxi))
    .expect(202);
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

test('a late document is judged by what happened before it', async () => {
  const code = '81222220000000000005';
  const at = (day: number) => ({ occurredAt: `2026-01-${day}T10:00:00+08:00` });
  const post = (documentNo: string, more: object) =>
    api
      .as('a')
      .post('/v1/events')
      .send(of(documentNo, code, more))
      .expect(202);
  await post('R-20', { kind: 'retail-return', ...at(21) });
  await post('R-21', at(22));
  const late = await post('R-22', at(20));
  expect(decisionsOf(late.body)).toEqual([]);
  expect(late.body.warnings).toEqual([]);
  const after = await post('R-23', at(23));
  expect(decisionsOf(after.body)).toEqual(['warn']);
});

test('a correction of a refused document under another number repeats nothing', async () => {
  const code = '81222220000000000006';
  const refused = await api.as('a').post('/v1/events').send(of('R-30', code)).expect(202);
  await reject(api, refused.body.id);
  const corrected = await api.as('a').post('/v1/events').send(of('R-31', code)).expect(202);
  expect(decisionsOf(corrected.body)).toEqual([]);
  expect(corrected.body.warnings).toEqual([]);
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

test('pieces of a pack that was sold whole, or opened elsewhere, are repeats and never called lawful', async () => {
  const pieces = (code: string, more: object = {}) => ({
    lines: [line({ codes: [code], split: true, quantity: '6', unit: '粒' })],
    ...more,
  });
  const post = async (documentNo: string, code: string, more: object = {}) => {
    const { body } = await api
      .as('a')
      .post('/v1/events')
      .send(of(documentNo, code, more))
      .expect(202);
    return body.decisions.map(({ rule }: { rule: string }) => rule);
  };
  const [whole, split] = ['81222220000000000007', '81222220000000000008'];
  await post('R-40', whole);
  const afterWhole = await post('R-41', whole, pieces(whole));
  expect(afterWhole).toContain('one-pack-one-sale');
  expect(afterWhole).not.toContain('split-pack-may-repeat');
  expect(await post('R-42', split, pieces(split))).toContain('split-pack-may-repeat');
  expect(await post('R-43', split, pieces(split, wuxi))).toContain('one-pack-one-sale');
  expect(await post('R-44', split)).toContain('one-pack-one-sale');
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
  // A refused document is corrected under another number: the way out of the refusal.
  const wrong = '81222220000000000010';
  await strict.list('a', shanghai.institution.code);
  const refused = await strict.as('a').post('/v1/events').send(of('R-16', wrong)).expect(202);
  await reject(strict, refused.body.id);
  await strict.as('a').post('/v1/events').send(of('R-17', wrong)).expect(202);
  await strict.as('a').post('/v1/events').send(of('R-18', wrong)).expect(422);
  await strict.as('a').post('/v1/events').send(of('R-16', wrong)).expect(200);
  // Late documents and other tenants' words warn: the goods have left, and nobody stops another's till.
  const late = { occurredAt: '2026-01-20T10:00:00+08:00' };
  const old = '81222220000000000009';
  await strict
    .as('a')
    .post('/v1/events')
    .send(of('R-12', old, late))
    .expect(202);
  const warned = await strict
    .as('a')
    .post('/v1/events')
    .send(of('R-13', old, late))
    .expect(202);
  expect(warned.body.decisions).toMatchObject([{ rule: 'no-repeats', outcome: 'warn' }]);
  const told = await strict.as('b').post('/v1/events').send(of('R-14', code)).expect(202);
  expect(told.body.decisions).toMatchObject([{ rule: 'no-repeats', outcome: 'warn' }]);
  // B's own repeat blocks again. R-10 sent again stays a replay although B has sold the pack since.
  await strict.as('b').post('/v1/events').send(of('R-15', code)).expect(422);
  await strict.as('a').post('/v1/events').send(of('R-10', code)).expect(200);
  // An opened pack may have been passed on: pieces after pieces of another shop are told, pieces of a pack sold whole refused.
  const pieces = (pack: string) => ({ lines: [line({ codes: [pack], split: true, quantity: '6', unit: '粒' })] });
  const opened = '81222220000000000012';
  await strict
    .as('a')
    .post('/v1/events')
    .send(of('R-50', opened, pieces(opened)))
    .expect(202);
  const there = await strict
    .as('a')
    .post('/v1/events')
    .send(of('R-51', opened, { ...pieces(opened), ...wuxi }))
    .expect(202);
  expect(there.body.decisions).toMatchObject([{ rule: 'no-repeats', outcome: 'warn' }]);
  expect(there.body.warnings).toEqual(['/lines/0/codes/0: SOLD_BEFORE (2026-01-31，P31010000001，R-50)']);
  await strict.as('a').post('/v1/events').send(of('R-52', opened)).expect(422);
  await strict
    .as('a')
    .post('/v1/events')
    .send(of('R-53', code, { ...pieces(code), ...wuxi }))
    .expect(422);
  await strict.close();
});
