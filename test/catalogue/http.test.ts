import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApi } from '../http/rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi();
});
afterAll(() => api.close());

const operator = () => api.as('operator');
const row = {
  prefix: '8200001',
  packLevel: 'small',
  nhsaCode: 'XA1',
  localName: '阿莫西林胶囊',
  source: '核对',
  validFrom: '2026-01-01',
};
const small = '82000010000000000001';
const other = '82000010000000000002';
const box = '82000020000000000001';

describe('products', () => {
  test('are stated by operators, found by everyone by any code, and keep their history', async () => {
    const added = await operator().put('/v1/catalogue/products').send(row).expect(200);
    expect(added.body).toMatchObject({
      result: 'added',
      product: { key: 'prefix:8200001', origin: 'user' },
      conflicts: [],
    });
    await api.as('a').put('/v1/catalogue/products').send(row).expect(403);
    const found = await api.as('a').get(`/v1/catalogue/products?code=${small}`).expect(200);
    expect(found.body.items).toEqual([added.body.product]);
    expect((await api.as('a').get('/v1/catalogue/products?name=阿莫西林').expect(200)).body.items).toHaveLength(1);
    expect((await api.as('a').get('/v1/catalogue/products?code=LOGISTICS').expect(200)).body.items).toEqual([]);

    await operator()
      .put('/v1/catalogue/products')
      .send({ ...row, nhsaCode: 'XA2' })
      .expect(200);
    const { body } = await api.as('a').get('/v1/catalogue/products/prefix:8200001').expect(200);
    expect(body.row).toMatchObject({ nhsaCode: 'XA2' });
    expect(body.statements).toMatchObject([
      { row: { nhsaCode: 'XA1' }, supersededAt: expect.any(String) },
      { row: { nhsaCode: 'XA2' } },
    ]);
    await api.as('a').get('/v1/catalogue/products/prefix:0000000').expect(404);
  });

  test('of no form are refused by column', async () => {
    const wrong = { ...row, prefix: '12', gtin: '6901234567890' };
    const { body } = await operator().put('/v1/catalogue/products').send(wrong).expect(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/prefix', '/gtin']);
    const chinese = await operator().put('/v1/catalogue/products').set('Accept-Language', 'zh').send(wrong).expect(422);
    expect(chinese.body.errors[0].detail).toBe('必须是以8开头的7位数字');
    const keyless = { source: 'x', validFrom: '2026-01-01' };
    await operator().put('/v1/catalogue/products').send(keyless).expect(422);
  });

  test('are imported whole or not at all, tried dry, exported as they were imported', async () => {
    const csv = 'prefix,gtin,source,validFrom\n8200009,6901234567892,表,2026-01-01\n';
    const post = (text: string, query = '') =>
      operator().post(`/v1/catalogue/imports/products${query}`).type('text/csv').send(text).expect(200);
    expect((await post(csv, '?dryRun=true')).body).toMatchObject({ result: 'checked', counts: { added: 1 } });
    const refused = await post(`${csv}82,,表,2026-01-01\n`);
    expect(refused.body).toMatchObject({ result: 'refused', problems: [{ line: 3, column: 'prefix' }] });
    expect((await post(csv)).body).toMatchObject({ result: 'imported', counts: { added: 1 } });
    const exported = await api.agent
      .get('/v1/catalogue/export')
      .set('Authorization', `Bearer ${api.keys.a.key}`)
      .expect(200)
      .expect('Content-Type', /text\/csv/);
    expect(exported.text).toContain('8200009,,6901234567892,');
    expect((await post(exported.text)).body).toMatchObject({ counts: { added: 0, changed: 0 } });
    const { body } = await api.as('a').get('/v1/catalogue/imports').expect(200);
    expect(body.items[0]).toMatchObject({ origin: 'user', format: 'csv', actor: expect.any(String) });
  });

  test('that origins contradict each other on are listed together, until they agree', async () => {
    const statement = {
      id: api.services.newId(),
      importId: api.services.newId(),
      recordedAt: 1,
      disputed: false,
      origin: 'msfx',
    } as const;
    const theirs = { ...statement, prefix: '8200001', nhsaCode: 'XA9', source: '码段', validFrom: '2026-01-01' };
    await api.store.catalogue.putProducts([theirs], { now: 2 });
    const { body } = await api.as('a').get('/v1/catalogue/conflicts').expect(200);
    expect(body.items).toMatchObject([{ key: 'prefix:8200001', statements: [{ origin: 'user' }, { origin: 'msfx' }] }]);
    const settled = await operator()
      .put('/v1/catalogue/products')
      .send({ ...row, nhsaCode: 'XA9' })
      .expect(200);
    expect(settled.body).toMatchObject({ result: 'changed', conflicts: [] });
    expect((await api.as('a').get('/v1/catalogue/conflicts').expect(200)).body.items).toEqual([]);
  });
});

describe('packs', () => {
  const pack = (who: 'a' | 'operator') => api.as(who).get(`/v1/catalogue/packs/${box}`);

  test('come from imports, for everyone', async () => {
    const lines = [small, other].map((code) => JSON.stringify({ code, parent: box, level: 1, lot: 'L1' }));
    const imported = await operator()
      .post('/v1/catalogue/imports/lines')
      .type('application/x-ndjson')
      .send(lines.join('\n'))
      .expect(200);
    expect(imported.body).toMatchObject({ result: 'imported', counts: { added: 2 } });
    expect((await pack('a').expect(200)).body).toMatchObject({ code: box, children: [small, other], level: 2 });
    await api.as('a').get('/v1/catalogue/packs/1234').expect(404);
  });

  test('that two sources put into two parents are listed', async () => {
    const csv = `code,parent\n${small},82000020000000000002\n`;
    const relation = {
      code: small,
      parent: '82000020000000000002',
      origin: 'msfx',
      tenant: 'maker',
      importId: api.services.newId(),
    } as const;
    await api.store.catalogue.putRelations([{ ...relation, recordedAt: 3, disputed: false }], { now: 3 });
    const dry = await operator().post('/v1/catalogue/imports/packs?dryRun=true').type('text/csv').send(csv).expect(200);
    expect(dry.body).toMatchObject({ result: 'checked', counts: { changed: 1 } });
    const conflicts = (who: 'a' | 'operator') => api.as(who).get('/v1/catalogue/conflicts?of=packs').expect(200);
    expect((await conflicts('operator')).body.items).toMatchObject([{ key: `code:${small}`, relations: [{}, {}] }]);
    expect((await conflicts('a')).body.items).toMatchObject([{ relations: [{ origin: 'user' }] }]);
  });
});
