import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createErrorCatalogue } from '../../gateway/http/index.ts';
import type { DeliveryState, Settlement } from '../../gateway/store/contract.ts';
import { now, sale } from '../intake/event.ts';
import { createApi, someId } from './rig.ts';

const catalogue = createErrorCatalogue(
  [
    {
      source: 'link',
      rows: [
        {
          code: 'REPLY_TIMEOUT',
          category: 'unknown-outcome',
          message: { zh: '超时', en: 'No reply in time' },
          hint: { zh: '等待', en: 'Wait' },
        },
      ],
    },
    {
      source: 'fake',
      rows: [
        {
          code: 'NO_SUCH_CODE',
          category: 'rejected',
          message: { zh: '追溯码不存在', en: 'No such code' },
          hint: { zh: '核对', en: 'Scan again' },
        },
      ],
    },
  ],
  [{ code: 'CODE_IS_GTIN', source: 'intake', message: { zh: '这是商品码', en: 'That is a GTIN' } }],
);

let api: Awaited<ReturnType<typeof createApi>>;
let counter = 0;

beforeAll(async () => {
  api = await createApi({ over: { errorCatalogue: catalogue } });
  const links = { hunan: { identity: { shop: '1' }, credentials: { secret: 's' } } };
  const put = { name: 'P', region: '430102', role: 'pharmacy', links };
  await api.as('a').put('/v1/institutions/P43010000001').send(put).expect(200);
});
afterAll(() => api.close());

const anAttempt = {
  operation: 'sale.submit',
  effect: 'write',
  startedAt: now,
  durationMs: 12,
  sent: true,
  outcome: 'fault',
  attemptIds: { message: 'm1' },
  excerpt: 'scrubbed reply',
} as const;

/** @returns the id of a delivery that has come to this end. */
async function deliveryIn(state: Settlement['state'], more: Partial<Settlement> = {}): Promise<string> {
  counter += 1;
  const posted = await api
    .as('a')
    .post('/v1/events')
    .send(sale({ documentNo: `D-${counter}` }))
    .expect(202);
  const id: string = posted.body.deliveries[0].id;
  const claimed = await api.store.claim({ link: 'hunan', owner: 'o', limit: 50, now, leaseUntil: now + 60_000 });
  expect(claimed.map((delivery) => delivery.id)).toContain(id);
  await api.store.settle({ id, owner: 'o', now, state, attempt: anAttempt, ...more });
  return id;
}

const unknown = { category: 'unknown-outcome', code: 'REPLY_TIMEOUT' } as const;

describe('a delivery', () => {
  test('shows its fault in the reader’s language, in the words of its adapter', async () => {
    const fault = { category: 'rejected', code: 'NO_SUCH_CODE', nativeCode: '-7', nativeMessage: '码不存在' } as const;
    const id = await deliveryIn('rejected', { fault });
    const find = (language: string) =>
      api.as('a').get('/v1/deliveries?state=rejected').set('Accept-Language', language);
    const zh = (await find('zh-CN').expect(200)).body.items.find((item: { id: string }) => item.id === id);
    expect(zh.fault).toEqual({ ...fault, actor: 'pos-vendor', message: '追溯码不存在', hint: '核对' });
    const en = (await find('en').expect(200)).body.items.find((item: { id: string }) => item.id === id);
    expect(en.fault).toMatchObject({ message: 'No such code', hint: 'Scan again' });
  });

  test('whose outcome is unknown tells where to check', async () => {
    const id = await deliveryIn('unknown', { fault: unknown, unknownSince: now });
    const { body } = await api.as('a').get('/v1/deliveries?state=unknown').expect(200);
    const found = body.items.find((item: { id: string }) => item.id === id);
    expect(found.fault).toMatchObject({ message: 'No reply in time', hint: 'check there', actor: 'reconciler' });
  });

  test('lists its attempts; the platform’s reply is for operators', async () => {
    const id = await deliveryIn('parked', { fault: unknown });
    const own = await api.as('a').get(`/v1/deliveries/${id}/attempts`).expect(200);
    expect(own.body.items).toMatchObject([{ operation: 'sale.submit', attemptIds: { message: 'm1' }, sent: true }]);
    expect(own.body.items[0]).not.toHaveProperty('excerpt');
    const operators = await api.as('operator').get(`/v1/deliveries/${id}/attempts`).expect(200);
    expect(operators.body.items[0].excerpt).toBe('scrubbed reply');
  });

  test('that does not exist is not found', async () => {
    await api.as('operator').get(`/v1/deliveries/${someId}/attempts`).expect(404);
    await api.as('operator').post(`/v1/deliveries/${someId}/retry`).expect(404);
  });
});

