import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { catalogueExport, catalogueImport } from '../../gateway/cli/commands/catalogue.ts';
import { runCli } from '../../gateway/cli/run-cli.ts';

let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-catalogue-cli-'));
  config = join(folder, 'hub.yaml');
  await writeFile(
    config,
    `server: { host: 127.0.0.1, port: 8080, opsHost: 127.0.0.1, opsPort: 9090 }
store: { driver: sqlite, path: ${join(folder, 'hub.db')} }
secrets: { sealKey: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 }
links: {}
routes: []
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
  const exitCode = await runCli([catalogueImport, catalogueExport], ['catalogue', ...words, '--config', config], io);
  return { exitCode, ...said };
}

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const header = 'prefix,nhsaCode,localName,source,validFrom';

test('a file with mistakes changes nothing and names them by line; its sound lines can be taken', async () => {
  const path = await file('bad.csv', `${header}\n8000001,XA,药,目录,2026-01-01\n12,XA,药,目录,2026-01-01\n`);
  const refused = await run('import', path);
  expect(refused.exitCode).toBe(1);
  expect(refused.err).toContain(`${path}:3 prefix: must be 7 digits`);
  expect(refused.out).toMatch(/^refused: added 0/);
  expect((await run('export')).out.split('\n')).toHaveLength(2);
  const taken = await run('import', path, '--skip-errors');
  expect([taken.exitCode, taken.out]).toEqual([0, expect.stringMatching(/^imported: added 1,.*problems 1/)]);
});

test('a dry run says what would become of a file; conflicts between origins are listed and both kept', async () => {
  const path = await file('other.csv', `${header}\n8000001,XB,药,他表,2026-01-01\n`);
  const dry = await run('import', path, '--origin', 'msfx', '--dry-run');
  expect(dry.out).toMatch(/^checked: added 1, .*disputed 1/);
  expect(dry.err).toContain('other.csv:2 prefix 8000001: nhsaCode XB, user says XA');
  await run('import', path, '--origin', 'msfx');
  const again = await run('import', path, '--origin', 'msfx');
  expect(again.out).toMatch(/^imported: added 0, changed 0, unchanged 1/);
  expect((await run('export')).out).toContain('8000001,,,XA,');
  expect((await run('export', '--origin', 'msfx')).out).toContain('8000001,,,XB,');
});

test('an export is an import that says nothing new', async () => {
  await run('import', await file('name.csv', `${header}\n8000009,XC,"药, ""大""",目录,2026-01-01\n`));
  const { out } = await run('export', '--origin', 'user');
  expect(out).toContain('"药, ""大"""');
  const again = await run('import', await file('export.csv', out));
  expect(again.out).toMatch(/^imported: added 0, changed 0, unchanged 2, repeated 0/);
});

test('a file in GB18030, as Excel in China writes it, is read as such and said to be', async () => {
  const row = '8000007,XG,头孢克肟片,目录,2026-01-01';
  const path = await file('gbk.csv', iconv.encode(`${header}\n${row}\n`, 'gbk'));
  const { err, out } = await run('import', path);
  expect(err).toBe(`${path}: read as GB18030\n`);
  expect(out).toMatch(/^imported: added 1/);
  expect((await run('export')).out).toContain('头孢克肟片');
  expect((await run('import', path, '--encoding', 'GBK')).err).toBe('');
  const wrong = await run('import', path, '--encoding', 'utf-8');
  expect([wrong.exitCode, wrong.err]).toEqual([1, expect.stringContaining(`${path}:2: is no UTF-8`)]);
});

test.each([
  ['an unknown encoding', ['import', 'x.csv', '--encoding', 'big5'], 2, '--encoding is utf-8 or gb18030'],
  ['an unknown format', ['import', 'x.csv', '--format', 'pdf'], 2, '--format is one of csv, xlsx'],
  ['an unknown origin', ['import', 'x.csv', '--origin', 'me'], 2, '--origin is one of user'],
  ['a file that is not there', ['import', '/nowhere.csv'], 1, 'cannot be read'],
  ['a day that is none', ['import', 'x.csv', '--valid-from', 'today'], 2, 'yyyy-MM-dd'],
] as const)('%s is told', async (_name, words, exitCode, said) => {
  const result = await run(...words);
  expect([result.exitCode, result.err.includes(said)]).toEqual([exitCode, true]);
});
