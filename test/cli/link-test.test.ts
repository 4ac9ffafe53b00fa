import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { simulators } from '../../adapters/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../config/load.ts';
import { linkTest } from '../../gateway/cli/commands/link.ts';
import { printLinkTest } from '../../gateway/cli/describe-link-test.ts';
import { runCli } from '../../gateway/cli/run-cli.ts';
import { peerOf } from '../../gateway/link/peer.ts';
import { withLinks } from '../../gateway/links-once.ts';

let folder: string;
let config: string;
let platform: Simulator;
beforeAll(async () => {
  const start = await simulators.nhsa?.();
  if (start === undefined) throw new Error('no simulator nhsa');
  platform = await start({ port: 0, controlPort: 0 });
  folder = await mkdtemp(join(tmpdir(), 'tracehub-link-test-'));
  config = join(folder, 'hub.yaml');
  const link = (endpoint: string) => `
    title: 湖南
    adapter: nhsa
    profile: nhsa/430000-hunan
    endpoint: ${endpoint}
    allowAddresses: [127.0.0.0/8]`;
  await writeFile(
    config,
    `store: { driver: sqlite, path: ${join(folder, 'hub.db')} }
secrets: { sealKey: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
links:
  up: ${link(platform.endpoint)}
  down: ${link('http://127.0.0.1:1/csb')}
routes: [{ link: up }]
`,
    { mode: 0o600 },
  );
  const institution = (code: string, sk: string) => ({
    ...{ code, name: '一', region: '430102', role: 'pharmacy' },
    links: Object.fromEntries(
      ['up', 'down'].map((id) => {
        const identity = { fixmedins_code: 'P43010000001', fixmedins_name: '一', opter: 'T', opter_name: '追溯通' };
        return [id, { identity, credentials: { ak: 'ak-demo-hn-001', sk } }];
      }),
    ),
  });
  await withLinks(await loadHub(config), async ({ directory }) => {
    for (const entry of [institution('GOOD', 'sk-demo-hn-001'), institution('BAD', 'sk-of-nobody')])
      expect(await directory.put('T', entry)).toHaveProperty('entry');
  });
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true });
});

async function run(...words: readonly string[]) {
  const said = { out: '', err: '' };
  const io = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
  };
  const exitCode = await runCli([linkTest], ['link', 'test', ...words, '--config', config, '--tenant', 'T'], io);
  return { exitCode, ...said };
}

test('a link that works: where it went, each call with its duration, exit code 0', async () => {
  const { exitCode, out } = await run('up', '--institution', 'GOOD');
  expect(out).toMatch(/^link +up 湖南 \(nhsa, nhsa\/430000-hunan\)$/m);
  expect(out).toMatch(/^address +http:\/\/127\.0\.0\.1:\d+\/\S+ -> 127\.0\.0\.1:\d+$/m);
  expect(out).toMatch(/^TLS +none: plain http$/m);
  expect(out).toMatch(/^call +9001 .*签到.*: ok, \d+ ms\ncall +3513 .*: \S+, \d+ ms\nresult +ok, \d+ ms$/m);
  expect(exitCode).toBe(0);
  expect(platform.ledger()).toEqual([]);
});

test('wrong keys: the platform’s code and ours with a hint in both languages, and no secret', async () => {
  const { exitCode, out } = await run('up', '--institution', 'BAD');
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^native +\S+/m);
  expect(out).toMatch(/^fault +NHSA_SIGNATURE_REFUSED \(auth; for: rollout\)$/m);
  expect(out).toMatch(/^hint +.*[a-z].*[\u4e00-\u9fff]/m);
  expect(out).not.toContain('sk-of-nobody');
});

test('a platform that is not there: no connection came about; the same for scripts', async () => {
  const { exitCode, out } = await run('down', '--institution', 'GOOD', '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ outcome: 'fault', fault: { code: 'CONNECT_REFUSED', actor: 'sre' } });
  expect(JSON.parse(out)).not.toHaveProperty('peer');
});

test.each([
  ['an unknown link', ['none', '--institution', 'GOOD'], 4, 'known are up, down'],
  ['nobody to ask for', ['up'], 2, 'give --institution'],
] as const)('%s', async (_name, words, exitCode, said) => {
  const result = await run(...words);
  expect([result.exitCode, result.err.includes(said)]).toEqual([exitCode, true]);
});

test('an institution that the directory lacks is told so, with what to do', async () => {
  const { exitCode, out } = await run('up', '--institution', 'NOBODY');
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^fault +SETTINGS_MISSING/m);
  expect(out).toMatch(/^address +http:\/\/127\.0\.0\.1:\d+\/\S+ -> not tried$/m);
  expect(out).not.toMatch(/^call/m);
});

test('a connection that was tried in vain is told apart from one that was not tried', async () => {
  const { out } = await run('down', '--institution', 'GOOD');
  expect(out).toMatch(/^address +\S+ -> no connection$/m);
});

test('a connection with TLS tells its protocol', async () => {
  // A pre-shared key needs no certificate (RFC 4279).
  const psk = { key: Buffer.alloc(16, 7), identity: 'test' };
  const options = { ciphers: 'PSK', maxVersion: 'TLSv1.2', minVersion: 'TLSv1.2' } as const;
  const server = createServer({ ...options, pskCallback: () => psk.key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const checkServerIdentity = () => undefined;
  const socket = connect({
    ...options,
    host: '127.0.0.1',
    port,
    checkServerIdentity,
    pskCallback: () => ({ psk: psk.key, identity: psk.identity }),
  });
  await once(socket, 'secureConnect');
  expect(peerOf(socket)).toEqual({ address: `127.0.0.1:${port}`, tls: { protocol: 'TLSv1.2' } });
  socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('the certificate is told with its end', () => {
  const tls = { protocol: 'TLSv1.3', validUntil: Date.UTC(2027, 0, 31), issuedBy: 'CFCA OV OCA' };
  const shown = printLinkTest({
    ...{ link: 'a', title: '', adapter: 'nhsa', profile: 'nhsa/national', endpoint: 'https://a.test/', tenant: 'T' },
    ...{ institution: 'I', calls: [], outcome: 'ok', durationMs: 1, clockSkewMs: -240_000 },
    peer: { address: '10.0.0.1:443', tls },
  });
  expect(shown).toMatch(/^TLS +TLSv1\.3, certificate valid until 2027-01-31, issued by CFCA OV OCA$/m);
  expect(shown).toContain("the platform's is -240 s off ours");
});
