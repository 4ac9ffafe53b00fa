import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadHub, showConfig } from '../../config/load.ts';
import { ConfigError } from '../../config/problem.ts';
import { isSampleSecret } from '../../config/samples.ts';

const key = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const sound = `
store: { driver: sqlite, path: data/hub.db }
secrets: { sealKey: "${key}" }
links:
  msfx:
    adapter: msfx
    endpoint: https://eco.taobao.com/router/rest
routes:
  - link: msfx
`;

/** A quoted reference, as it stands in YAML. */
const ref = (target: string, after = '') => `"\${${target}}${after}"`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, text: string, mode = 0o600): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

/** Loads a configuration that must be refused; @returns the message without the folder. */
async function refusal(text: string): Promise<string> {
  const file = await write('hub.yaml', text);
  const error = await loadHub(file).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ConfigError);
  return String((error as ConfigError).message).replaceAll(`${folder}/`, '');
}

describe('a sound file', () => {
  test('gets every default, absolute paths and named links', async () => {
    const hub = await loadHub(await write('hub.yaml', sound));
    expect(hub.server).toMatchObject({ port: 8080, opsPort: 9090, bodyLimitBytes: 1_048_576 });
    expect(hub.store).toEqual({ driver: 'sqlite', path: join(folder, 'data/hub.db') });
    expect(hub.sealKey).toBe(key);
    expect(hub.links.msfx).toMatchObject({
      id: 'msfx',
      title: 'msfx',
      allowAddresses: [],
      settings: {},
      limits: { maxInFlight: 8, burst: 1 },
      timeouts: { connectMs: 3000, attemptMs: 15_000 },
      breaker: { openMs: 15_000, maxOpenMs: 600_000 },
      enquiry: { settleMs: 60_000 },
    });
    expect(hub.links.msfx?.retry.scheduleMs).toHaveLength(9);
    expect(hub.routes).toEqual([{ link: 'msfx', primary: false, when: {} }]);
    expect(hub.baseDir).toBe(folder);
  });

  test('names the catalogue relative to itself', async () => {
    const hub = await loadHub(await write('hub.yaml', `${sound}catalogue: tables/catalogue.csv\n`));
    expect(hub.catalogue).toBe(join(folder, 'tables/catalogue.csv'));
  });

  test('overrides are laid over it and checked like the file', async () => {
    const file = await write('hub.yaml', sound);
    const hub = await loadHub(file, { server: { port: 0 }, links: { msfx: { limits: { maxInFlight: 2 } } } });
    expect(hub.server.port).toBe(0);
    expect(hub.server.opsPort).toBe(9090);
    expect(hub.links.msfx?.limits).toEqual({ maxInFlight: 2, burst: 1 });
    await expect(loadHub(file, { server: { maxConnections: 0 } })).rejects.toThrow(
      'server.maxConnections: must be >= 1 (is 0)',
    );
  });
});

describe('references', () => {
  test('files and variables are put in; a whole reference becomes the number the schema wants', async () => {
    await write('seal.key', `${key}\n`);
    const text = sound
      .replace(`"${key}"`, ref('file:seal.key'))
      .concat(
        `server: { port: ${ref('env:TRACEHUB_TEST_UNSET:-18080')}, host: ${ref('env:TRACEHUB_TEST_UNSET:-127.0.0', '.1')} }\n`,
      );
    const hub = await loadHub(await write('hub.yaml', text));
    expect(hub.sealKey).toBe(key);
    expect(hub.server.port).toBe(18_080);
    expect(hub.server.host).toBe('127.0.0.1');
  });

  test('text that is no number stays an error, at its place, with the value masked', async () => {
    const message = await refusal(
      sound.replace(
        '    adapter: msfx',
        `    adapter: msfx\n    limits: { burst: ${ref('env:TRACEHUB_TEST_UNSET:-eighty')} }`,
      ),
    );
    expect(message).toBe('hub.yaml:7:22 links.msfx.limits.burst: must be integer (is •••••• (6 characters))');
  });

  test('keys are not read as references, and a number written as plain text is not converted', async () => {
    expect(await refusal(`${sound}server: { port: "8080" }\n`)).toContain('server.port: must be integer (is "8080")');
  });

  test.each([
    ['env:TRACEHUB_TEST_UNSET', 'the environment variable TRACEHUB_TEST_UNSET is not set'],
    ['file:missing.key', 'cannot read the secret file'],
    ['vault:x', 'unknown reference'],
    ['env:1X', 'unknown reference'],
  ])('%s is refused once, where it stands', async (reference, expected) => {
    const message = await refusal(sound.replace(`"${key}"`, ref(reference)));
    expect(message).toContain('hub.yaml:3:21 secrets.sealKey: ');
    expect(message).toContain(expected);
    expect(message.split('\n')).toHaveLength(1);
  });

  test('a secret file open to everybody is refused, one open to its group is not', async () => {
    const text = sound.replace(`"${key}"`, ref('file:seal.key'));
    await write('seal.key', key, 0o644);
    const message = await refusal(text);
    expect(message).toContain('is open to every user of this machine: chmod o=');
    expect(message).not.toContain(key);
    await write('seal.key', key, 0o640);
    await expect(loadHub(await write('hub.yaml', text))).resolves.toBeDefined();
  });

  test('an empty secret file is refused', async () => {
    await write('seal.key', '\n');
    expect(await refusal(sound.replace(`"${key}"`, ref('file:seal.key')))).toContain('seal.key is empty');
  });
});

