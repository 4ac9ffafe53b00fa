import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseIdempotencyKey } from '../../gateway/http/idempotency-key.ts';
import { StoreError } from '../../gateway/store/contract.ts';
import { line, sale } from '../intake/event.ts';
import { createApi } from './rig.ts';

interface Vector {
  readonly id: string;
  readonly header: string | null;
  readonly valid: boolean;
  readonly key?: string;
}

const vectors: { headerVectors: Vector[] } = JSON.parse(
  readFileSync('test/fixtures/http/idempotency-key.json', 'utf8'),
);
/** Where we differ from the draft's syntax by policy: bare tokens are taken, the empty key is not; no header, no key. */
const policy: Readonly<Record<string, string | undefined>> = {
  'hdr-bare-token': '8e03978e-40d5-43e8-bc93-6894a57f9324',
  'hdr-number': '42',
  'hdr-empty-string': undefined,
};

describe('header vectors of the draft', () => {
  test.each(vectors.headerVectors.filter(({ header }) => header !== null))('$id', ({ id, header, key }) => {
    const expected = id in policy ? policy[id] : key;
    const parse = () => parseIdempotencyKey(header ?? undefined);
    if (expected === undefined) expect(parse).toThrow('IDEMPOTENCY_KEY_INVALID');
    else expect(parse()).toBe(expected);
  });

  test('no header means no key', () => expect(parseIdempotencyKey(undefined)).toBeUndefined());
  test('a key longer than 255 is refused', () => expect(() => parseIdempotencyKey('k'.repeat(256))).toThrow());
});

describe('enforcement', () => {
  let api: Awaited<ReturnType<typeof createApi>>;
  let counter = 0;
  const fresh = () => {
    counter += 1;
    return sale({ documentNo: `I-${counter}` });
  };
  const post = (key: string, body: unknown, who: 'a' | 'b' = 'a') =>
    api.as(who).post('/v1/events').set('Idempotency-Key', key).type('json').send(JSON.stringify(body));

  beforeAll(async () => {
    api = await createApi();
  });
  afterAll(() => api.close());

  test('s2: a repeat gives the first reply byte for byte, and is marked', async () => {
    const event = fresh();
    const first = await post('"s2"', event).expect(202);
    const again = await post('s2', event).expect(202);
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(first.headers['idempotency-replayed']).toBeUndefined();
  });

  test('s3: a decided refusal is replayed too', async () => {
    const event = fresh();
    await post('"s3-a"', event).expect(202);
    const other = { ...event, lines: [line({ quantity: '9' })] };
    const first = await post('"s3"', other).expect(409);
    const again = await post('"s3"', other).expect(409);
    expect(again.text).toBe(first.text);
    expect(again.type).toBe('application/problem+json');
  });

  test('s4: other content under one key is refused with 422', async () => {
    await post('"s4"', fresh()).expect(202);
    const reply = await post('"s4"', fresh()).expect(422);
    expect(reply.body.title).toBe('Idempotency-Key is already used');
  });

  test('s5: while the first request runs, a second gets 409 and when to ask again', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered = () => {};
    const running = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const slow = await createApi({
      over: {
        intake: {
          ...api.services.intake,
          async submit() {
            entered();
            await gate;
            return { type: 'conflict', eventId: 'x' };
          },
        },
      },
    });
    const event = fresh();
    const first = slow
      .as('a')
      .post('/v1/events')
      .set('Idempotency-Key', '"s5"')
      .send(event)
      .then((reply) => reply);
    await running;
    const second = await slow.as('a').post('/v1/events').set('Idempotency-Key', '"s5"').send(event).expect(409);
    expect(second.body).toMatchObject({
      title: 'A request is outstanding for this Idempotency-Key',
      code: 'IDEMPOTENCY_KEY_IN_USE',
      retryable: true,
    });
    expect(second.headers['retry-after']).toBe('1');
    release();
    expect((await first).body.code).toBe('EVENT_CONFLICT');
    await slow.close();
  });

  test('s6: a missing key is no error here: the identity of the event protects', async () => {
    await api.as('a').post('/v1/events').send(fresh()).expect(202);
  });

  test('s8: keys belong to a tenant', async () => {
    const event = fresh();
    const first = await post('"s8"', event, 'a').expect(202);
    const other = await post('"s8"', event, 'b').expect(202);
    expect(other.body.id).not.toBe(first.body.id);
  });

  test('s9: the order of members does not matter', async () => {
    const event = fresh();
    await post('"s9"', event).expect(202);
    const turned = Object.fromEntries(Object.entries(event).reverse());
    const again = await post('"s9"', turned).expect(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  test('a document that never got in may be mended and sent under the same key', async () => {
    const event = fresh();
    await post('"mend"', { ...event, lines: [] }).expect(422);
    await post('"mend"', event).expect(202);
  });

  test('a 5xx is never kept: the same request runs again', async () => {
    let broken = true;
    const { intake } = api.services;
    const shaky = await createApi({
      over: {
        intake: {
          ...intake,
          submit: (tenant, event) =>
            broken ? Promise.reject(new StoreError('unavailable', 'gone')) : intake.submit(tenant, event),
        },
      },
    });
    const event = fresh();
    const send = (body: unknown) =>
      shaky.as('a').post('/v1/events').set('Idempotency-Key', '"5xx"').type('json').send(JSON.stringify(body));
    await send(event).expect(503);
    broken = false;
    await send(event).expect(202);
    await shaky.close();
  });

  test('an array with an item that failed on our side is not kept either', async () => {
    let broken = true;
    const { intake } = api.services;
    const shaky = await createApi({
      over: {
        intake: {
          ...intake,
          submit: (tenant, event) =>
            broken ? Promise.reject(new StoreError('full', 'gone')) : intake.submit(tenant, event),
        },
      },
    });
    const events = [fresh()];
    const send = () => shaky.as('a').post('/v1/events').set('Idempotency-Key', '"batch"').send(events);
    expect((await send().expect(207)).body.results[0].status).toBe(507);
    broken = false;
    expect((await send().expect(207)).body.results[0].status).toBe(202);
    await shaky.close();
  });
});