describe('retry', () => {
  const retry = (id: string, body?: object, who: 'a' | 'operator' = 'a') => {
    const request = api.as(who).post(`/v1/deliveries/${id}/retry`);
    return body === undefined ? request : request.send(body);
  };

  test.each([
    ['parked before anything was sent', 'parked', {}, 'queued'],
    ['rejected', 'rejected', { fault: { category: 'rejected', code: 'X' } }, 'queued'],
    ['parked with an unknown outcome: enquires first, never sends blindly', 'parked', { fault: unknown }, 'unknown'],
    ['unknown', 'unknown', { unknownSince: now }, 'unknown'],
  ] as const)('%s', async (_name, state: Settlement['state'], more: Partial<Settlement>, becomes: DeliveryState) => {
    const id = await deliveryIn(state, more);
    api.woken.length = 0;
    const reply = await retry(id).expect(202);
    expect(reply.body).toMatchObject({ id, state: becomes });
    expect(api.woken).toEqual(['hunan']);
  });

  test.each([
    ['of unknown fate', { fault: unknown }],
    ['after the retry period', {}],
    ['after its enquiry failed', { fault: { category: 'unavailable', code: 'X' } }],
  ] as const)('one that the platform had accepted, parked %s, is asked for as such', async (_name, more) => {
    const id = await deliveryIn('parked', { ...more, attempt: { ...anAttempt, outcome: 'accepted-pending' } });
    expect((await retry(id).expect(202)).body.state).toBe('pending');
  });

  test('one that the platform had accepted is sent only by the word of an operator', async () => {
    const id = await deliveryIn('parked', { attempt: { ...anAttempt, outcome: 'accepted-pending' } });
    expect((await retry(id, { confirmedAbsent: true }, 'operator').expect(202)).body.state).toBe('queued');
  });

  test('a delivered one cannot be taken up again', async () => {
    const reply = await retry(await deliveryIn('delivered', { receipt: 'R' })).expect(409);
    expect(reply.body.code).toBe('STATE_CONFLICT');
  });

  test('only an operator may state that the record is not at the platform; then it is sent without asking', async () => {
    const id = await deliveryIn('parked', { fault: unknown });
    expect((await retry(id, { confirmedAbsent: true }).expect(403)).body.code).toBe('ROLE_REQUIRED');
    expect((await retry(id, { confirmedAbsent: true }, 'operator').expect(202)).body.state).toBe('queued');
  });

  test('unknown fields are refused', async () => {
    await retry(someId, { force: true }).expect(422);
  });
});