describe('errors name file, line, column and key', () => {
  test.each([
    [
      'an unknown key, with the nearest known one',
      `${sound}server:\n  maxConections: 5\n`,
      'hub.yaml:11:3 server.maxConections: unknown key; did you mean "maxConnections"?',
    ],
    ['an unknown key far from any', `${sound}frobnicate: 1\n`, 'hub.yaml:10:1 frobnicate: unknown key'],
    ['a missing key', sound.replace('adapter: msfx', 'title: x'), 'hub.yaml:6:5 links.msfx: "adapter" is missing'],
    [
      'a wrong word',
      `${sound}log: { level: inof }\n`,
      'hub.yaml:10:15 log.level: must be one of error, warn, info, debug, silent (is "inof"); did you mean "info"?',
    ],
    [
      'an unknown store',
      sound.replace('sqlite', 'mysql'),
      'hub.yaml:2:8 store: value of tag "driver" must be in oneOf',
    ],
    [
      'a bad link name',
      sound.replace('  msfx:', '  MSFX:').replace('- link: msfx', '- link: MSFX'),
      'hub.yaml:5:3 links.MSFX: this name must match ^[a-z][a-z0-9-]{1,40}$',
    ],
    [
      'a route to nowhere',
      sound.replace('- link: msfx', '- link: mfsx'),
      'hub.yaml:9:11 routes[0].link: there is no link "mfsx"; did you mean "msfx"?',
    ],
    ['a key given twice', `${sound}routes: []\n`, 'hub.yaml:10:1 Map keys must be unique'],
    ['broken YAML', `${sound}server: {\n`, 'hub.yaml:11:1'],
    ['an empty file', '', 'hub.yaml'],
  ])('%s', async (_name, text, expected) => {
    expect(await refusal(text)).toContain(expected);
  });

  test('every problem at once, each on its line', async () => {
    const message = await refusal(`${sound}server: { port: -1, hots: x }\n`);
    expect(message.split('\n')).toHaveLength(2);
  });

  test('a file that is not there', async () => {
    await expect(loadHub(join(folder, 'none.yaml'))).rejects.toThrow('cannot be read (ENOENT)');
  });

  test('a secret never stands in a message', async () => {
    const message = await refusal(sound.replace(`"${key}"`, '[hunter2-hunter2]'));
    expect(message).toContain('secrets.sealKey: must be string (is ••••••)');
    expect(message).not.toContain('hunter2');
  });
});

describe('values that would disable a guard are refused', () => {
  const link = (part: string) => sound.replace('    adapter: msfx', `    adapter: msfx\n    ${part}`);
  test.each([
    ['no connections', `${sound}server: { maxConnections: 0 }\n`],
    ['no body limit', `${sound}server: { bodyLimitBytes: 0 }\n`],
    ['a body limit with a unit', `${sound}server: { bodyLimitBytes: 1mb }\n`],
    ['a body limit beyond reason', `${sound}server: { bodyLimitBytes: 1000000000 }\n`],
    ['no header time-out', `${sound}server: { headersTimeoutMs: 0 }\n`],
    ['an endless request', `${sound}server: { requestTimeoutMs: 100000000 }\n`],
    ['health on the port of the API', `${sound}server: { port: 8080, opsPort: 8080 }\n`],
    ['headers slower than the request', `${sound}server: { headersTimeoutMs: 9000, requestTimeoutMs: 8000 }\n`],
    ['no permits', link('limits: { maxInFlight: 0 }')],
    ['no rate', link('limits: { ratePerSecond: 0 }')],
    ['no deadline', link('timeouts: { attemptMs: 0 }')],
    ['an endless attempt', link('timeouts: { attemptMs: 1000000000 }')],
    ['a connect longer than the attempt', link('timeouts: { connectMs: 5000, attemptMs: 4000 }')],
    ['an endless reply', link('timeouts: { maxReplyBytes: 10000000000 }')],
    ['a breaker that never trips', link('breaker: { errorPercent: 101 }')],
    ['a breaker that never tries again', link('breaker: { openMs: 900000, maxOpenMs: 1000 }')],
    ['an infinite number', link('breaker: { errorPercent: .inf }')],
    ['no retry schedule', link('retry: { scheduleMs: [] }')],
    ['a retry delay beyond the end', link('retry: { scheduleMs: [5000, 9000], giveUpAfterMs: 8000 }')],
    ['an enquiry that cannot end', link('enquiry: { settleMs: 9000, giveUpAfterMs: 8000 }')],
    ['plain http to a public address', sound.replace('https:', 'http:')],
    ['another protocol', sound.replace('https:', 'file:')],
  ])('%s', async (_name, text) => {
    await refusal(text);
  });

  test.each([
    ['a short key', 'abcd'],
    ['a key of zeros', '0'.repeat(64)],
    ['a Base64 key of one byte', Buffer.alloc(32, 65).toString('base64')],
    ['a generated key outside the sandbox', 'generate:seal.key'],
  ])('%s does not seal', async (_name, sealKey) => {
    await refusal(sound.replace(key, sealKey));
  });

  test('a published sample secret is refused outside the sandbox only', async () => {
    const text = link('settings: { appSecret: demo-msfx-secret }');
    const message = await refusal(text);
    expect(message).toContain('links.msfx.settings.appSecret: is a published sample secret');
    await expect(loadHub(await write('hub.yaml', `${text}sandbox: {}\n`))).resolves.toBeDefined();
  });
});

