import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from '../../gateway/cli/command.ts';
import { configCheck } from '../../gateway/cli/commands/config.ts';
import { start } from '../../gateway/cli/commands/start.ts';
import { runCli } from '../../gateway/cli/run-cli.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';

/** What an operator reads who names a region that is reached through a library on the premises (transport T4). */
const premises = [...(await loadProfiles()).values()].filter(({ support }) => support === 'agent');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** @returns the sandbox's configuration with another profile in its first link, and where that stands. */
async function fileWith(profile: string): Promise<{ readonly file: string; readonly line: number }> {
  const text = await readFile(new URL('../../config/sandbox.yaml', import.meta.url), 'utf8');
  const changed = text.replace('profile: nhsa/430000-hunan', `profile: ${profile}`);
  const file = join(folder, 'hub.yaml');
  await writeFile(file, changed);
  return { file, line: changed.slice(0, changed.indexOf(`profile: ${profile}`)).split('\n').length };
}

async function said(
  command: Command,
  words: readonly string[],
): Promise<{ readonly code: number; readonly err: string }> {
  const err: string[] = [];
  const io = { out: () => {}, err: (text: string) => void err.push(text) };
  return { code: await runCli([command], [...words], io), err: err.join('') };
}

describe.each(premises.map(({ id }) => id))('%s', (profile) => {
  test.each([
    ['config check', configCheck],
    ['start', start],
  ])(
    'tracehub %s says that it needs an on-premise agent, with file and place, in both languages',
    async (name, command) => {
      const { file, line } = await fileWith(profile);
      const { code, err } = await said(command, [...name.split(' '), '--config', file]);
      expect(code).toBe(3);
      expect(err).toContain(`${file}:${line}:`);
      expect(err).toContain(`links.nhsa-hunan.profile: "${profile}" needs on-premise agent`);
      expect(err).toContain('需在机构内部署本地代理');
    },
  );
});

test('a region that is reached over the network passes the same check', async () => {
  const { file } = await fileWith('nhsa/440000-guangdong');
  const { err } = await said(configCheck, ['config', 'check', '--config', file]);
  expect(err).not.toContain('on-premise');
});
