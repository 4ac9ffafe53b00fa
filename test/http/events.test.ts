import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { StoreError } from '../../gateway/store/contract.ts';
import { line, route, sale } from '../intake/event.ts';
import { createApi } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;
let counter = 0;
const fresh = () => {
  counter += 1;
  return sale({ documentNo: `E-${counter}` });
};
/** Sent and found, but personal or secret: must never come back. */
const certNo = '430102199001011234';

beforeAll(async () => {
  api = await createApi();
});
afterAll(() => api.close());

describe('one event', () => {
  test('is accepted with 202, its place, and its deliveries', async () => {
    const reply = await api.as('a').post('/v1/events').send(fresh()).expect(202);
    expect(reply.headers.location).toBe(`/v1/events/${reply.body.id}`);
    expect(reply.body.routes).toEqual(['hunan']);
    expect(reply.body.deliveries).toMatchObject([{ link: 'hunan', primary: true, attempts: 0 }]);
  });

  test('sent again gives 200 and the first result; with other content 409 and nothing changed', async () => {
    const event = fresh();
    const first = await api.as('a').post('/v1/events').send(event).expect(202);
    const again = await api.as('a').post('/v1/events').send(event).expect(200);
    expect(again.body.id).toBe(first.body.id);
    const other = await api
      .as('a')
      .post('/v1/events')
      .send({ ...event, lines: [line({ quantity: '2' })] })
      .expect(409);
    expect(other.body).toMatchObject({ code: 'EVENT_CONFLICT', retryable: false, eventId: first.body.id });
    const found = await api.as('a').get(`/v1/events?documentNo=${event.documentNo}`).expect(200);
    expect(found.body.items).toHaveLength(1);
  });

  test('without a route says so instead of being silent', async () => {
    const lonely = await createApi({ routes: [] });
    const reply = await lonely.as('a').post('/v1/events').send(fresh()).expect(202);
    expect(reply.body).toMatchObject({ routes: 'none', deliveries: [] });
    await lonely.close();
  });

  test('never echoes persons', async () => {
    const event = { ...fresh(), settlement: { type: 'insured', person: { certNo, name: '张三丰' } } };
    const posted = await api.as('a').post('/v1/events').send(event).expect(202);
    const read = await api.as('a').get(`/v1/events/${posted.body.id}`).expect(200);
    expect(posted.text + read.text).not.toMatch(/430102199001011234|张三丰/);
    expect(JSON.stringify(api.logger.lines)).not.toMatch(/430102199001011234|张三丰/);
  });

  test('that intake refuses comes back with pointer and code', async () => {
    const event = { ...fresh(), lines: [line({ codes: ['6901234567892'] })] };
    const reply = await api.as('a').post('/v1/events').send(event).expect(422);
    expect(reply.body.errors).toEqual([
      { in: 'body', pointer: '/lines/0/codes/0', code: 'CODE_IS_GTIN', detail: expect.any(String) },
    ]);
  });
});

