import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newKey } from '../../gateway/http/index.ts';
import { loadDocument } from '../../gateway/http/openapi/document.ts';
import { type Operation, readOperations } from '../../gateway/http/openapi/operations.ts';
import { StoreError } from '../../gateway/store/contract.ts';
import { line, sale } from '../intake/event.ts';
import { createApi } from './rig.ts';

const operations = readOperations(loadDocument()).filter(({ tag }) => tag !== 'ops');
const guarded = operations.filter(({ open }) => !open);
const bodies: Readonly<Record<string, object | string>> = {
  postEvents: sale({ documentNo: 'A-other' }),
  registerStock: {
    items: [
      {
        institution: 'P43010000001',
        purchaseDocument: 'CG-2',
        product: { localCode: 'L', localName: 'N' },
        lot: '1',
        quantity: '1',
      },
    ],
  },
  adjustStock: { documentNo: 'TZ-1', change: '1', reason: 'counted' },
  askVirtualCode: { reference: 'XS1-1' },
  retryDelivery: {},
  reportSettlement: { id: 'SETL-1', visitNo: 'V-1' },
  abandonEvent: { reason: 'not sold' },
  withdrawEvent: { reason: 'by mistake' },
  withdrawDelivery: { reason: 'by mistake' },
  isolateLink: { reason: 'maintenance' },
  restoreLink: {},
  probeLink: { institution: 'P43010000001' },
  putInstitution: { name: 'P', region: '430102', role: 'pharmacy', links: {} },
  importInstitutions: 'code,name,region,role,link\n',
  putProduct: { prefix: '8123456', source: 'x', validFrom: '2026-01-01' },
  importProducts: 'prefix,source,validFrom\n',
  importRelations: 'code\n',
};

let api: Awaited<ReturnType<typeof createApi>>;
const soldCode = 'SOLD-BY-A';
let eventId = '';
let deliveryId = '';
let stockId = '';

beforeAll(async () => {
  api = await createApi();
  const posted = await api
    .as('a')
    .post('/v1/events')
    .send(sale({ documentNo: 'A-1', lines: [line({ codes: [soldCode] })] }))
    .expect(202);
  const relation = { code: soldCode, tenant: 'tenant-a', origin: 'pack-event', importId: posted.body.id } as const;
  await api.store.catalogue.putRelations([{ ...relation, level: 1, recordedAt: 1, disputed: false }], { now: 1 });
  eventId = posted.body.id;
  deliveryId = posted.body.deliveries[0].id;
  const stock = { institution: 'P43010000001', purchaseDocument: 'CG-1', lot: '1', quantity: '1' };
  const product = { localCode: 'L', localName: 'N' };
  const registered = await api
    .as('a')
    .post('/v1/uncoded-stock')
    .send({ items: [{ ...stock, product }] });
  stockId = registered.body.items[0].stock.id;
  const links = { hunan: { identity: { shop: '7' }, credentials: { secret: 'hush-hush' } } };
  await api
    .as('a')
    .put('/v1/institutions/SHOP-A')
    .send({ name: 'A', region: '430102', role: 'pharmacy', links })
    .expect(200);
});
afterAll(() => api.close());

function idOf(path: string): string {
  if (path.startsWith('/v1/uncoded-stock')) return stockId;
  return path.startsWith('/v1/deliveries') ? deliveryId : eventId;
}