describe('links', () => {
  test('are listed with their health; isolating holds, restoring frees and wakes', async () => {
    const list = await api.as('a').get('/v1/links').expect(200);
    expect(list.body.items.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      ['hunan', 'healthy'],
      ['maker', 'healthy'],
    ]);
    await api.as('operator').post('/v1/links/maker/isolate').send({ reason: 'certificate change' }).expect(200);
    const own = await api.as('a').get('/v1/links/maker').expect(200);
    expect(own.body).toMatchObject({ status: 'isolated', isolated: { since: expect.any(String) } });
    expect(own.text).not.toContain('certificate change');
    const seen = await api.as('operator').get('/v1/links/maker').expect(200);
    expect(seen.body.isolated).toMatchObject({ reason: 'certificate change', actor: 'ops/night' });
    api.woken.length = 0;
    const restored = await api.as('operator').post('/v1/links/maker/restore').expect(200);
    expect(restored.body.status).toBe('healthy');
    expect(api.woken).toEqual(['maker']);
  });

  test('one institution on hold degrades the link for operators to see, and is put back alone', async () => {
    const body = { reason: 'wrong credential', institution: 'P9' };
    const held = await api.as('operator').post('/v1/links/maker/isolate').send(body).expect(200);
    expect(held.body).toMatchObject({ status: 'degraded', holds: [{ institution: 'P9', tenant: expect.any(String) }] });
    const freed = await api.as('operator').post('/v1/links/maker/restore').send({ institution: 'P9' }).expect(200);
    expect(freed.body).toMatchObject({ status: 'healthy', holds: [] });
  });

  test('isolating recalls what was claimed ahead and not begun', async () => {
    api.recalled.length = 0;
    await api.as('operator').post('/v1/links/hunan/isolate').send({ reason: 'maintenance' }).expect(200);
    expect(api.recalled).toEqual(['hunan']);
    await api.as('operator').post('/v1/links/hunan/restore').expect(200);
  });

  test('isolating needs a reason', async () => {
    const reply = await api.as('operator').post('/v1/links/maker/isolate').send({}).expect(422);
    expect(reply.body.errors).toMatchObject([{ pointer: '/reason', code: 'FIELD_MISSING' }]);
  });

  test('a probe says what it came to', async () => {
    const probe = () =>
      api.as('operator').post('/v1/links/hunan/probe').send({ institution: 'P43010000001', tenant: 'tenant-a' });
    expect((await probe().expect(200)).body).toEqual({ outcome: 'ok', durationMs: 3 });
    api.probe.outcome = { type: 'fault', fault: { category: 'auth', code: 'SIGN_IN_REFUSED' } };
    expect((await probe().expect(200)).body).toMatchObject({
      outcome: 'fault',
      fault: { code: 'SIGN_IN_REFUSED', actor: 'rollout' },
    });
    await api.as('operator').post('/v1/links/hunan/probe').send({ institution: 'P43010000001' }).expect(404);
  });

  test('capabilities name operations, limits, undo and what identity and credentials are needed', async () => {
    const { body } = await api.as('a').get('/v1/links/hunan/capabilities').expect(200);
    expect(body).toMatchObject({
      link: 'hunan',
      adapter: 'fake',
      profile: { id: 'fake/1' },
      identity: { required: ['shop'] },
    });
    expect(body.operations).toContainEqual(
      expect.objectContaining({ id: 'sale.submit', effect: 'write', resend: 'unsafe', enquiry: 'sale.query' }),
    );
    await api.as('a').get('/v1/links/nowhere/capabilities').expect(404);
  });
});

describe('institutions', () => {
  test('a CSV is imported whole or not at all', async () => {
    const csv = 'code,name,region,role,link,identity.shop,credentials.secret\nS1,一号店,430102,pharmacy,hunan,1,x\n';
    const send = (text: string) => api.as('a').post('/v1/institutions/import').type('text/csv').send(text);
    expect((await send(csv).expect(200)).body).toEqual({ institutions: 1 });
    expect((await api.as('a').get('/v1/institutions/S1').expect(200)).body.name).toBe('一号店');
    const bad = await send(`${csv}S2,二号店,43,pharmacy,hunan,1,x\n`).expect(422);
    expect(bad.body.errors).toMatchObject([{ in: 'body', pointer: '/rows/3/region' }]);
    await api.as('a').get('/v1/institutions/S2').expect(404);
  });

  test('putting one wakes its links', async () => {
    api.woken.length = 0;
    const links = { maker: { identity: { shop: '1' }, credentials: { secret: 's' } } };
    const body = { name: 'P', region: '430102', role: 'pharmacy', links };
    await api.as('a').put('/v1/institutions/S3').send(body).expect(200);
    expect(api.woken).toEqual(['maker']);
    const wrong = await api
      .as('a')
      .put('/v1/institutions/S3')
      .send({ ...body, code: 'S4' })
      .expect(422);
    expect(wrong.body.errors).toMatchObject([{ pointer: '/code', code: 'FIELD_UNKNOWN' }]);
  });
});

test('the error catalogue lists codes of the API, of intake and of the links, in both languages', async () => {
  const en = await api.as('a').get('/v1/errors').expect(200);
  const zh = await api.as('a').get('/v1/errors').set('Accept-Language', 'zh').expect(200);
  const find = (items: Array<{ code: string }>, code: string) => items.find((item) => item.code === code);
  expect(find(en.body.items, 'EVENT_CONFLICT')).toMatchObject({ source: 'api', status: 409 });
  expect(find(en.body.items, 'CODE_IS_GTIN')).toMatchObject({ source: 'intake' });
  expect(find(zh.body.items, 'NO_SUCH_CODE')).toMatchObject({
    source: 'fake',
    category: 'rejected',
    actor: 'pos-vendor',
    message: '追溯码不存在',
  });
});