describe('fields', () => {
  test.each([
    ['an unknown field', { ...sale(), hasty: 1 }, '/hasty', 'FIELD_UNKNOWN'],
    ['an unknown field of a line', { ...sale(), lines: [{ ...line(), 'a/b': '1' }] }, '/lines/0/a~1b', 'FIELD_UNKNOWN'],
    ['a number for a quantity', { ...sale(), lines: [{ ...line(), quantity: 1 }] }, '/lines/0/quantity', 'FIELD_TYPE'],
    [
      'a number for a code',
      { ...sale(), lines: [{ ...line(), codes: [81853860111704596503n.toString(), 5] }] },
      '/lines/0/codes/1',
      'FIELD_TYPE',
    ],
    ['no lines', { ...sale(), lines: [] }, '/lines', 'FIELD_LENGTH'],
    ['no institution', { ...sale(), institution: undefined }, '/institution', 'FIELD_MISSING'],
    ['a time without offset', { ...sale(), occurredAt: '2026-01-31T11:59:00' }, '/occurredAt', 'FIELD_FORMAT'],
    ['an own __proto__', JSON.parse('{"__proto__":{"kind":"retail-sale"}}'), '/__proto__', 'FIELD_UNKNOWN'],
  ])('%s is refused at its place', async (_name, event, pointer, code) => {
    const reply = await api.as('a').post('/v1/events').send(JSON.stringify(event)).type('json').expect(422);
    expect(reply.body.errors).toContainEqual({ in: 'body', pointer, code, detail: expect.any(String) });
  });

  test('thousands of errors are answered at once and at most a hundred shown', async () => {
    const event = { ...sale(), lines: Array.from({ length: 200_000 }, () => 0) };
    const startedAt = performance.now();
    const reply = await api.as('a').post('/v1/events').send(event).expect(422);
    expect(reply.body.errors.length).toBeLessThanOrEqual(100);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('an array', () => {
  test('gives 207 with one result per item, in order, each standing for itself', async () => {
    const good = fresh();
    const bad = { ...fresh(), lines: [line({ quantity: 'many' })] };
    const reply = await api
      .as('a')
      .post('/v1/events')
      .send([good, bad, good, { ...good, lines: [line({ quantity: '3' })] }])
      .expect(207);
    expect(reply.body.results.map(({ index, status }: { index: number; status: number }) => [index, status])).toEqual([
      [0, 202],
      [1, 422],
      [2, 200],
      [3, 409],
    ]);
    expect(reply.body.results[1].problem.errors[0].pointer).toBe('/lines/0/quantity');
    expect(reply.body.results[2].event.id).toBe(reply.body.results[0].event.id);
  });

  test('takes a sale before its return wherever they stand', async () => {
    const saleOf = fresh();
    const back = { ...fresh(), kind: 'retail-return', original: { documentNo: saleOf.documentNo } };
    const reply = await api.as('a').post('/v1/events').send([back, saleOf]).expect(207);
    const [returned, sold] = reply.body.results;
    expect([returned.status, sold.status]).toEqual([202, 202]);
    expect(sold.event.id < returned.event.id).toBe(true);
  });

  test.each([
    ['empty', 0],
    ['more than 500', 501],
  ])('%s is refused whole', async (_name, length) => {
    const reply = await api.as('a').post('/v1/events').send(Array.from({ length }, fresh)).expect(422);
    expect(reply.body.errors[0]).toMatchObject({ pointer: '', code: 'FIELD_LENGTH' });
  });

  test('takes 500', async () => {
    const reply = await api
      .as('a')
      .post('/v1/events')
      .send(Array.from({ length: 500 }, fresh))
      .expect(207);
    expect(new Set(reply.body.results.map(({ status }: { status: number }) => status))).toEqual(new Set([202]));
  });
});

describe('Prefer: wait', () => {
  test('waits for the primary delivery only, and shows what became of it', async () => {
    const both = await createApi({ routes: [route('hunan', { primary: true }), route('maker')] });
    both.onWait.run = async (id) => {
      await both.store.hold({ link: 'hunan', reason: 'test', since: 0, actor: 'test' });
      return both.store.getDelivery(undefined, id);
    };
    const put = {
      name: 'P',
      region: '430102',
      role: 'pharmacy',
      links: {
        hunan: { identity: { shop: '1' }, credentials: { secret: 's' } },
        maker: { identity: { shop: '1' }, credentials: { secret: 's' } },
      },
    };
    await both.as('a').put('/v1/institutions/P43010000001').send(put).expect(200);
    const reply = await both
      .as('a')
      .post('/v1/events')
      .set('Prefer', 'respond-async, wait=60')
      .send(fresh())
      .expect(202);
    expect(reply.headers['preference-applied']).toBe('wait=10');
    const primary = reply.body.deliveries.find(({ link }: { link: string }) => link === 'hunan');
    expect(both.waits).toEqual([{ id: primary.id, timeoutMs: 10_000 }]);
    expect(primary.state).toBe('held');
    await both.close();
  });

  test('is ignored when it cannot be understood (RFC 7240 §2)', async () => {
    const reply = await api.as('a').post('/v1/events').set('Prefer', 'wait=soon').send(fresh()).expect(202);
    expect(reply.headers['preference-applied']).toBeUndefined();
  });
});

describe('finding events', () => {
  test('by code as scanned, by time, page by page', async () => {
    const own = await createApi();
    const code = '81853860111704599999';
    for (const documentNo of ['1', '2', '3']) {
      await own
        .as('a')
        .post('/v1/events')
        .send(sale({ documentNo, lines: [line({ codes: [code] })] }))
        .expect(202);
    }
    const first = await own.as('a').get(`/v1/events?code=${code}&limit=2`).expect(200);
    expect(first.body.items.map(({ documentNo }: { documentNo: string }) => documentNo)).toEqual(['3', '2']);
    const second = await own.as('a').get(`/v1/events?code=${code}&limit=2&cursor=${first.body.cursor}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ documentNo: '1' }] });
    expect(second.body.cursor).toBeUndefined();
    const later = await own.as('a').get('/v1/events?from=2099-01-01T00:00:00Z').expect(200);
    expect(later.body.items).toEqual([]);
    await own.close();
  });

  test.each([
    ['unknown=1', '/unknown', 'FIELD_UNKNOWN'],
    ['limit=0', '/limit', 'FIELD_VALUE'],
    ['limit=1e2', '/limit', 'FIELD_TYPE'],
    ['limit=5&limit=6', '/limit', 'FIELD_TYPE'],
    ['state[x]=queued', '/state[x]', 'FIELD_UNKNOWN'],
    ['state=lost', '/state', 'FIELD_VALUE'],
    ['from=yesterday', '/from', 'FIELD_FORMAT'],
  ])('?%s is refused', async (query, pointer, code) => {
    const reply = await api.as('a').get(`/v1/events?${query}`).expect(400);
    expect(reply.body.errors).toEqual([{ in: 'query', pointer, code, detail: expect.any(String) }]);
  });

  test('a cursor that is not ours is the caller’s mistake', async () => {
    const reply = await api.as('a').get('/v1/events?cursor=abc').expect(400);
    expect(reply.body.code).toBe('CURSOR_INVALID');
  });
});

describe('a store that cannot write', () => {
  test.each([
    ['full', 507, 'STORE_FULL'],
    ['unavailable', 503, 'STORE_UNAVAILABLE'],
  ] as const)('%s gives %i with Retry-After, never a false 202', async (kind, status, code) => {
    const submit = () => Promise.reject(new StoreError(kind, 'disk /dev/secret broke', { retryAfterS: 7 }));
    const broken = await createApi({ over: { intake: { submit, explain: submit } } });
    const one = await broken.as('a').post('/v1/events').send(fresh()).expect(status);
    expect(one.headers['retry-after']).toBe('7');
    expect(one.body).toMatchObject({ code, retryable: true, retryAfter: 7 });
    expect(one.text).not.toContain('secret');
    const many = await broken.as('a').post('/v1/events').send([fresh()]).expect(207);
    expect(many.body.results).toMatchObject([{ status, problem: { code, retryable: true } }]);
    await broken.close();
  });

  test('a defect of ours is a 500 that tells nobody its message', async () => {
    const submit = () => Promise.reject(new TypeError(`cannot read ${certNo}`));
    const broken = await createApi({ over: { intake: { submit, explain: submit } } });
    for (const body of [fresh(), [fresh()]]) {
      const reply = await broken.as('a').post('/v1/events').send(body).expect(500);
      expect(reply.text).not.toMatch(/cannot read|\.ts|stack/);
    }
    expect(JSON.stringify(broken.logger.lines)).not.toContain(certNo);
    expect(broken.logger.lines.filter(({ level }) => level === 'error')[0]?.fields?.detail).toMatch(/^TypeError at /);
    await broken.close();
  });
});
