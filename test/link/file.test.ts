import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FileAction, FileRequest, NativeResponse } from '../../adapters/contract/index.ts';
import { refusal } from '../../gateway/link/transports/file-actions.ts';
import { pathUnder } from '../../gateway/link/transports/file-path.ts';
import { createTransport, resolveBySystem, type Transport } from '../../gateway/link/transports/index.ts';
import { newKey, type SftpServer, sftpServer } from './sftp-server.ts';
import { cleanUp, linkSettings, testLink } from './support.ts';

let closers: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of closers.reverse()) await close();
  closers = [];
  await cleanUp();
});

async function open(clientKey?: string): Promise<SftpServer> {
  const server = await sftpServer(clientKey);
  closers.push(() => server.close());
  return server;
}

function transportTo(
  server: SftpServer,
  changes: { maxReplyBytes?: number; endpoint?: string; allow?: string[]; onConnect?(socket: Socket): void } = {},
) {
  const transport = createTransport('file', {
    endpoint: changes.endpoint ?? `sftp://127.0.0.1:${server.port}/drop`,
    allowAddresses: changes.allow ?? ['127.0.0.0/8'],
    maxInFlight: 2,
    connectMs: 3000,
    maxReplyBytes: changes.maxReplyBytes ?? 100_000,
    resolveHost: resolveBySystem,
    ...(changes.onConnect && { onConnect: changes.onConnect }),
  });
  closers.push(() => transport.close());
  return transport;
}

const request = (server: SftpServer, action: FileAction, changes: Partial<FileRequest> = {}): FileRequest => ({
  protocol: 'file',
  action,
  login: { username: 'pos', password: 'secret' },
  hostKeys: [server.fingerprint],
  ...changes,
});
const upload: FileAction = { type: 'write', path: 'in.zip', temporaryPath: '.in.zip.part', content: 'abc' };

async function send(transport: Transport, message: FileRequest, ms = 5000) {
  const exchange = transport.send(message, AbortSignal.timeout(ms));
  const reply = await exchange.reply;
  await exchange.ended;
  return reply;
}
async function reply(transport: Transport, message: FileRequest): Promise<NativeResponse> {
  const got = await send(transport, message);
  if (got.type === 'failure') throw new Error(got.failure.code);
  return got.response;
}
const json = (response: NativeResponse): unknown => JSON.parse(Buffer.from(response.body).toString('utf8'));

