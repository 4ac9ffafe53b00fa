import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RequestError } from '../../adapters/contract/index.ts';
import { MappingError } from '../../mappings/engine/index.ts';
import { line, now, route, sale } from '../intake/event.ts';
import { createApi, runtime } from './rig.ts';

const day = 86_400_000;
const certNo = '430102199001011234';
const report = { id: 'SETL-1', visitNo: 'MDTRT-1', person: { no: 'P-1', certNo, name: '张三丰', region: '430102' } };
let time = now;
let counter = 0;
let api: Awaited<ReturnType<typeof createApi>>;

beforeAll(async () => {
  const routes = [route('maker', { primary: true, lines: { codePrefixes: ['8185386'] } }), route('hunan')];
  const links = new Map([demanding(runtime('hunan')), runtime('maker')].map((link) => [link.id, link]));
  api = await createApi({ routes, over: { clock: () => time, links } });
  await complete();
});
afterAll(() => api.close());

/** The link wants the region of a person whose number it is told, as 医保 does, and a price, which no report of a settlement mends. */
function demanding(link: ReturnType<typeof runtime>): ReturnType<typeof runtime> {
  const submit = link.adapter.operations['sale.submit'];
  if (submit === undefined) throw new Error('no submission');
  const refuse = (path: string) => {
    const cause = new MappingError(
      { file: 'f', keyPath: '', chain: [] },
      path,
      'is missing and the platform requires it',
    );
    throw new RequestError('FAKE_REFUSED', cause.message, { cause });
  };
  const buildRequest: typeof submit.buildRequest = (input, context) => {
    const { person } = input?.event.settlement ?? {};
    if (person?.no !== undefined && person.region === undefined) refuse('settlement.person.region');
    refuse('lines[0].unitPrice');
    return submit.buildRequest(input, context);
  };
  const operations = { ...link.adapter.operations, 'sale.submit': { ...submit, buildRequest } };
  return { ...link, adapter: { ...link.adapter, operations } };
}

async function complete() {
  const own = { identity: { shop: '7' }, credentials: { secret: 's' } };
  const put = { name: 'P', region: '430102', role: 'pharmacy', links: { hunan: own, maker: own } };
  await api.as('a').put('/v1/institutions/P43010000001').send(put).expect(200);
}

/** Posts an insured sale that the till has not settled yet. */
async function unsettled(more: Parameters<typeof sale>[0] = {}) {
  counter += 1;
  const settlement = { type: 'insured', awaiting: true } as const;
  const event = sale({ documentNo: `W-${counter}`, settlement, ...more });
  const { body } = await api.as('a').post('/v1/events').set('Prefer', 'wait=5').send(event).expect(202);
  return { event, body, path: `/v1/events/${body.id}` };
}

/** Every link refuses its part of the event. */
async function rejectAll(eventId: string) {
  for (const link of ['maker', 'hunan']) {
    const claim = { link, owner: 'o', limit: 99, now: time, leaseUntil: time + 1 };
    for (const found of await api.store.claim(claim))
      if (found.eventId === eventId) await api.store.settle({ id: found.id, owner: 'o', now: time, state: 'rejected' });
  }
}

const statesOf = (body: { readonly deliveries: ReadonlyArray<{ readonly state: string }> }) =>
  body.deliveries.map(({ state }) => state);

