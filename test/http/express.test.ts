import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { serve } from '../../gateway/http/index.ts';
import { createBodyReader } from '../../gateway/http/read-body.ts';
import { sale } from '../intake/event.ts';
import { createApi, limits } from './rig.ts';

let api: Awaited<ReturnType<typeof createApi>>;

beforeAll(async () => {
  api = await createApi({ bodyLimitBytes: 100_000 });
});
afterAll(() => api.close());

const personal = '430102199001011234';
const post = (body: string | Buffer, contentType = 'application/json', encoding?: string) => {
  const request = api.as('a').post('/v1/events').type(contentType);
  if (encoding !== undefined) request.set('Content-Encoding', encoding);
  // A Buffer is sent as it is only without superagent's own serialiser.
  return request.serialize((value: unknown) => value as string).send(body as string);
};

describe('bodies', () => {
  test.each([
    ['cut off', `{"id":"${personal}",`, 'line 1, column 28'],
    ['single quotes', `{'id':'${personal}'}`, 'line 1, column 2'],
    ['a trailing comma', `{"a":1,\n "b":[1,]}`, 'line 2, column 9'],
    ['text after the end', '{} x', 'line 1, column 4'],
    ['a bare line break in a string', '{"a":"x\ny"}', 'line 1, column 6'],
    ['nothing but blanks', '   ', 'line 1, column 4'],
  ])('malformed JSON (%s) names the place and quotes nothing', async (_name, text, place) => {
    const reply = await post(text).expect(400);
    expect(reply.body).toMatchObject({ code: 'BODY_NOT_JSON', errors: [{ code: 'SYNTAX' }] });
    expect(reply.body.errors[0].detail).toContain(place);
    expect(reply.text + JSON.stringify(api.logger.lines)).not.toContain(personal);
  });

  test.each([
    ['at the top', '{"kind":"retail-sale","kind":"retail-return"}', '/kind'],
    ['deep inside, once escaped', '{"lines":[{"product":{"a":"\\"x\\":","\\u0061":2}}]}', '/lines/0/product/a'],
  ])('a member that stands twice is refused (%s)', async (_name, text, pointer) => {
    const reply = await post(text).expect(400);
    expect(reply.body).toMatchObject({ code: 'MEMBER_REPEATED', errors: [{ pointer }] });
  });

  test('strings full of quotes, colons and backslashes are no repeated members', async () => {
    const event = { ...sale({ documentNo: 'Q-1' }), operator: { name: 'a":"b\\":\\\\"\\' } };
    await post(JSON.stringify(event, undefined, 2)).expect(202);
  });

  test('a body nested thousands deep is refused quickly', async () => {
    const startedAt = performance.now();
    const reply = await post('['.repeat(40_000) + ']'.repeat(40_000)).expect(400);
    expect(reply.body.code).toBe('BODY_TOO_DEEP');
    expect((await post('['.repeat(90_000)).expect(400)).body.code).toBe('BODY_NOT_JSON');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('a long string before the fault does not exhaust the search for it', async () => {
    expect((await post(`{"a":"${'x'.repeat(90_000)}",}`).expect(400)).body.errors).toHaveLength(1);
  });

  test('the limit counts inflated bytes: a bomb is 413', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20));
    expect((await post(bomb, 'application/json', 'gzip').expect(413)).body.code).toBe('BODY_TOO_LARGE');
    expect((await post(' '.repeat(100_001)).expect(413)).body.code).toBe('BODY_TOO_LARGE');
  });

  test('gzip is taken, a damaged one is 400', async () => {
    const event = Buffer.from(JSON.stringify(sale({ documentNo: 'G-1' })));
    await post(gzipSync(event), 'application/json', 'gzip').expect(202);
    expect((await post(Buffer.from('no gzip'), 'application/json', 'gzip').expect(400)).body.code).toBe('BODY_DAMAGED');
    expect((await post(event, 'application/json', 'compress').expect(415)).body.code).toBe('MEDIA_TYPE_UNSUPPORTED');
  });

  test('GBK bytes are refused, not stored as garbage', async () => {
    const gbk = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xd2, 0xa9, 0xb5, 0xea]), Buffer.from('"}')]);
    expect((await post(gbk).expect(400)).body.code).toBe('BODY_NOT_UTF8');
    expect((await post('{}', 'application/json; charset=gbk').expect(415)).body.code).toBe('MEDIA_TYPE_UNSUPPORTED');
  });

  test('a byte order mark is no error', async () => {
    await post(`\ufeff${JSON.stringify(sale({ documentNo: 'BOM-1' }))}`).expect(202);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx'])('%s is 415', async (type) => {
    const reply = await post('{}', type).expect(415);
    expect(reply.headers.accept).toBe('application/json');
  });

  test('no body is 400, not a crash on undefined', async () => {
    expect((await api.as('a').post('/v1/events').expect(400)).body.code).toBe('BODY_MISSING');
  });

  test.each([Number.NaN, 0, -1, 1.5])('a limit of %d is refused at start: it would mean no limit', (limit) => {
    expect(() => createBodyReader(limit)).toThrow(RangeError);
  });
});

