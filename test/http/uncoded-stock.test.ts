import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../adapters/contract/index.ts';
import type { LookupOrder, LookupService } from '../../gateway/lookup/index.ts';
import type { TraceEvent } from '../../mappings/model/index.ts';
import { loadPolicy } from '../../mappings/policy/index.ts';
import { line, sale } from '../intake/event.ts';
import { createApi, someId } from './rig.ts';

const asked: LookupOrder[] = [];
const platform: { outcome: Outcome } = { outcome: { type: 'ok', answer: { code: 'XN0001' } } };
const text = { zh: '', en: '' };
const lookups: LookupService = {
  list: (link) =>
    link === 'hunan'
      ? [
          {
            operation: 'virtual-code',
            native: '3592B',
            title: text,
            answers: text,
            params: {},
            example: {},
            cacheMs: 1,
          },
        ]
      : [],
  ask(order) {
    asked.push(order);
    return Promise.resolve({ outcome: platform.outcome, ageMs: 0 });
  },
};

let api: Awaited<ReturnType<typeof createApi>>;
beforeAll(async () => {
  api = await createApi({ policy: await loadPolicy(), over: { lookups } });
});
afterAll(() => api.close());

const institution = 'P43010000001';
const product = { localCode: 'L9', localName: '=复方丹参片', nhsaCode: 'ZA04' };
const item = {
  institution,
  purchaseDocument: 'CG-1',
  product,
  lot: '240301',
  quantity: '5',
  unit: '盒',
  purchasedOn: '2024-08-15',
};
let documents = 0;

async function register(more: object = {}) {
  const { body } = await api
    .as('a')
    .post('/v1/uncoded-stock')
    .send({ items: [{ ...item, ...more }] })
    .expect(200);
  return body.items[0];
}

function uncoded(quantity: string, lot: string, more: Partial<TraceEvent> = {}): TraceEvent {
  documents += 1;
  const lines = [line({ product, quantity, unit: '盒', lot, codes: [], noCodeReason: 'uncoded-stock' })];
  return sale({ documentNo: `U-${documents}`, lines, ...more });
}

const post = (event: TraceEvent) => api.as('a').post('/v1/events').send(event).expect(202);
const rules = (body: { decisions: Array<{ rule: string }> }) => body.decisions.map(({ rule }) => rule);
const remaining = async (id: string) => (await api.as('a').get(`/v1/uncoded-stock/${id}`).expect(200)).body.remaining;

