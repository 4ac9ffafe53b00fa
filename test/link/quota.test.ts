import { afterEach, describe, expect, test } from '@jest/globals';
import { adapters } from '../../adapters/index.ts';
import { createSharedQuota } from '../../gateway/link/index.ts';
import { buildLinks } from '../../gateway/links.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { recordingLogger, silentMetrics } from '../dispatch/rig.ts';
import { cleanUp, fakeClock, httpServer, linkSettings, restCall, testLink } from './support.ts';

afterEach(cleanUp);

const usedUp = {
  type: 'fault',
  fault: { category: 'rate-limited', code: 'QUOTA_USED', retryAfterMs: 7_200_000 },
} as const;

describe('links that share a quota', () => {
  test('are paused together, say why, and go on together', async () => {
    const clock = fakeClock();
    const server = await httpServer((_request, response) => void response.end('{}'));
    const quota = createSharedQuota('app 1', clock);
    const [one, two] = ['one', 'two'].map((id) => testLink({ ...linkSettings(server.url), id }, { clock, quota }));
    const other = testLink({ ...linkSettings(server.url), id: 'other' }, { clock });
    if (one === undefined || two === undefined) throw new Error('two links');
    const resumed: string[] = [];
    two.onCapacity(() => resumed.push('two'));
    await one.execute({ ...restCall(), paceKey: quota.key, classify: () => usedUp });
    const until = Math.ceil(clock.now() + 7_200_000);
    for (const link of [one, two]) {
      expect(link.capacity()).toEqual({ permits: 0, retryAt: until });
      expect(link.health()).toMatchObject({ pausedUntil: until, pausedBecause: 'QUOTA_USED' });
    }
    expect(other.capacity().permits).toBeGreaterThan(0);
    expect(other.health().pausedBecause).toBeUndefined();
    clock.advance(7_200_000);
    expect(two.capacity().permits).toBeGreaterThan(0);
    expect(two.health()).not.toHaveProperty('pausedBecause');
    expect(resumed.length).toBeGreaterThan(0);
  });

  test('keep one rate between them, and one may close without ending the other', async () => {
    const clock = fakeClock();
    const quota = createSharedQuota('app 1', clock);
    const [one, two] = [quota.join(() => {}), quota.join(() => {})];
    const ask = { key: quota.key, rate: { ratePerSecond: 1, burst: 1 }, priority: 0, maxWaitMs: 0 };
    expect(await one.acquire(ask)).toEqual({ type: 'granted' });
    expect(await two.acquire(ask)).toEqual({ type: 'full', retryAfterMs: 1000 });
    one.close();
    clock.advance(1000);
    expect(await two.acquire(ask)).toEqual({ type: 'granted' });
    two.close();
    clock.advance(1000);
    expect(await two.acquire(ask)).toEqual({ type: 'full', retryAfterMs: 0 });
  });
});

test('links of one AppKey at one platform share its quota; others do not', async () => {
  const settings = { appKey: '12345678', appSecret: 'x' };
  const base = { ...linkSettings('http://127.0.0.1:1'), adapter: 'msfx', profile: 'msfx/retail', settings };
  const hub = {
    links: {
      retail: { ...base, id: 'retail' },
      hospital: { ...base, id: 'hospital', profile: 'msfx/hospital' },
      second: { ...base, id: 'second', settings: { ...settings, appKey: '87654321' } },
      elsewhere: { ...base, id: 'elsewhere', endpoint: 'http://127.0.0.1:2' },
    },
  };
  const links = buildLinks(hub, adapters, await loadProfiles(), { logger: recordingLogger(), metrics: silentMetrics });
  const keys = [...links.values()].map(({ quotaKey }) => quotaKey);
  expect(keys[0]).toBe(keys[1]);
  expect(new Set(keys).size).toBe(3);
  expect(keys.join()).not.toContain('appSecret');
  await Promise.all([...links.values()].map(({ link }) => link.close()));
});
