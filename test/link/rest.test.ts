import { createServer as createTlsServer } from 'node:https';
import zlib from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  cleanUp,
  fakeClock,
  faultCode,
  held,
  httpServer,
  linkSettings,
  replyOf,
  restCall,
  tcpServer,
  testLink,
  until,
} from './support.ts';

afterEach(cleanUp);

const text = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString('utf8');

describe('what the adapter gets', () => {
  test('the request goes out as built, under the endpoint; the reply comes back as bytes', async () => {
    const seen: string[] = [];
    const server = await httpServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push(`${request.method} ${request.url} ${request.headers['x-signature']} ${body}`);
      response.setHeader('X-Reply', 'yes').end('{"code":81234567890123456789}');
    });
    const link = testLink(linkSettings(`${server.url}/api/?tenant=1`));
    const call = restCall({ path: '/submit', headers: { 'X-Signature': 'abc' } });
    const reply = await replyOf(link, {
      ...call,
      request: { ...call.request, query: { 'a b': '中&1' } } as typeof call.request,
    });
    expect(seen).toEqual(['POST /api/submit?tenant=1&a%20b=%E4%B8%AD%261 abc {"code":"81234567890123456789"}']);
    // axios's JSON parsing would have rounded the code.
    expect(text(reply?.body)).toBe('{"code":81234567890123456789}');
    expect(reply?.headers['x-reply']).toBe('yes');
  });

  test('broken JSON with status 200 and an empty 200 stay what they are (axios turns them into strings)', async () => {
    const server = await httpServer((request, response) => {
      response
        .setHeader('content-type', 'application/json')
        .end(request.url === '/empty' ? '' : '{"code":0,"msg":"ok"');
    });
    const link = testLink(linkSettings(server.url));
    expect(text((await replyOf(link, restCall()))?.body)).toBe('{"code":0,"msg":"ok"');
    expect((await replyOf(link, restCall({ path: '/empty' })))?.body.byteLength).toBe(0);
  });

  test('an HTTP error status is a reply like any other', async () => {
    const server = await httpServer((_request, response) =>
      response.writeHead(503, { 'retry-after': '7' }).end('busy'),
    );
    const reply = await replyOf(testLink(linkSettings(server.url)), restCall());
    expect([reply?.status, reply?.headers['retry-after'], text(reply?.body)]).toEqual([503, '7', 'busy']);
  });

  test.each([302, 307])(
    'a %i is a reply, never followed (axios would re-send body and signature elsewhere)',
    async (status) => {
      let elsewhere = 0;
      const other = await httpServer((_request, response) => {
        elsewhere += 1;
        response.end();
      });
      const server = await httpServer((_request, response) =>
        response.writeHead(status, { location: other.url }).end(),
      );
      const reply = await replyOf(testLink(linkSettings(server.url)), restCall());
      expect([reply?.status, elsewhere]).toEqual([status, 0]);
    },
  );

  test('a proxy in the environment is not used', async () => {
    let proxied = 0;
    const proxy = await httpServer((_request, response) => {
      proxied += 1;
      response.end();
    });
    const server = await httpServer((_request, response) => response.end('direct'));
    const before = { ...process.env };
    Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NO_PROXY: '', no_proxy: '' });
    try {
      const reply = await replyOf(testLink(linkSettings(server.url)), restCall());
      expect([text(reply?.body), proxied]).toEqual(['direct', 0]);
    } finally {
      process.env = before;
    }
  });

  test.each(['gzip', 'br', 'deflate', 'deflate-raw'])('%s replies are inflated', async (coding) => {
    const encode = {
      gzip: zlib.gzipSync,
      br: zlib.brotliCompressSync,
      deflate: zlib.deflateSync,
      'deflate-raw': zlib.deflateRawSync,
    }[coding];
    const server = await httpServer((_request, response) => {
      response.setHeader('content-encoding', coding.split('-')[0] ?? '').end(encode?.(Buffer.from('内容')));
    });
    expect(text((await replyOf(testLink(linkSettings(server.url)), restCall()))?.body)).toBe('内容');
  });
});