describe('/v1/uncoded-stock', () => {
  test('stock is registered once; the same again is repeated, another quantity is a conflict that changes nothing', async () => {
    const first = await register();
    expect(first).toMatchObject({
      result: 'registered',
      stock: { ...item, adjusted: '0', sold: '0', remaining: '5', registeredBy: 'tenant-a/till 1' },
    });
    expect(await register()).toEqual({ result: 'repeated', stock: first.stock });
    expect(await register({ quantity: '6' })).toEqual({ result: 'conflict', stock: first.stock });
  });

  test.each(['0', '0.0', '-1', '10000000', '1e3'])('a quantity of %s is refused at its place', async (quantity) => {
    const { body } = await api
      .as('a')
      .post('/v1/uncoded-stock')
      .send({ items: [{ ...item, quantity }] })
      .expect(422);
    expect(body.errors[0].pointer).toBe('/items/0/quantity');
  });

  test('a sale takes from it and says so; more than there is, or a lot nobody registered, is warned of', async () => {
    const { stock } = await register({ lot: 'sale' });
    const covered = await post(uncoded('3.5', 'sale'));
    expect(rules(covered.body)).toContain('uncoded-stock-may-settle');
    expect(rules(covered.body)).not.toContain('uncoded-stock-not-registered');
    expect(await remaining(stock.id)).toBe('1.5');
    const over = await post(uncoded('2', 'sale'));
    expect(over.body.decisions).toContainEqual(
      expect.objectContaining({ rule: 'uncoded-stock-not-registered', outcome: 'warn', lines: [0] }),
    );
    expect(rules(over.body)).not.toContain('uncoded-stock-may-settle');
    expect(await remaining(stock.id)).toBe('0');
    expect(rules((await post(uncoded('1', 'nobody'))).body)).toContain('uncoded-stock-not-registered');
  });

  test('what was bought after the duty began, or on no known day, is counted and not exempt; a missing day is added', async () => {
    await register({ lot: 'late', purchasedOn: '2025-07-01' });
    const late = await post(uncoded('1', 'late'));
    expect(late.body.decisions).toContainEqual(
      expect.objectContaining({ rule: 'uncoded-stock-bought-later', outcome: 'warn', lines: [0] }),
    );
    expect(rules(late.body)).toContain('every-code-collected');
    expect(rules(late.body)).not.toContain('uncoded-stock-may-settle');

    await register({ lot: 'undated', purchasedOn: undefined });
    expect(rules((await post(uncoded('1', 'undated'))).body)).toContain('uncoded-stock-bought-later');
    expect(await register({ lot: 'undated' })).toMatchObject({
      result: 'repeated',
      stock: { purchasedOn: '2024-08-15' },
    });
    expect(rules((await post(uncoded('1', 'undated'))).body)).toContain('uncoded-stock-may-settle');
    expect(await register({ lot: 'undated', purchasedOn: '2024-08-16' })).toMatchObject({ result: 'conflict' });
    expect(await register({ lot: 'undated', purchasedOn: undefined })).toMatchObject({ result: 'repeated' });
  });

  test('a purchase in the future is refused at its place', async () => {
    const items = [item, { ...item, lot: 'future', purchasedOn: '2026-02-01' }];
    const { body } = await api.as('a').post('/v1/uncoded-stock').send({ items }).expect(422);
    expect(body.errors).toMatchObject([{ pointer: '/items/1/purchasedOn', code: 'PURCHASED_IN_FUTURE' }]);
    await register({ lot: 'today', purchasedOn: '2026-01-31' });
  });

  test('the stored event keeps the decision, and the same document takes nothing again', async () => {
    const { stock } = await register({ lot: 'again' });
    const event = uncoded('9', 'again');
    const first = await post(event);
    await register({ lot: 'again', purchaseDocument: 'CG-2' });
    const { body } = await api.as('a').post('/v1/events').send(event).expect(200);
    expect(body.decisions).toEqual(first.body.decisions);
    expect(await remaining(stock.id)).toBe('0');
  });

  test('a return gives back; an abandoned sale too', async () => {
    const { stock } = await register({ lot: 'back' });
    await post(uncoded('3', 'back'));
    const returned = await post(uncoded('1', 'back', { kind: 'retail-return', original: { documentNo: 'U-1' } }));
    expect(rules(returned.body)).not.toContain('uncoded-stock-not-registered');
    expect(await remaining(stock.id)).toBe('3');
    const { body } = await post(uncoded('3', 'back', { settlement: { type: 'insured', awaiting: true } }));
    expect(await remaining(stock.id)).toBe('0');
    await api.as('a').post(`/v1/events/${body.id}/abandon`).send({ reason: 'customer left' }).expect(200);
    expect(await remaining(stock.id)).toBe('3');
    const movements = await api.as('a').get(`/v1/uncoded-stock/${stock.id}/movements`).expect(200);
    expect(movements.body.items.map(({ kind, change }: { kind: string; change: string }) => [kind, change])).toEqual(
      expect.arrayContaining([
        ['voided', '3'],
        ['sold', '-3'],
        ['returned', '1'],
        ['sold', '-3'],
      ]),
    );
  });

  test('policy/explain tells it beforehand and takes nothing', async () => {
    const { stock } = await register({ lot: 'why' });
    const explained = async (quantity: string) => {
      const { body } = await api.as('a').post('/v1/policy/explain').send(uncoded(quantity, 'why')).expect(200);
      return body.items.find((one: { rule: string }) => one.rule === 'uncoded-stock-not-registered').applies;
    };
    expect(await explained('5')).toBe(false);
    expect(await explained('6')).toBe(true);
    expect(await remaining(stock.id)).toBe('5');
  });

  test('a correction has a number and a reason, and leaves nothing below zero', async () => {
    const { stock } = await register({ lot: 'fix' });
    const adjust = (body: object, status: number) =>
      api.as('a').post(`/v1/uncoded-stock/${stock.id}/adjust`).send(body).expect(status);
    const correction = { documentNo: 'BS-1', change: '-1.5', reason: '破损' };
    expect((await adjust(correction, 200)).body).toMatchObject({ adjusted: '-1.5', remaining: '3.5' });
    expect((await adjust(correction, 200)).body.remaining).toBe('3.5');
    expect((await adjust({ ...correction, change: '-2' }, 409)).body.code).toBe('STOCK_ADJUSTMENT_CONFLICT');
    expect((await adjust({ ...correction, documentNo: 'BS-2', change: '-3.6' }, 409)).body.code).toBe(
      'STOCK_BELOW_ZERO',
    );
    await adjust({ documentNo: 'BS-3', change: '1' }, 422);
  });

  test('a tenant reaches its own rows only, an operator those of all', async () => {
    const { stock } = await register({ lot: 'mine' });
    const path = `/v1/uncoded-stock/${stock.id}`;
    await api.as('b').get(path).expect(404);
    await api.as('b').get(`${path}/movements`).expect(404);
    await api.as('b').post(`${path}/adjust`).send({ documentNo: 'B', change: '1', reason: 'why' }).expect(404);
    await api.as('b').post(`${path}/virtual-code`).send({ reference: 'R' }).expect(404);
    expect((await api.as('b').get('/v1/uncoded-stock').expect(200)).body.items).toEqual([]);
    expect((await api.as('operator').get(path).expect(200)).body.tenant).toBe('tenant-a');
    await api.as('operator').post(`${path}/adjust`).send({ documentNo: 'O', change: '1', reason: '盘点' }).expect(200);
    expect((await api.as('operator').get('/v1/uncoded-stock?lot=mine').expect(200)).body.items).toHaveLength(1);
    await api.as('a').get(`/v1/uncoded-stock/${someId}`).expect(404);
  });

  test('rows are listed page by page; the report sums products and lots, and is a file for spreadsheets', async () => {
    const shop = 'P43010000099';
    await register({ institution: shop });
    await register({ institution: shop, purchaseDocument: 'CG-2', quantity: '1.25' });
    const query = `institution=${shop}`;
    const page = await api.as('a').get(`/v1/uncoded-stock?${query}&limit=1&open=true`).expect(200);
    const next = await api.as('a').get(`/v1/uncoded-stock?${query}&limit=1&cursor=${page.body.cursor}`).expect(200);
    expect([...page.body.items, ...next.body.items].map(({ purchaseDocument }) => purchaseDocument)).toEqual([
      'CG-2',
      'CG-1',
    ]);
    const { body } = await api.as('a').get(`/v1/uncoded-stock/report?${query}`).expect(200);
    expect(body.items).toEqual([
      {
        product,
        lot: '240301',
        unit: '盒',
        purchases: 2,
        quantity: '6.25',
        adjusted: '0',
        sold: '0',
        remaining: '6.25',
      },
    ]);
    const csv = await api.agent
      .get(`/v1/uncoded-stock/report?${query}&format=csv`)
      .set('Authorization', `Bearer ${api.keys.a.key}`)
      .expect('Content-Type', 'text/csv; charset=utf-8')
      .expect(200);
    expect(csv.text).toBe(
      '\uFEFFinstitution,localCode,localName,nhsaCode,lot,unit,purchases,quantity,adjusted,sold,remaining\r\n' +
        `${shop},L9,'=复方丹参片,ZA04,240301,盒,2,6.25,0,0,6.25\r\n`,
    );
    await api.as('a').get('/v1/uncoded-stock/report').expect(400);
  });
});

