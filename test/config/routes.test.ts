import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadHub } from '../../config/load.ts';
import { checkLinks } from '../../gateway/check-links.ts';

/*
 * A kind that a route names and its link cannot submit would be accepted and told to nobody: it is told at the start and by
 * `config check`, with its place.
 */
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracehub-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sealKey = randomBytes(32).toString('hex');
const hubOf = (adapter: string, profile: string, when: string, more: string) => `store: { driver: sqlite, path: hub.db }
secrets: { sealKey: "${sealKey}" }
links:
  one:
    adapter: ${adapter}
    profile: ${profile}
    endpoint: https://platform.example/
    settings: ${adapter === 'msfx' ? '{ appKey: "12345678", appSecret: x }' : '{}'}
routes:
  - link: one
    when: ${when}
${more}
`;

/** @returns what the check says of such a route, or nothing. */
async function said(adapter: string, profile: string, when: string, more = ''): Promise<string> {
  const file = join(folder, 'hub.yaml');
  await writeFile(file, hubOf(adapter, profile, when, more));
  const hub = await loadHub(file);
  return checkLinks(hub, file).then(
    () => '',
    ({ message }: Error) => message.replace(folder, '').slice(1),
  );
}

describe('a route that names kinds', () => {
  test('says what its link takes instead of one that it cannot submit', async () =>
    expect(await said('nhsa', 'nhsa/national', '{ kinds: [retail-sale, pack] }')).toBe(
      'hub.yaml:11:34 routes[0].when.kinds[1]: link one cannot submit "pack": profile nhsa/national has no table for it; it takes ' +
        'retail-sale, retail-return, dispense, dispense-return, purchase-in, purchase-return, stock-count, stock-adjust, transfer-in, ' +
        'transfer-out, destroy',
    ));

  test('is told of each of them', async () => {
    const text = await said('msfx', 'msfx/hospital', '{ kinds: [sale-out, retail-sale] }');
    expect(text.match(/cannot submit "(sale-out|retail-sale)": profile msfx\/hospital/g)).toHaveLength(2);
  });

  test('is told of a kind that there is not', async () =>
    expect(await said('nhsa', 'nhsa/national', '{ kinds: [retial-sale] }')).toBe(
      'hub.yaml:11:21 routes[0].when.kinds[0]: there is no kind "retial-sale"; did you mean "retail-sale"?',
    ));

  test('passes when its link can submit them, or when it names none', async () => {
    expect(await said('nhsa', 'nhsa/national', '{ kinds: [retail-sale, retail-return] }')).toBe('');
    expect(await said('msfx', 'msfx/hospital', '{ regions: ["43"] }')).toBe('');
  });
});

describe('a profile that only a demonstration speaks', () => {
  test('is refused where there is no sandbox', async () =>
    expect(await said('mah-rest', 'mah-rest/demo', '{}')).toBe(
      'hub.yaml:6:14 links.one.profile: "mah-rest/demo" is a demonstration that only a sandbox may link: no platform speaks it (仅供沙箱演示)',
    ));

  test('passes in a sandbox', async () =>
    expect(await said('mah-rest', 'mah-rest/demo', '{}', 'sandbox: {}')).toBe(''));
});

test('the production example names profiles and kinds that its links can work with', async () => {
  const text = await readFile(new URL('../../config/production.example.yaml', import.meta.url), 'utf8');
  const file = join(folder, 'production.yaml');
  const links = text.slice(text.indexOf('\nlinks:'));
  const own = links
    .replaceAll(/\$\{file:secrets\/msfx-app-key\}/g, '"12345678"')
    .replaceAll(/\$\{file:[^}]*\}/g, 'own');
  await writeFile(file, `store: { driver: sqlite, path: hub.db }\nsecrets: { sealKey: "${sealKey}" }\n${own}`);
  await expect(loadHub(file).then((hub) => checkLinks(hub, file))).resolves.toBeUndefined();
});
