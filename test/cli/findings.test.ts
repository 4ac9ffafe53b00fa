import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findings } from '../../gateway/cli/commands/findings.ts';
import { runCli } from '../../gateway/cli/run-cli.ts';
import { createAssessor } from '../../gateway/ledger/index.ts';
import { openStore } from '../../gateway/store/index.ts';
import { recordingLogger, silentMetrics } from '../dispatch/rig.ts';
import { newId, noon, sample } from '../store/samples.ts';

const pack = '81853860111704596503';
let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-findings-'));
  config = join(folder, 'hub.yaml');
  const path = join(folder, 'hub.db');
  await writeFile(
    config,
    `server: { host: 127.0.0.1, port: 8080, opsHost: 127.0.0.1, opsPort: 9090 }
store: { driver: sqlite, path: ${path} }
secrets: { sealKey: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
links: {}
routes: []
`,
    { mode: 0o600 },
  );
  const store = await openStore({ driver: 'sqlite', path });
  for (const tenant of ['chain-a', 'chain-b']) {
    const shop = { code: 'P43010200001', name: 'P', region: '430102', role: 'pharmacy', links: {}, updatedAt: noon };
    await store.putInstitution({ tenant, ...shop });
    await store.accept(sample({ tenant, codes: [{ value: pack }] }));
  }
  await store.accept(sample({ tenant: 'chain-b', kind: 'retail-return', codes: [{ value: '81853860111704596504' }] }));
  await createAssessor({
    store,
    owner: 'x',
    clock: { now: () => noon },
    newId,
    logger: recordingLogger(),
    metrics: silentMetrics,
  }).catchUp();
  await store.close();
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...words: readonly string[]) {
  const said = { out: '', err: '' };
  const say = (stream: 'out' | 'err') => (text: string) => {
    said[stream] += text;
  };
  const io = { out: say('out'), err: say('err') };
  const exitCode = await runCli([findings], ['findings', ...words, '--config', config], io);
  return { exitCode, ...said };
}

test('writes one row per event of the evidence, for everybody’s findings', async () => {
  const { exitCode, out } = await run();
  expect(exitCode).toBe(0);
  const rows = out.trim().split('\n').slice(1);
  expect(rows).toHaveLength(3);
  expect(rows.filter((row) => row.includes('sold-twice,同一追溯码重复销售,high,假药、回流药、串换'))).toHaveLength(2);
});

test('shows what one tenant may see, by class, one finding per line', async () => {
  const { out } = await run('--tenant', 'chain-a', '--class', 'sold-twice', '--format', 'ndjson');
  const found = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(found).toMatchObject([{ code: pack, class: 'sold-twice', open: true }]);
  expect(out).not.toContain('chain-b');
  expect((await run('--tenant', 'chain-c', '--format', 'ndjson')).out.trim()).toBe('');
});

test('refuses a class that there is not', async () => {
  const { exitCode, err } = await run('--class', 'odd');
  expect(exitCode).toBe(2);
  expect(err).toContain('--class must be one of sold-twice');
});
