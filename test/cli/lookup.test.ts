import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { lookup } from '../../gateway/cli/commands/lookup.ts';
import { runCli } from '../../gateway/cli/run-cli.ts';

let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-lookup-'));
  config = join(folder, 'hub.yaml');
  await writeFile(
    config,
    `server: { host: 127.0.0.1, port: 8080, opsHost: 127.0.0.1, opsPort: 9090 }
store: { driver: sqlite, path: ${join(folder, 'hub.db')} }
secrets: { sealKey: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
links:
  msfx:
    title: 码上放心
    adapter: msfx
    profile: msfx/wholesale-kyt
    endpoint: http://127.0.0.1:1/router/rest
    allowAddresses: [127.0.0.0/8]
    settings: { appKey: "12345678", appSecret: 5f0c2e7d1b }
  hunan:
    title: 湖南医保
    adapter: nhsa
    profile: nhsa/430000-hunan
    endpoint: http://127.0.0.1:1/fsi
    allowAddresses: [127.0.0.0/8]
routes: [{ link: msfx }]
`,
    { mode: 0o600 },
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...words: readonly string[]) {
  const said = { out: '', err: '' };
  const say = (stream: 'out' | 'err') => (text: string) => {
    said[stream] += text;
  };
  const io = { out: say('out'), err: say('err') };
  const exitCode = await runCli([lookup], ['lookup', ...words, '--config', config, '--tenant', 'T'], io);
  return { exitCode, ...said };
}

test('a link alone lists what may be asked of it, by its profile', async () => {
  const { exitCode, out } = await run('msfx');
  expect(exitCode).toBe(0);
  expect(out).toContain('code-flow');
  expect(out).toContain('code=81234560000000000001');
  expect(out).not.toContain('insurance-codes');
});

test.each([
  ['a link that does not exist', ['none'], 4, 'there is no link none'],
  ['a look-up that does not exist', ['msfx', 'none'], 4, 'has no look-up none'],
  ['no institution', ['msfx', 'last-four', 'code=81234560000000000001'], 2, '--institution'],
  ['a word that is no parameter', ['msfx', 'last-four', '81', '--institution', 'I'], 2, 'no <name>=<value>'],
  ['a wrong parameter', ['msfx', 'code-detail', 'codes=1,2', '--institution', 'I'], 1, 'codes/0'],
] as const)('%s', async (_name, words, exitCode, said) => {
  const result = await run(...words);
  expect([result.exitCode, result.err.includes(said)]).toEqual([exitCode, true]);
});

test('an institution that the directory lacks is an answer for scripts', async () => {
  const { exitCode, out } = await run('msfx', 'last-four', 'code=81234560000000000001', '--institution', 'I');
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ type: 'fault', fault: { code: 'SETTINGS_MISSING' } });
});

test('what ends a session is not for a command, which has one of its own', async () => {
  const { out } = await run('hunan');
  expect(out).toContain('codes-sold');
  expect(out).not.toContain('sign-out');
  const { exitCode, err } = await run('hunan', 'sign-out', '--institution', 'I');
  expect(exitCode).toBe(2);
  expect(err).toContain('POST /v1/links/hunan/lookups/sign-out');
});