describe('a sale that is not settled yet', () => {
  test('is accepted at once and waits; nobody can send it', async () => {
    const { event, body } = await unsettled();
    expect(body.settlement).toEqual({ state: 'awaiting', overdue: false });
    expect(statesOf(body)).toEqual(['held', 'held']);
    expect(body.deliveries[0].reason).toBe('awaiting-settlement');
    expect(api.waits).toEqual([]);
    const retried = await api.as('operator').post(`/v1/deliveries/${body.deliveries[0].id}/retry`).expect(409);
    expect(retried.body.code).toBe('SETTLEMENT_AWAITED');
    await api.as('operator').post('/v1/links/hunan/isolate').send({ reason: 'maintenance' }).expect(200);
    await api.as('operator').post('/v1/links/hunan/restore').expect(200);
    const again = await api.as('a').post('/v1/events').send(event).expect(200);
    expect([again.body.id, ...statesOf(again.body)]).toEqual([body.id, 'held', 'held']);
  });

  test('gives the till the codes of the link that settles, whether that is the primary or not', async () => {
    const lines = [line(), line({ codes: ['OWN-1'] })];
    const { path } = await unsettled({ lines });
    const { body } = await api.as('a').post(`${path}/settlement-fragment`).expect(200);
    const fragment = { shop: '7', codes: ['81853860111704596503', 'OWN-1'] };
    expect(body).toEqual({ link: 'hunan', profile: 'fake/1', fragment, placement: { shop: 'head', codes: 'rows' } });
    await api.as('a').post(`${path}/settlement-fragment?link=hunan`).expect(200);
    for (const link of ['maker', 'nowhere']) {
      const { body } = await api.as('a').post(`${path}/settlement-fragment?link=${link}`).expect(422);
      expect(body.code).toBe('FRAGMENT_NOT_SUPPORTED');
    }
  });

  test('says why a fragment cannot be made', async () => {
    const { path } = await unsettled({ lines: [line({ codes: [] })] });
    const { body } = await api.as('a').post(`${path}/settlement-fragment`).expect(422);
    expect(body).toMatchObject({ code: 'FRAGMENT_NOT_POSSIBLE', detail: 'NO_CODES: no line carries a trace code' });
    const elsewhere = await unsettled({ institution: { code: 'P-NEW', region: '430102' } });
    const incomplete = await api.as('a').post(`${elsewhere.path}/settlement-fragment`).expect(409);
    expect(incomplete.body.code).toBe('INSTITUTION_INCOMPLETE');
  });
});

describe('reporting the settlement', () => {
  test('queues every delivery, wakes the links, and shows no person', async () => {
    const { path, event } = await unsettled();
    api.woken.length = 0;
    const reported = await api.as('a').post(`${path}/settlement`).send(report).expect(202);
    expect(statesOf(reported.body)).toEqual(['queued', 'queued']);
    expect(reported.body.settlement).toMatchObject({ state: 'settled', at: new Date(time).toISOString() });
    expect(api.woken).toEqual(['maker', 'hunan']);
    expect(reported.text).not.toMatch(/430102199001011234|张三丰/);
    expect(JSON.stringify(api.logger.lines)).not.toMatch(/430102199001011234|张三丰/);
    const again = await api.as('a').post('/v1/events').send(event).expect(200);
    expect(again.body.settlement.state).toBe('settled');
  });

  test('is done once: the same again is 200, another one 409', async () => {
    const { path } = await unsettled();
    await api.as('a').post(`${path}/settlement`).send(report).expect(202);
    const { person: _, ...rest } = report;
    await api
      .as('a')
      .post(`${path}/settlement`)
      .send({ ...rest, person: report.person })
      .expect(200);
    const other = await api
      .as('a')
      .post(`${path}/settlement`)
      .send({ ...report, id: 'SETL-2' })
      .expect(409);
    expect(other.body.code).toBe('SETTLEMENT_CONFLICT');
    const abandoned = await api.as('a').post(`${path}/abandon`).send({ reason: 'too late' }).expect(409);
    expect(abandoned.body.code).toBe('SETTLEMENT_CONFLICT');
  });

  test('waits for the primary delivery when asked to', async () => {
    const { path } = await unsettled();
    api.waits.length = 0;
    const reported = await api.as('a').post(`${path}/settlement`).set('Prefer', 'wait=3').send(report).expect(202);
    expect(reported.headers['preference-applied']).toBe('wait=3');
    expect(api.waits).toEqual([{ id: reported.body.deliveries[0].id, timeoutMs: 3_000 }]);
  });

  test('needs the ids under which an insured sale is uploaded, a self-paid one none', async () => {
    const { path } = await unsettled();
    const { body } = await api.as('a').post(`${path}/settlement`).send({}).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/id' }, { pointer: '/visitNo' }]);
    await api.as('a').post(`${path}/settlement`).send({ type: 'self-pay' }).expect(202);
    const visited = await unsettled({ settlement: { type: 'insured', awaiting: true, visitNo: 'V-1' } });
    await api.as('a').post(`${visited.path}/settlement`).send({ id: 'SETL-3' }).expect(202);
  });

  test('is refused while a link wants more of it, and taken once it is complete', async () => {
    const { path } = await unsettled();
    const { region: _, ...person } = report.person;
    const { body } = await api
      .as('a')
      .post(`${path}/settlement`)
      .send({ ...report, person })
      .expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/person/region', code: 'FIELD_MISSING' }]);
    await api.as('a').post(`${path}/settlement`).send(report).expect(202);
  });

  test('a conflict does not say that something has gone out which every link refused', async () => {
    const { path, body } = await unsettled();
    await api.as('a').post(`${path}/settlement`).send(report).expect(202);
    const conflict = async () => {
      const other = { ...report, id: 'SETL-9' };
      return (await api.as('a').post(`${path}/settlement`).send(other).expect(409)).body;
    };
    expect((await conflict()).detail).toContain('has gone out');
    await rejectAll(body.id);
    expect(await conflict()).toMatchObject({
      code: 'SETTLEMENT_CONFLICT',
      detail: expect.stringContaining('under a new document number'),
    });
  });

  test('is refused for a sale that never waited', async () => {
    const { body } = await api
      .as('a')
      .post('/v1/events')
      .send(sale({ documentNo: 'W-plain' }))
      .expect(202);
    const refused = await api.as('a').post(`/v1/events/${body.id}/settlement`).send(report).expect(409);
    expect(refused.body.code).toBe('NOT_AWAITING_SETTLEMENT');
    const abandoned = await api.as('a').post(`/v1/events/${body.id}/abandon`).send({ reason: 'mistake' }).expect(409);
    expect(abandoned.body.code).toBe('NOT_AWAITING_SETTLEMENT');
  });
});

