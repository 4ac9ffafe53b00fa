import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadSealKey, SealKeyError } from '../../gateway/directory/index.ts';
import { open, SealError, seal } from '../../gateway/directory/seal.ts';

const key = Buffer.alloc(32, 1);
const owner = { tenant: 'T', institution: 'P1', link: 'hunan' };

describe('an envelope', () => {
  const envelope = seal(key, owner, '{"secret":"密"}');

  test('opens for its owner, shows nothing, and differs each time', () => {
    expect(open(key, owner, envelope)).toBe('{"secret":"密"}');
    expect(envelope).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
    expect(Buffer.from(envelope.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('secret');
    expect(seal(key, owner, '{"secret":"密"}')).not.toBe(envelope);
  });

  test.each([
    ['tenant', { ...owner, tenant: 'U' }],
    ['institution', { ...owner, institution: 'P2' }],
    ['link', { ...owner, link: 'msfx' }],
  ])('does not open for another %s', (_name, other) => {
    expect(() => open(key, other, envelope)).toThrow(SealError);
  });

  test('does not open when any part was changed', () => {
    const [version = '', id = '', data = ''] = envelope.split('.');
    const bytes = Buffer.from(data, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => open(key, owner, [version, id, changed.toString('base64url')].join('.'))).toThrow(SealError);
    }
    for (const other of ['', 'v2.a.b', `${envelope}.x`, `${version}.${id}.AAAA`]) {
      expect(() => open(key, owner, other)).toThrow(SealError);
    }
  });

  test('under another key says so', () => {
    expect(() => open(Buffer.alloc(32, 2), owner, envelope)).toThrow(/another key/);
  });
});

describe('loadSealKey', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tracehub-seal-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('takes hex and Base64', async () => {
    expect(await loadSealKey(key.toString('hex'))).toEqual(key);
    expect(await loadSealKey(`${key.toString('base64')}\n`)).toEqual(key);
  });

  test.each(['', 'abc', 'a'.repeat(63), Buffer.alloc(16).toString('base64'), 'secret secret'])(
    'refuses "%s"',
    async (text) => {
      await expect(loadSealKey(text)).rejects.toThrow(SealKeyError);
    },
  );

  test('makes a key file once, for the owner only, also when two start together', async () => {
    const path = join(folder, 'sub', 'seal.key');
    const [one, two] = await Promise.all([loadSealKey(`generate:${path}`), loadSealKey(`generate:${path}`)]);
    expect(one).toEqual(two);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const before = await readFile(path);
    expect(await loadSealKey(`generate:${path}`)).toEqual(one);
    expect(await readFile(path)).toEqual(before);
  });

  test('refuses a key file that others may read, and one that holds no key', async () => {
    const path = join(folder, 'open.key');
    await writeFile(path, key.toString('hex'));
    await chmod(path, 0o644);
    await expect(loadSealKey(`generate:${path}`)).rejects.toThrow(/chmod 600/);
    await writeFile(path, 'nothing');
    await chmod(path, 0o600);
    await expect(loadSealKey(`generate:${path}`)).rejects.toThrow(SealKeyError);
  });
});