describe('SFTP', () => {
  test('writes under the temporary name, then renames; reads it back; finds and lists it', async () => {
    const server = await open();
    const transport = transportTo(server);
    const content = Buffer.alloc(200_000, 'x');
    const big: FileAction = { ...upload, content };
    expect(await reply(transport, request(server, big))).toMatchObject({ status: 201 });
    expect(json(await reply(transport, request(server, { ...upload, path: 'b' })))).toEqual({ path: 'b', bytes: 3 });
    server.files.delete('/drop/b');
    expect([...server.files.keys()]).toEqual(['/drop', '/drop/in.zip']);
    expect(server.files.get('/drop/in.zip')).toEqual(content);
    expect(server.requests.lastIndexOf('RENAME')).toBeGreaterThan(server.requests.lastIndexOf('WRITE'));
    server.files.set('/drop/a.ok', Buffer.from('回执'));
    const read = await reply(transport, request(server, { type: 'read', path: 'a.ok' }));
    expect(Buffer.from(read.body).toString('utf8')).toBe('回执');
    const found = await reply(transport, request(server, { type: 'find', paths: ['in.zip', 'b', 'a.ok'] }));
    expect(json(found)).toEqual({ found: ['in.zip', 'a.ok'] });
    const listed = await reply(transport, request(server, { type: 'list', path: '', limit: 1 }));
    expect(json(listed)).toEqual({ entries: [{ name: 'in.zip', size: 200_000, folder: false }], more: true });
    expect(server.connections()).toBe(1);
  });

  test('a private key opens the door as well', async () => {
    const privateKey = newKey();
    const server = await open(privateKey);
    const login = { username: 'any', privateKey };
    expect(await reply(transportTo(server), request(server, upload, { login }))).toMatchObject({ status: 201 });
  });

  test('a wrong password, and a key that nobody can read, are answers of 401', async () => {
    const server = await open();
    const transport = transportTo(server);
    const wrong = request(server, upload, { login: { username: 'pos', password: 'no' } });
    expect(await reply(transport, wrong)).toMatchObject({ status: 401 });
    const unreadable = request(server, upload, { login: { username: 'pos', privateKey: 'no key' } });
    expect(await reply(transport, unreadable)).toMatchObject({ status: 401 });
    expect(server.requests).toEqual([]);
  });

  test('a host key that is not pinned gets no password, and no host key at all no connection', async () => {
    const server = await open();
    const transport = transportTo(server);
    const other = request(server, upload, { hostKeys: [`SHA256:${'A'.repeat(43)}`] });
    expect(await send(transport, other)).toEqual({
      type: 'failure',
      failure: { code: 'HOST_KEY_REFUSED', sent: false, answered: false },
    });
    expect(await send(transport, request(server, upload, { hostKeys: [] }))).toMatchObject({
      failure: { code: 'REQUEST_INVALID' },
    });
    expect(server.connections()).toBe(1);
  });

  test('an address that the link does not allow is not connected to', async () => {
    const server = await open();
    const forbidden = { failure: { code: 'ADDRESS_FORBIDDEN', sent: false } };
    expect(await send(transportTo(server, { allow: ['10.0.0.0/8'] }), request(server, upload))).toMatchObject(
      forbidden,
    );
    const byName = transportTo(server, { allow: [], endpoint: `sftp://localhost:${server.port}/drop` });
    expect(await send(byName, request(server, upload))).toMatchObject(forbidden);
    expect(server.connections()).toBe(0);
  });

  test('what stands there already is not replaced', async () => {
    const server = await open();
    server.files.set('/drop/in.zip', Buffer.from('older'));
    expect(await reply(transportTo(server), request(server, upload))).toMatchObject({ status: 409 });
    expect(server.files).toEqual(
      new Map([
        ['/drop', undefined],
        ['/drop/in.zip', Buffer.from('older')],
      ]),
    );
  });

  test.each([
    ['OPEN', { status: 3, text: 'Permission denied' }, 403, 'write'],
    ['OPEN', { status: 2, text: 'No such file' }, 404, 'write'],
    ['WRITE', { status: 4, text: 'write failed: No space left on device' }, 507, 'write'],
    ['WRITE', { status: 4, text: 'Failure' }, 500, 'write'],
    ['RENAME', { status: 4, text: 'Failure' }, 500, 'rename'],
  ] as const)('%s refused with %j is %i of the step, and leaves no temporary file', async (name, how, status, step) => {
    const server = await open();
    server.spoil.set(name, how);
    const refused = await reply(transportTo(server), request(server, upload));
    expect(refused.status).toBe(status);
    expect(json(refused)).toMatchObject({ step });
    expect([...server.files.keys()]).toEqual(['/drop']);
  });

  test('servers of later protocol versions have codes of their own for a full disk, a quota and an existing file', () => {
    expect([14, 15, 11].map((code) => refusal('write', code, '').status)).toEqual([507, 507, 409]);
  });

  test.each([
    ['WRITE', 'cut', 'UPLOAD_BROKEN', false],
    ['STAT', 'cut', 'UPLOAD_BROKEN', false],
    ['RENAME', 'cut', 'CONNECTION_RESET', false],
    ['RENAME', 'cut-after', 'CONNECTION_RESET', true],
  ] as const)('a connection that breaks at %s (%s) is %s', async (name, how, code, handedOver) => {
    const server = await open();
    server.spoil.set(name, how);
    expect(await send(transportTo(server), request(server, upload))).toMatchObject({ failure: { code, sent: true } });
    expect(server.files.has('/drop/in.zip')).toBe(handedOver);
  });

  test.each([
    ['WRITE', upload, 'UPLOAD_BROKEN'],
    ['RENAME', upload, 'REPLY_TIMEOUT'],
    ['STAT', { type: 'find', paths: ['a'] }, 'REPLY_TIMEOUT'],
  ] as const)('silence at %s ends with the deadline, and with it the connection', async (name, action, code) => {
    const server = await open();
    const transport = transportTo(server);
    server.spoil.set(name, 'silent');
    expect(await send(transport, request(server, action), 1500)).toMatchObject({ failure: { code } });
    expect(await reply(transport, request(server, { type: 'find', paths: [] }))).toMatchObject({ status: 200 });
    expect(server.connections()).toBe(2);
  });

  test('a session that serves many requests keeps nothing of them', async () => {
    const server = await open();
    const sockets: Socket[] = [];
    const transport = transportTo(server, { onConnect: (socket) => sockets.push(socket) });
    const listeners: number[] = [];
    for (let no = 0; no < 15; no += 1) {
      await reply(transport, request(server, { type: 'find', paths: ['in.zip'] }));
      listeners.push(sockets[0]?.listenerCount('close') ?? 0);
    }
    expect(sockets).toHaveLength(1);
    expect(new Set(listeners).size).toBe(1);
  });

  test('a session that the server has ended meanwhile is not used again', async () => {
    const server = await open();
    const transport = transportTo(server);
    await reply(transport, request(server, { type: 'find', paths: [] }));
    server.cutAll();
    await new Promise((resolve) => setImmediate(resolve));
    const next = await send(transport, request(server, upload));
    // Either it was seen in time, or the broken upload is one that may be made again at once.
    if (next.type === 'failure') expect(next.failure.code).toBe('UPLOAD_BROKEN');
    expect(await reply(transport, request(server, { ...upload, path: 'second' }))).toMatchObject({ status: 201 });
  });

  test('a file beyond the limit is not read', async () => {
    const server = await open();
    server.files.set('/drop/big', Buffer.alloc(2000));
    const small = transportTo(server, { maxReplyBytes: 1024 });
    expect(await send(small, request(server, { type: 'read', path: 'big' }))).toMatchObject({
      failure: { code: 'REPLY_TOO_LARGE' },
    });
  });

  test.each(['../etc/passwd', '/etc/passwd', 'a//b', 'a/../b', 'a\\b', 'a\u0000', './a', 'a/'])(
    'the path %j does not leave the folder',
    async (path) => {
      expect(pathUnder('/drop', path)).toBeUndefined();
      const server = await open();
      expect(await send(transportTo(server), request(server, { type: 'read', path }))).toMatchObject({
        failure: { code: 'REQUEST_INVALID', sent: false },
      });
      expect(server.connections()).toBe(0);
    },
  );

  test.each(['sftp://pos:pw@host/drop', 'https://host/drop', 'sftp://host/drop?x=1', 'sftp:///drop'])(
    'the endpoint %s is refused',
    async (endpoint) => {
      const server = await open();
      expect(() => transportTo(server, { endpoint })).toThrow(TypeError);
    },
  );

  test('through the link: a write of unknown fate stays unknown, an upload that broke off is made again', async () => {
    const server = await open();
    const link = testLink(linkSettings(`sftp://127.0.0.1:${server.port}/drop`), { protocol: 'file' });
    const write = (path: string) =>
      link.execute({
        request: request(server, { ...upload, path }),
        operation: 'write',
        effect: 'write',
        paceKey: 'test-link',
        classify: ({ status }) => ({ type: 'accepted-pending', reason: String(status), pollAfterMs: 1 }),
      });
    server.spoil.set('WRITE', 'cut');
    expect(await write('a.zip')).toMatchObject({ outcome: { reason: '201' }, tries: 2 });
    server.spoil.set('RENAME', 'cut-after');
    expect(await write('b.zip')).toMatchObject({
      outcome: { fault: { category: 'unknown-outcome', code: 'CONNECTION_RESET' } },
      tries: 1,
    });
  });
});