function pathOf({ path }: Operation): string {
  return path
    .replace('{link}', 'hunan')
    .replace('{code}', /^\/v1\/(codes|catalogue)\//.test(path) ? soldCode : 'SHOP-A')
    .replace('{id}', idOf(path));
}

function call(operation: Operation, key: Record<string, string>) {
  const request = api.agent[operation.method](pathOf(operation)).set(key);
  const body = bodies[operation.id];
  if (body === undefined) return request;
  return request.type(typeof body === 'string' ? 'text/csv' : 'json').send(body);
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

describe('API2: every route but the documents needs a key', () => {
  test.each(guarded)('$method $path', async (operation) => {
    const none = await call(operation, {});
    expect(none.status).toBe(401);
    expect(none.body.code).toBe('KEY_REQUIRED');
    expect(none.headers['www-authenticate']).toMatch(/^Bearer /);
    const forged = newKey('tenant-a', 'operator', '').key;
    for (const key of [bearer(forged), bearer('thk_short'), { 'X-Api-Key': forged }]) {
      const reply = await call(operation, key);
      expect([reply.status, reply.body.code]).toEqual([401, 'KEY_UNKNOWN']);
      expect(reply.text).not.toContain(forged);
    }
  });

  test('the body of a stranger is not read', async () => {
    const reply = await api.agent.post('/v1/events').type('json').send('{"broken').expect(401);
    expect(reply.body.code).toBe('KEY_REQUIRED');
  });

  test('X-Api-Key opens as well as Authorization', async () => {
    await api.agent.get('/v1/links').set('X-Api-Key', api.keys.a.key).expect(200);
  });

  test('a new key works at once although it was refused before', async () => {
    const late = newKey('tenant-c', 'tenant', '');
    await api.agent.get('/v1/links').set(bearer(late.key)).expect(401);
    await api.store.putKey(late.record);
    await api.agent.get('/v1/links').set(bearer(late.key)).expect(200);
  });

  test('a store that cannot look the key up gives 503, not 401', async () => {
    const findKey = () => Promise.reject(new StoreError('unavailable', 'gone'));
    const broken = await createApi({ over: { store: { ...api.store, findKey } } });
    const reply = await broken.agent.get('/v1/links').set(bearer(broken.keys.a.key)).expect(503);
    expect(reply.headers['retry-after']).toBe('5');
    await broken.close();
  });
});

describe('API1: another tenant’s things are not found', () => {
  const named = guarded.filter(({ path }) => path.includes('{id}') || path.includes('{code}'));
  test.each(named.filter(({ method }) => method !== 'put'))('$method $path', async (operation) => {
    expect((await call(operation, bearer(api.keys.b.key))).status).toBe(404);
    expect((await call(operation, bearer(api.keys.a.key))).status).not.toBe(404);
  });

  test('nor listed', async () => {
    const own = await api.as('a').get('/v1/deliveries').expect(200);
    expect(own.body.items.length).toBeGreaterThan(0);
    for (const path of ['/v1/deliveries', '/v1/events', '/v1/events?documentNo=A-1']) {
      expect((await api.as('b').get(path).expect(200)).body.items).toEqual([]);
    }
  });

  test('putting an institution of the same code makes one of one’s own', async () => {
    const body = { name: 'B', region: '440100', role: 'hospital', links: {} };
    await api.as('b').put('/v1/institutions/SHOP-A').send(body).expect(200);
    expect((await api.as('a').get('/v1/institutions/SHOP-A').expect(200)).body.name).toBe('A');
  });

  test('an operator sees the deliveries of all, with whose they are', async () => {
    const all = await api.as('operator').get('/v1/deliveries?link=hunan').expect(200);
    expect(all.body.items).toContainEqual(expect.objectContaining({ id: deliveryId, tenant: 'tenant-a' }));
    const own = await api.as('a').get('/v1/deliveries').expect(200);
    expect(own.body.items[0]).not.toHaveProperty('tenant');
  });
});

describe('API5: roles', () => {
  test.each(guarded.filter(({ role }) => role === 'operator'))('$method $path needs an operator', async (operation) => {
    const reply = await call(operation, bearer(api.keys.a.key));
    expect([reply.status, reply.body.code]).toEqual([403, 'ROLE_REQUIRED']);
    expect((await call(operation, bearer(api.keys.operator.key))).status).not.toBe(403);
  });

  test('the operations that touch all tenants are exactly these', () => {
    expect(guarded.filter(({ role }) => role === 'operator').map(({ id }) => id)).toEqual([
      'isolateLink',
      'restoreLink',
      'probeLink',
      'putProduct',
      'importProducts',
      'importRelations',
      'importCatalogueLines',
    ]);
  });
});

test('API3: credentials and endpoints do not come back', async () => {
  const institution = await api.as('a').get('/v1/institutions/SHOP-A').expect(200);
  expect(institution.body.links).toEqual({ hunan: { identity: { shop: '7' }, hasCredentials: true } });
  const link = await api.as('a').get('/v1/links/hunan').expect(200);
  for (const field of ['endpoint', 'deliveries', 'holds']) expect(link.body).not.toHaveProperty(field);
  expect((await api.as('operator').get('/v1/links/hunan').expect(200)).body).toHaveProperty('endpoint');
  expect(JSON.stringify(api.logger.lines)).not.toContain('hush-hush');
});