describe('no complete reply to a write is an unknown outcome', () => {
  const cases: ReadonlyArray<readonly [string, string, (socket: import('node:net').Socket) => void]> = [
    ['reset before any byte', 'CONNECTION_RESET', (socket) => socket.resetAndDestroy()],
    ['closed before any byte', 'CONNECTION_RESET', (socket) => socket.end()],
    [
      'body shorter than its length',
      'REPLY_TRUNCATED',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":1'),
    ],
    [
      'chunks without an end',
      'REPLY_TRUNCATED',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'),
    ],
    ['not HTTP', 'REPLY_MALFORMED', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    [
      'length over the limit',
      'REPLY_TOO_LARGE',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 70000\r\n\r\n'),
    ],
    [
      'more bytes than the limit',
      'REPLY_TOO_LARGE',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(70_000)}`),
    ],
    ['headers without end', 'REPLY_MALFORMED', (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`)],
    [
      'a coding nobody offered',
      'REPLY_MALFORMED',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-encoding: lzma\r\ncontent-length: 2\r\n\r\nxx'),
    ],
  ];
  test.each(cases)('%s: %s', async (_name, code, answer) => {
    const server = await tcpServer((socket) => socket.once('data', () => answer(socket)));
    const result = await testLink(linkSettings(server.url)).execute(restCall());
    expect(faultCode(result.outcome)).toBe(`unknown-outcome/${code}`);
    expect([result.sent, result.tries]).toEqual([true, 1]);
  });

  test('a gzip bomb stops at the limit of inflated bytes', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(50 * 1024 * 1024), { level: 9 });
    const server = await httpServer((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    const before = process.memoryUsage().rss;
    const result = await testLink(linkSettings(server.url)).execute(restCall());
    expect(faultCode(result.outcome)).toBe('unknown-outcome/REPLY_TOO_LARGE');
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('a gzip stream that ends early is truncated, not empty', async () => {
    const half = zlib.gzipSync(Buffer.from('x'.repeat(5000))).subarray(0, 20);
    const server = await httpServer((_request, response) => response.setHeader('content-encoding', 'gzip').end(half));
    const result = await testLink(linkSettings(server.url)).execute(restCall());
    expect(faultCode(result.outcome)).toBe('unknown-outcome/REPLY_TRUNCATED');
  });

  test('the same failures of a read are just unavailable, and even a read is not made again as it was', async () => {
    let requests = 0;
    const server = await tcpServer((socket) =>
      socket.once('data', () => {
        requests += 1;
        socket.resetAndDestroy();
      }),
    );
    const result = await testLink(linkSettings(server.url)).execute(restCall({ effect: 'read' }));
    expect([faultCode(result.outcome), result.tries, requests]).toEqual(['unavailable/CONNECTION_RESET', 1, 1]);
  });
});

describe('the deadline bounds everything (axios stops counting at the headers)', () => {
  test('a reply that drips is cut off, and its socket with it', async () => {
    const clock = fakeClock();
    let dripping = false;
    const server = await tcpServer((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{');
        dripping = true;
      }),
    );
    const link = testLink(linkSettings(server.url), { clock });
    const running = link.execute(restCall());
    await until(() => dripping);
    clock.advance(14_999);
    expect(link.health().inFlight).toBe(1);
    clock.advance(1);
    expect(faultCode((await running).outcome)).toBe('unknown-outcome/REPLY_TIMEOUT');
    await until(() => server.open() === 0);
    expect(clock.pendingTimers()).toBe(0);
  });

  test('while the connection is not made yet nothing is sent, then or later', async () => {
    const clock = fakeClock();
    let requests = 0;
    const server = await httpServer((_request, response) => {
      requests += 1;
      response.end();
    });
    const lookup = held<[{ address: string; family: number }]>();
    const settings = linkSettings(server.url.replace('127.0.0.1', 'platform.test'));
    const link = testLink(settings, { clock, lookup: () => lookup.promise });
    const running = link.execute(restCall());
    await until(() => clock.pendingTimers() > 0);
    clock.advance(15_000);
    const result = await running;
    expect([faultCode(result.outcome), result.sent]).toEqual(['unavailable/CONNECT_TIMEOUT', false]);
    lookup.resolve([{ address: '127.0.0.1', family: 4 }]);
    await until(() => server.connections() > 0);
    expect(faultCode((await link.execute(restCall())).outcome)).toBe('ok');
    expect(requests).toBe(1);
  });
});

describe('provably unsent', () => {
  test('refused, unresolvable, no TLS: unavailable, tried once more at once, even for an unsafe write', async () => {
    const server = await httpServer((_request, response) => response.end());
    const noSuchHost = (): Promise<never> => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    const endpoints: ReadonlyArray<readonly [string, string]> = [
      ['http://127.0.0.1:1', 'CONNECT_REFUSED'],
      ['http://platform.test', 'DNS_FAILED'],
      [server.url.replace('http:', 'https:'), 'TLS_FAILED'],
    ];
    for (const [endpoint, code] of endpoints) {
      const result = await testLink(linkSettings(endpoint), { lookup: noSuchHost }).execute(restCall());
      expect([faultCode(result.outcome), result.sent, result.tries]).toEqual([`unavailable/${code}`, false, 2]);
    }
  });

  test('a certificate nobody vouches for is refused', async () => {
    const tls = createTlsServer({});
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const address = tls.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const result = await testLink(linkSettings(`https://127.0.0.1:${port}`)).execute(restCall());
    expect(faultCode(result.outcome)).toBe('unavailable/TLS_FAILED');
    await new Promise((resolve) => tls.close(resolve));
  });

  test.each(['http://evil.test/', '//evil.test/x', '/../admin', '/a/..?x', 'x', '/a#b', '\\\\evil'])(
    'path %s never leaves the endpoint',
    async (path) => {
      const server = await httpServer((_request, response) => response.end());
      const result = await testLink(linkSettings(`${server.url}/api`)).execute(restCall({ path }));
      expect([faultCode(result.outcome), result.sent, server.connections()]).toEqual([
        'invalid-request/REQUEST_INVALID',
        false,
        0,
      ]);
    },
  );

  test('a header that would split the request is refused', async () => {
    const server = await httpServer((_request, response) => response.end());
    const call = restCall({ headers: { 'x-sign': 'a\r\nx-evil: 1' } });
    const seen = await testLink(linkSettings(server.url)).execute(call);
    expect([faultCode(seen.outcome), server.connections()]).toEqual(['invalid-request/REQUEST_INVALID', 0]);
  });
});

test('a failure carries neither body nor headers nor address (an AxiosError carries all of them)', async () => {
  const server = await tcpServer((socket) => socket.once('data', () => socket.destroy()));
  const result = await testLink(linkSettings(server.url)).execute(
    restCall({ headers: { authorization: 'Bearer SECRET' } }),
  );
  expect(JSON.stringify(result)).not.toMatch(/SECRET|81234567890123456789|127\.0\.0\.1/);
});
