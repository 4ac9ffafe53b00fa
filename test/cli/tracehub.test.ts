import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the real command in a process of its own. */
function tracehub(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['bin/tracehub.js', ...words], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

test('version says which runtime it found', async () => {
  const { code, out } = await tracehub('version');
  expect(code).toBe(0);
  expect(out).toMatch(/^tracehub \d+\.\d+\.\d+ \(Node\.js v(2[4-9]|[3-9]\d)\./);
});

test('recognise tells kind, parts and doubts; as JSON for scripts', async () => {
  const { out } = await tracehub('recognise', '81853860111704596503', 'LOG2026ABC0001');
  expect(out.split('\n')).toEqual([
    'drug-trace "81853860111704596503" prefix=8185386 serial=0111704596503 (certain)',
    'opaque "LOG2026ABC0001" (possible, ambiguous) ? manufacturer-code ? logistics-code',
    '',
  ]);
  const json = await tracehub('recognise', '--json', '(01)06901234567892(21)1234');
  expect(JSON.parse(json.out)).toMatchObject({ kind: 'gs1', parts: { gtin: '06901234567892', serial: '1234' } });
});

describe('config', () => {
  test('check exits 3 and lists every problem with its place', async () => {
    const file = join(folder, 'hub.yaml');
    await writeFile(file, 'store: { driver: sqlite }\nsecrets: { sealKey: x }\nlinks: {}\nroutes: []\n');
    const { code, out, err } = await tracehub('config', 'check', '--config', file);
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toBe(`${file}:1:8 store: "path" is missing\n`);
  });

  test('check knows adapters, profiles and their settings, each with its place', async () => {
    const file = join(folder, 'links.yaml');
    const link = '{ adapter: msfx, profile: msfx/retial, endpoint: "https://a.example", settings: { apKey: "1" } }';
    await writeFile(
      file,
      `store: { driver: sqlite, path: hub.db }\nsecrets: { sealKey: "generate:seal.key" }\nlinks:\n  abc: ${link}\nroutes: []\nsandbox: {}\n`,
    );
    const { code, err } = await tracehub('config', 'check', '--config', file);
    expect(code).toBe(3);
    expect(err).toContain(
      `${file}:4:34 links.abc.profile: there is no profile "msfx/retial"; did you mean "msfx/retail"?`,
    );
    expect(err).toContain('links.abc.settings.apKey: adapter msfx knows no such setting');
    expect(err).toContain('links.abc.settings.appSecret: ');
  });

  test('check accepts the sandbox: adapters, profiles and settings included', async () => {
    const { code, err } = await tracehub('config', 'check');
    expect(err).toContain('is sound: 3 links, 4 routes');
    expect(code).toBe(0);
  });

  test('show prints JSON without a single demo secret', async () => {
    const { code, out } = await tracehub('config', 'show');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ links: { msfx: { adapter: 'msfx', settings: { appKey: '12345678' } } } });
    expect(out).not.toContain('demo-msfx-secret');
  });
});

test('a key can be made while another process has the store open, and stands there hashed', async () => {
  const file = join(folder, 'store.yaml');
  await writeFile(
    file,
    `store: { driver: sqlite, path: hub.db }\nsecrets: { sealKey: "generate:seal.key" }\nlinks: {}\nroutes: []\nsandbox: {}\n`,
  );
  const { openStore } = await import('../../gateway/store/index.ts');
  const store = await openStore({ driver: 'sqlite', path: join(folder, 'hub.db') });
  try {
    const { code, out, err } = await tracehub('key', 'sunshine-pos', '--role', 'operator', '--config', file);
    expect(err).toContain('Key of sunshine-pos (operator)');
    expect(code).toBe(0);
    const found = await store.findKey(createHash('sha256').update(out.trim()).digest('hex'));
    expect(found).toMatchObject({ tenant: 'sunshine-pos', role: 'operator' });
    expect(JSON.stringify(found)).not.toContain(out.trim());
    const listed = await tracehub('key', 'list', '--config', file);
    expect(listed.out).toMatch(/^[0-9a-f]{12} {2}sunshine-pos {2}operator {2}\S+Z\n$/);
    expect(out).not.toContain(listed.out.slice(0, 12));
    const revoked = await tracehub('key', 'revoke', listed.out.slice(0, 12), '--config', file);
    expect([revoked.code, revoked.err]).toEqual([0, expect.stringContaining('of sunshine-pos (operator) is revoked')]);
    expect(await store.findKey(found?.hash ?? '')).toBeUndefined();
    expect((await tracehub('key', 'revoke', listed.out.slice(0, 12), '--config', file)).code).toBe(4);
  } finally {
    await store.close();
  }
  const missing = await tracehub(
    'event',
    'show',
    '01900000-0000-7000-8000-000000000000',
    '--tenant',
    'x',
    '--config',
    file,
  );
  expect(missing).toMatchObject({ code: 4, out: '' });
});

test('sim runs the simulators alone, says where they are, and ends with SIGTERM', async () => {
  const file = join(folder, 'sim.yaml');
  const simulators = '{ nhsa: { port: 0, controlPort: 0 } }';
  await writeFile(
    file,
    `store: { driver: sqlite, path: sim.db }\nsecrets: { sealKey: "generate:seal.key" }\nlinks: {}\nroutes: []\nsandbox: { simulators: ${simulators} }\n`,
  );
  const child = spawn(process.execPath, ['bin/tracehub.js', 'sim', '--config', file], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const [name, endpoint, control] = String(line).split('\t');
  expect(name).toBe('nhsa');
  expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  expect((await fetch(`${control}/healthz`)).ok).toBe(true);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

describe('start', () => {
  const config = (
    name: string,
    port: number,
  ) => `server: { host: 127.0.0.1, opsHost: 127.0.0.1, port: ${port}, opsPort: 0 }
store: { driver: sqlite, path: ${name}.db }
secrets: { sealKey: "generate:${name}.key" }
links: {}
routes: []
sandbox: {}
`;

  test('serves until SIGTERM, says so, and exits with 0', async () => {
    const file = join(folder, 'start.yaml');
    await writeFile(file, config('start', 0));
    const child = spawn(process.execPath, ['bin/tracehub.js', 'start', '--config', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const lines: string[] = [];
    const reader = createInterface(child.stdout);
    reader.on('line', (line) => lines.push(line));
    await once(reader, 'line');
    expect(lines[0]).toContain('gateway ready');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(said).toContain('SIGTERM: finishing what is under way');
  });

  test('a port in use ends the start with 1 and names the port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const file = join(folder, 'taken.yaml');
    await writeFile(file, config('taken', port));
    const { code, err } = await tracehub('start', '--config', file);
    taken.close();
    expect(err).toContain(`127.0.0.1:${port}`);
    expect(code).toBe(1);
  });
});

test('a log reader that has stopped does not stop the process', async () => {
  const script = `
    import { createLogger } from './gateway/observe/index.ts';
    const logger = createLogger('info');
    for (let index = 0; index < 50000; index += 1) logger.info('line', { detail: 'x'.repeat(200) });
    setTimeout(() => { process.stderr.write('alive ' + (logger.dropped() > 0)); process.exit(0); }, 50);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  // Nobody reads child.stdout: it fills and stays full.
  const [code] = await once(child, 'exit');
  expect({ said, code }).toEqual({ said: 'alive true', code: 0 });
});
