import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
/** What a change of an adapter or a profile touches; results and dependencies stay where they are. */
const copied = ['adapters', 'config', 'docs', 'gateway', 'mappings', 'test'];
const copiedFiles = ['package.json', 'tsconfig.json', 'biome.json', 'jest.config.js', 'README.md', 'README.zh-CN.md'];
const limitMs = 180_000;

/*
 * What `npm run new:adapter` writes is complete: types, style, generated pages and the contract kit are content with it as it is. Tried
 * in a copy of the repository. The region of `npm run new:region` goes the whole way of its guide in guide.test.ts.
 */
let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'tracehub-new-'));
  for (const name of [...copied, ...copiedFiles]) await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
}, limitMs);
afterAll(() => rm(copy, { recursive: true, force: true }));

async function node(...parts: readonly string[]): Promise<string> {
  const done = run(process.execPath, [...parts], { cwd: copy, maxBuffer: 64 * 1024 * 1024 });
  const { stdout, stderr } = await done.catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

describe('a new adapter and a new region', () => {
  test(
    'the adapter is written and content with itself',
    async () => {
      expect(await node('test/tools/new/adapter.ts', 'city-trace')).toContain('added city-trace to adapters/index.ts');
      expect(await node('node_modules/typescript/lib/tsc.js', '--noEmit')).toBe('');
      expect(await node('test/tools/generate.ts', '--check')).toBe('');
      const style = await node(
        'node_modules/@biomejs/biome/bin/biome',
        'check',
        'adapters',
        'mappings',
        'test/contract',
      );
      expect(style).toMatch(/No fixes applied/);
      const kit = await node(...jest, 'test/contract', '-t', 'city-trace');
      expect(kit).toMatch(/Tests: +\d+ skipped, \d+ passed, \d+ total/);
    },
    limitMs,
  );

  test('are refused where there is one already, or the command makes no sense', async () => {
    expect(await node('test/tools/new/adapter.ts', 'nhsa')).toContain('there is an adapter nhsa already');
    expect(await node('test/tools/new/adapter.ts', 'Not An Id')).toContain('is no id');
    expect(await node('test/tools/new/region.ts', '430000', '湖南省')).toContain(
      'nhsa/430000-hunan is that region already',
    );
    expect(await node('test/tools/new/region.ts', '3702', '青岛市')).toContain('6 digits');
    expect(await node('test/tools/new/region.ts', '370300', '淄博市', '--transport', 'plian')).toContain('one of csb');
  });
});

test('a mistake in a profile is told in one sentence, and nothing else', async () => {
  const path = join(copy, 'mappings/nhsa/provinces/120000-tianjin.yaml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('support: baseline', 'support: baselin'));
  const said =
    "ProfileError: mappings/nhsa/provinces/120000-tianjin.yaml:6 support: 'baselin' is not allowed; did you mean 'baseline'?\n";
  expect(await node('test/tools/generate.ts', '--check')).toBe(said);
  expect(await node('test/tools/new/region.ts', '370200', '青岛市')).toBe(said);
  await writeFile(path, text);
});

test('an adapter without its family file stops the kit with a sentence that says what to write', async () => {
  const family = join(copy, 'test/contract/families/mah-rest.ts');
  const text = await readFile(family, 'utf8');
  await rm(family);
  expect(await node('test/tools/generate.ts', '--check')).toContain(
    'adapter mah-rest has no test/contract/families/mah-rest.ts: export there a ContractFamily',
  );
  await writeFile(family, text);
});