describe('show', () => {
  test('prints what takes effect with secrets masked', async () => {
    await write('app.secret', 'very-secret-1');
    const text = sound
      .replace(
        '    adapter: msfx',
        `    adapter: msfx\n    settings: { appKey: "23", appSecret: ${ref('file:app.secret')} }`,
      )
      .replace('{ driver: sqlite, path: data/hub.db }', '{ driver: postgres, url: "postgres://hub:pass-word@db/hub" }');
    const { value, problems } = await showConfig(await write('hub.yaml', text));
    expect(problems).toEqual([]);
    const shown = JSON.stringify(value);
    for (const secret of ['very-secret-1', 'pass-word', key]) expect(shown).not.toContain(secret);
    expect(value).toMatchObject({
      store: { url: 'postgres://hub:••••••@db/hub', maxConnections: 12 },
      links: { msfx: { settings: { appKey: '23', appSecret: '•••••• (13 characters)' } } },
    });
  });

  test('works on a broken file and says what is wrong', async () => {
    const { value, problems } = await showConfig(
      await write('hub.yaml', sound.replace('adapter: msfx', 'adaptr: msfx')),
    );
    expect(value).toMatchObject({ links: { msfx: { adaptr: 'msfx', limits: { maxInFlight: 8 } } } });
    expect(problems).toHaveLength(2);
  });
});

describe('the configurations that come with TraceHub', () => {
  test('the sandbox loads', async () => {
    const hub = await loadHub('config/sandbox.yaml');
    expect(Object.keys(hub.links)).toEqual(['nhsa-hunan', 'msfx', 'mah-demo']);
    expect(hub.sealKey).toMatch(/^generate:\/.*\/data\/seal\.key$/);
    expect(hub.sandbox?.institutions).toMatch(/^\/.*\/config\/sandbox-institutions\.csv$/);
  });

  test('every secret of the sandbox is known as a sample, so none of them can seal or sign in production', async () => {
    const hub = await loadHub('config/sandbox.yaml');
    const rows = (await readFile('config/sandbox-institutions.csv', 'utf8'))
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const secretColumns = ['credentials.sk', 'credentials.password'].map((name) => rows[0]?.indexOf(name) ?? -1);
    const secrets = rows.slice(1).flatMap((row) => secretColumns.map((column) => row[column] ?? ''));
    const all = [...secrets, String(hub.links.msfx?.settings.appSecret)].filter((secret) => secret !== '');
    expect(all).toHaveLength(5);
    expect(all.filter((secret) => !isSampleSecret(secret))).toEqual([]);
  });

  test('the production example loads as soon as its secrets exist', async () => {
    await mkdir(join(folder, 'secrets'));
    await write('secrets/seal.key', `${key}\n`);
    await write('secrets/database-url', 'postgres://tracehub:pw@db.internal/tracehub\n');
    await write('secrets/msfx-app-key', '24000000\n');
    await write('secrets/msfx-app-secret', 'not-a-sample\n');
    const hub = await loadHub(await write('hub.yaml', await readFile('config/production.example.yaml', 'utf8')));
    expect(hub.store).toMatchObject({ driver: 'postgres', maxConnections: 12 });
    expect(hub.sandbox).toBeUndefined();
  });
});