describe('a virtual code', () => {
  const directory = { name: '药房', region: '430102', role: 'pharmacy' };
  const links = (ids: readonly string[]) =>
    Object.fromEntries(ids.map((id) => [id, { identity: { shop: 'S' }, credentials: { secret: 'x' } }]));
  const ask = (id: string, body: object) => api.as('a').post(`/v1/uncoded-stock/${id}/virtual-code`).send(body);

  test('is asked for once per pack and kept with the stock', async () => {
    const put = { ...directory, links: links(['hunan', 'maker']) };
    await api.as('a').put(`/v1/institutions/${institution}`).send(put).expect(200);
    const { stock } = await register({ lot: 'virtual' });
    asked.length = 0;
    const first = await ask(stock.id, { reference: 'XS1-1' }).expect(200);
    expect(first.body).toMatchObject({
      outcome: 'ok',
      code: { reference: 'XS1-1', code: 'XN0001', link: 'hunan' },
    });
    expect(asked).toEqual([
      expect.objectContaining({
        link: 'hunan',
        institution,
        params: { localCode: 'L9', localName: '=复方丹参片', nhsaCode: 'ZA04', reference: `${stock.id} XS1-1` },
      }),
    ]);
    platform.outcome = { type: 'ok', answer: { code: 'XN0002' } };
    expect((await ask(stock.id, { reference: 'XS1-1' }).expect(200)).body).toEqual(first.body);
    expect((await ask(stock.id, { reference: 'XS1-2' }).expect(200)).body.code.code).toBe('XN0002');
    const { body } = await api.as('a').get(`/v1/uncoded-stock/${stock.id}`).expect(200);
    expect(body.virtualCodes.map(({ code }: { code: string }) => code)).toEqual(['XN0001', 'XN0002']);
  });

  test('that was not received is an outcome, and nothing is kept', async () => {
    const { stock } = await register({ lot: 'dark' });
    platform.outcome = { type: 'fault', fault: { category: 'unavailable', code: 'LOOKUP_TIMED_OUT' } };
    const { body } = await ask(stock.id, { reference: 'XS2-1' }).expect(200);
    expect(body).toMatchObject({ outcome: 'fault', fault: { code: 'LOOKUP_TIMED_OUT' } });
    expect((await api.as('a').get(`/v1/uncoded-stock/${stock.id}`).expect(200)).body.virtualCodes).toEqual([]);
  });

  test('where no platform of the institution gives them is refused', async () => {
    const { stock } = await register({ lot: 'elsewhere', institution: 'P31010000001' });
    const { body } = await ask(stock.id, { reference: 'XS3-1' }).expect(422);
    expect(body.code).toBe('VIRTUAL_CODE_NOT_SUPPORTED');
    const own = await register({ lot: 'virtual' });
    await ask(own.stock.id, { reference: 'XS3-2', link: 'maker' }).expect(422);
  });
});
