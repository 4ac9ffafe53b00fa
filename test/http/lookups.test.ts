import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi();
  const entry = { name: '药店', region: '430100', role: 'pharmacy', links: {} };
  await api.as('a').put('/v1/institutions/PH1').send(entry).expect(200);
});
afterAll(() => api.close());
beforeEach(() => {
  api.asked.length = 0;
  api.lookup.outcome = { type: 'ok', answer: { name: 'x' } };
});

const ask = (body: object, path = '/v1/links/maker/lookups/code-name') => api.as('a').post(path).send(body);

describe('what may be asked', () => {
  test('is listed with parameters, an example, and how long an answer holds', async () => {
    const { body } = await api.as('a').get('/v1/links/maker/lookups').set('Accept-Language', 'en').expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        operation: 'code-name',
        title: 'Name of a code',
        cacheMs: 60_000,
        example: { code: '8' },
      }),
    ]);
  });

  test('may be nothing; a link that does not exist is not found', async () => {
    expect((await api.as('a').get('/v1/links/hunan/lookups').expect(200)).body).toEqual({ items: [] });
    await api.as('a').get('/v1/links/none/lookups').expect(404);
  });
});

describe('asking', () => {
  test('answers with the age of the answer', async () => {
    const { body } = await ask({ institution: 'PH1', params: { code: '1' } }).expect(200);
    expect(body).toMatchObject({ outcome: 'ok', ageMs: 0, answer: { name: 'x' } });
    expect(api.asked).toEqual([
      { tenant: 'tenant-a', institution: 'PH1', operation: 'code-name', params: { code: '1' } },
    ]);
    await ask({ institution: 'PH1', params: { code: '1' } }).expect(200);
    expect(api.asked).toHaveLength(1);
  });

  test('a platform that fails is an outcome', async () => {
    api.lookup.outcome = { type: 'fault', fault: { category: 'unavailable', code: 'X' } };
    const { body } = await ask({ institution: 'PH1', params: { code: '2' } }).expect(200);
    expect(body).toMatchObject({ outcome: 'fault', fault: { category: 'unavailable', code: 'X' } });
    api.lookup.outcome = { type: 'not-found' };
    expect((await ask({ institution: 'PH1', params: { code: '2' } }).expect(200)).body.outcome).toBe('not-found');
  });

  test('wrong parameters are named at their place', async () => {
    const { body } = await ask({ institution: 'PH1', params: { colour: 'x' } }).expect(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/params/code',
      '/params/colour',
    ]);
    expect(api.asked).toHaveLength(0);
  });

  test('an operation that is no look-up, and an institution of nobody or of another tenant, are not found', async () => {
    await ask({ institution: 'PH1' }, '/v1/links/maker/lookups/ping').expect(404);
    await ask({ institution: 'PH1' }, '/v1/links/none/lookups/code-name').expect(404);
    await ask({ institution: 'PH2', params: { code: '1' } }).expect(404);
    const other = api.as('b').post('/v1/links/maker/lookups/code-name');
    await other.send({ institution: 'PH1', params: { code: '1' } }).expect(404);
    expect(api.asked).toHaveLength(0);
  });
});
