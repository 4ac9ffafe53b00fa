import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { missingLines, type Step, stepsOf } from './guide.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = ['docs/guides/add-a-region.md', 'docs/guides/add-a-region.zh-CN.md'];
const copied = ['adapters', 'bin', 'config', 'docs', 'gateway', 'mappings', 'test'];
const copiedFiles = ['package.json', 'tsconfig.json', 'biome.json', 'jest.config.js', 'README.md', 'README.zh-CN.md'];
/** The ports that the guide names; another gateway may be running here. */
const namedPorts = ['8080', '9090', '18081', '18181'];
const config = 'config/examples/region.yaml';
const limitMs = 300_000;

const [english = [], chinese = []] = await Promise.all(
  guides.map(async (guide) => stepsOf(await readFile(join(root, guide), 'utf8'))),
);

test('the guide has the same steps in both languages', () => {
  expect(english.length).toBeGreaterThan(10);
  expect(chinese).toEqual(english);
});

test('a line that a step does not print is missed, one after the other', () => {
  const step = { prints: 'a … c\nb\n' };
  expect(missingLines(step, 'x\na b c\nb\n')).toEqual([]);
  expect(missingLines(step, 'b\na b c\n')).toEqual(['b']);
  expect(missingLines(step, 'a b c d\nb')).toEqual(['a … c']);
});

/*
 * From a fresh clone to a sale in the simulator's ledger: every command of the guide in one shell, in a copy of the repository. Only the
 * installation is done already, and the ports are free ones.
 */
describe('the guide that adds a region', () => {
  let copy: string;
  const ports = new Map<string, string>();
  const withFreePorts = (text: string) =>
    namedPorts.reduce(
      (changed, port) => changed.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), ports.get(port) ?? port),
      text,
    );
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'tracehub-guide-'));
    for (const name of [...copied, ...copiedFiles]) await cp(join(root, name), join(copy, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    const free = await freePorts(namedPorts.length);
    for (const [index, port] of namedPorts.entries()) ports.set(port, String(free[index]));
    await writeFile(join(copy, config), withFreePorts(await readFile(join(copy, config), 'utf8')));
  }, limitMs);
  afterAll(() => rm(copy, { recursive: true, force: true }));

  test(
    'does what it says, step by step, and leaves nothing stale',
    async () => {
      const steps: readonly Step[] = english.filter(({ commands }) => commands !== 'npm ci\n');
      const last = 'npm run -s check:drift && node_modules/.bin/biome check mappings config && echo all in order';
      const outputs = await shell([...steps.map(({ commands }) => commands), last].map(withFreePorts));
      for (const [index, { commands, prints }] of steps.entries()) {
        const output = outputs[index] ?? '';
        expect({ commands, missing: missingLines({ prints: withFreePorts(prints) }, output), output }).toEqual({
          commands,
          missing: [],
          output,
        });
      }
      expect(outputs[steps.length]).toContain('all in order');
      const welcome = await readFile(join(copy, 'qingdao.log'), 'utf8');
      expect(welcome).toContain('export KEY=thk_');
      expect(welcome).not.toContain('A first sale');
    },
    limitMs,
  );

  /** @returns what each of the commands printed, run one after the other in one shell */
  async function shell(commands: readonly string[]): Promise<readonly string[]> {
    const mark = '@@ next @@';
    const script = commands.map((each) => `${each}\necho; echo '${mark}'\n`).join('');
    const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
    const child = spawn('bash', ['-c', `exec 2>&1\ntrap 'kill $(jobs -p) 2> /dev/null' EXIT\n${script}`], {
      cwd: copy,
      env: { ...process.env, PATH: path },
    });
    let output = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) output += chunk;
    return output.split(`${mark}\n`);
  }
});

/** @returns ports that nobody listens on now */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.once('listening', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
