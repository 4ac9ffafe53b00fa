import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { adapters } from '../../adapters/index.ts';
import { loadHub } from '../../config/load.ts';
import { checkLinks } from '../../gateway/check-links.ts';
import { buildLinks } from '../../gateway/links.ts';
import { createLogger, createMetrics } from '../../gateway/observe/index.ts';
import { loadProfiles, type MapInput } from '../../mappings/engine/index.ts';
import { contextOf } from '../adapters/nhsa-regions.ts';
import { built, delivery, operation } from '../adapters/nhsa-support.ts';

const profiles = await loadProfiles();
const regions = [...profiles.values()].filter(({ id }) => /^nhsa\/\d{6}-/.test(id));
/** Provinces, regions and cities of GB/T 2260 on the mainland, and 兵团. */
const provinces =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 66'.split(' ');

const example = (name: string): MapInput =>
  JSON.parse(readFileSync(new URL(`../../mappings/nhsa/examples/${name}.json`, import.meta.url), 'utf8'));

/** Every key that some transport asks for; none of them is anybody's. */
const credentials = {
  ak: 'ak',
  sk: 'sk',
  paas_id: 'p',
  paas_secret: 's',
  sm4_key: '0123456789abcdef',
  client_id: '0123456789abcdef',
  client_secret: 's',
  username: 'u',
  password: 'p',
  sm2_private_key: '1'.repeat(64),
};

test('all 31 provinces and 兵团 can be named', () => {
  const found = regions.map(({ id }) => id.slice(5, 11)).filter((code) => code.endsWith('0000'));
  expect(found.sort()).toEqual(provinces.map((code) => `${code}0000`));
});

describe.each(regions.map((profile) => [profile.id, profile] as const))('%s', (id, profile) => {
  test('says what it stands on and what is open', () => {
    expect(profile.resolved.support).toBeDefined();
    expect(profile.open.length).toBeGreaterThan(0);
    expect(profile.chain.at(-1)).toBe('nhsa/national');
    if (profile.support === 'baseline')
      expect(profile.open.some((point) => point.startsWith('Everything.'))).toBe(true);
  });

  test('maps a sale over the counter, an insured one and a return, and the adapter makes requests of them', () => {
    const shaped = (name: string): MapInput => {
      const input = example(name);
      const identity = { ...input.institution.identity, hosp_code: '1101010101' };
      return { ...input, institution: { ...input.institution, identity } };
    };
    for (const name of ['otc-sale', 'insured-sale']) {
      expect(Object.keys(profile.map('retail-sale.submit', shaped(name)))).toHaveLength(1);
    }
    expect(Object.keys(profile.map('retail-return.submit', shaped('return')))).toHaveLength(1);
    const at = contextOf({ profile: id, simulator: {}, credentials, identity: { hosp_code: '1101010101' } });
    const bare = delivery(1);
    const input = { ...bare, ids: operation('retail-sale.submit').businessIds?.(bare, at) ?? bare.ids };
    for (const each of ['sign-in', 'probe', 'retail-sale.submit', 'retail-return.submit', 'retail-sale.enquiry']) {
      const request = built(each, each === 'sign-in' || each === 'probe' ? undefined : input, at);
      expect(request).toMatchObject({ protocol: 'rest', method: 'POST' });
      expect(request.path).toMatch(/^($|\/)/);
    }
    expect(input.ids.items[0]?.ids.fixmedins_bchno).toHaveLength(30);
  });
});

describe('a region behind a library on the premises', () => {
  const file = new URL('../../config/sandbox.yaml', import.meta.url).pathname;
  const hubWith = async (profile: string) => {
    const hub = await loadHub(file);
    const link = hub.links['nhsa-hunan'];
    if (link === undefined) throw new Error('no link');
    return { ...hub, links: { ...hub.links, 'nhsa-hunan': { ...link, profile } } };
  };
  const premises = regions.filter(({ support }) => support === 'agent').map(({ id }) => id);

  test('is known by its level', () => {
    expect(premises).toEqual(['nhsa/350000-fujian', 'nhsa/500000-chongqing', 'nhsa/530000-yunnan']);
  });

  test.each(premises)('%s is refused when it is configured, with its place', async (profile) => {
    const hub = await hubWith(profile);
    await expect(checkLinks(hub, file)).rejects.toThrow(/nhsa-hunan\.profile.*needs on-premise agent/s);
  });

  test('nor does a gateway start with it', async () => {
    const hub = await hubWith('nhsa/500000-chongqing');
    const observe = { logger: createLogger('silent'), metrics: createMetrics({}) };
    expect(() => buildLinks(hub, adapters, profiles, observe)).toThrow('needs on-premise agent');
  });

  test('any other region passes', async () => {
    await expect(checkLinks(await hubWith('nhsa/310000-shanghai'), file)).resolves.toBeUndefined();
  });
});