describe('routes', () => {
  test('an unknown path is 404, an unknown method 405 with Allow', async () => {
    expect((await api.as('a').get('/v1/nothing').expect(404)).body.code).toBe('ROUTE_NOT_FOUND');
    expect((await api.as('a').get('/v1/events/').expect(404)).body.code).toBe('ROUTE_NOT_FOUND');
    expect((await api.as('a').get('/V1/events').expect(404)).body.code).toBe('ROUTE_NOT_FOUND');
    const reply = await api.as('a').put('/v1/events').expect(405);
    expect(reply.headers.allow).toBe('GET, POST, HEAD');
  });

  test.each(['/v1/events/%ff', '/v1/events/..%2f..', '/v1/links/%00', '/v1/institutions/a%20b', '/v1/events/1'])(
    '%s cannot name anything',
    async (path) => {
      await api.as('a').get(path).expect(404);
    },
  );

  test('replies carry a request id, security headers and no trace of Express', async () => {
    const reply = await api.as('a').get('/v1/links').expect(200);
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers['x-powered-by']).toBeUndefined();
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
    expect(reply.headers['strict-transport-security']).toBeDefined();
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
    expect(reply.headers['cache-control']).toBe('no-store');
  });

  test('each request leaves one log line: route by name, no URL, no query', async () => {
    const reply = await api.as('a').get(`/v1/events?code=${personal}`).expect(200);
    const id = reply.headers['x-request-id'];
    const lines = api.logger.lines.filter(({ fields }) => fields?.request === id);
    expect(lines).toMatchObject([
      { message: 'request', fields: { operation: 'findEvents', status: 200, tenant: 'tenant-a' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain(personal);
  });
});

describe('the server', () => {
  /** Opens a socket, writes, and gives all it received once it was closed by the server. */
  const converse = (port: number, ...texts: string[]) =>
    new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () => {
        for (const text of texts) socket.write(text);
      });
      socket.on('data', (data) => {
        received += data;
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(received));
    });
  const hello = express().use((_req, res) => void res.end('hello'));

  test('ends a connection whose headers do not come, although Node would look only every 30 s', async () => {
    const served = await serve(hello, { ...limits, headersTimeoutMs: 100, requestTimeoutMs: 5_000 });
    const startedAt = performance.now();
    expect(await converse(served.port, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toContain('408');
    expect(await converse(served.port)).toContain('408');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await served.close(0);
  });

  test('ends a request whose body drips', async () => {
    const reading = express().use(express.raw({ type: () => true }), (_req, res) => void res.end());
    const served = await serve(reading, { ...limits, headersTimeoutMs: 100, requestTimeoutMs: 200 });
    expect(await converse(served.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx')).toContain('408');
    await served.close(0);
  });

  test('at the cap of sockets idle ones make room', async () => {
    const served = await serve(hello, { ...limits, maxConnections: 1 });
    const idle = connect(served.port, '127.0.0.1');
    const evicted = new Promise((resolve) => idle.once('close', resolve));
    idle.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await new Promise((resolve) => idle.once('data', resolve));
    // Refused itself, but it frees the place of the idle one.
    await converse(served.port).catch(() => '');
    await evicted;
    expect(await converse(served.port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain('hello');
    await served.close(0);
  });

  test('closing lets the reply under way finish, then every socket', async () => {
    let finish = () => {};
    let arrived = () => {};
    const under = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const slow = express().use((_req, res) => {
      finish = () => void res.end('late but whole');
      arrived();
    });
    const served = await serve(slow, limits);
    const reply = converse(served.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await under;
    const startedAt = performance.now();
    const closed = served.close(10_000);
    finish();
    expect(await reply).toContain('late but whole');
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await expect(converse(served.port)).rejects.toThrow();
  });

  test('closing gives up on a reply that never ends', async () => {
    let arrived = () => {};
    const under = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const served = await serve(
      express().use(() => arrived()),
      limits,
    );
    const reply = converse(served.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n').catch(() => '');
    await under;
    await served.close(20);
    expect(await reply).toBe('');
  });
});