describe('a sale that did not happen', () => {
  test('is abandoned: nothing goes out, and that stays visible', async () => {
    const { path, event, body } = await unsettled();
    const abandoned = await api.as('a').post(`${path}/abandon`).send({ reason: 'customer left' }).expect(200);
    expect(statesOf(abandoned.body)).toEqual(['cancelled', 'cancelled']);
    expect(abandoned.body.settlement).toMatchObject({ state: 'abandoned', reason: 'customer left' });
    await api.as('a').post(`${path}/abandon`).send({ reason: 'again' }).expect(200);
    const late = await api.as('a').post(`${path}/settlement`).send(report).expect(409);
    expect(late.body).toMatchObject({ code: 'EVENT_ABANDONED', detail: expect.stringContaining('customer left') });
    const again = await api.as('a').post('/v1/events').send(event).expect(200);
    expect([again.body.id, again.body.settlement.state]).toEqual([body.id, 'abandoned']);
    const retried = await api.as('operator').post(`/v1/deliveries/${body.deliveries[0].id}/retry`).expect(409);
    expect(retried.body.code).toBe('STATE_CONFLICT');
    const found = await api.as('a').get('/v1/deliveries?state=cancelled').expect(200);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toContain(body.deliveries[0].id);
  });
});

test('what waits too long is shown as overdue, and is never sent by itself', async () => {
  const { path, body } = await unsettled();
  time = now + day + 1;
  const late = await api.as('a').get(path).expect(200);
  expect(late.body.settlement).toEqual({ state: 'awaiting', overdue: true });
  expect(late.body.warnings).toContain('/settlement: SETTLEMENT_OVERDUE');
  const listed = await api.as('a').get('/v1/events?settlement=awaiting').expect(200);
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toContain(body.id);
  const link = await api.as('operator').get('/v1/links/hunan').expect(200);
  expect(link.body.awaitingSettlement).toMatchObject({ overdue: true, oldestAt: new Date(now).toISOString() });
  expect((await api.as('a').get('/v1/links/hunan').expect(200)).body).not.toHaveProperty('awaitingSettlement');
  const claimed = await api.store.claim({ link: 'hunan', owner: 'o', limit: 99, now: time, leaseUntil: time + 1 });
  expect(claimed.map(({ eventId }) => eventId)).not.toContain(body.id);
  time = now;
});
