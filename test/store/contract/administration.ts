import { describe, expect, test } from '@jest/globals';
import { newId, noon } from '../samples.ts';
import type { StoreUnderTest } from './subject.ts';

/** Directory, API keys and idempotency keys. */
export function describeAdministration(it: StoreUnderTest): void {
  describe('directory and keys', () => {
    test('an institution is kept per tenant and replaced as a whole', async () => {
      const entry = {
        tenant: 'chain-a',
        code: 'P43010200001',
        name: '第一药房',
        region: '430102',
        role: 'pharmacy',
        links: { 'nhsa-hunan': { identity: { fixed: 'P43010200001' }, sealedCredentials: 'v1.aa.bb' } },
        updatedAt: noon,
      };
      await it.store.putInstitution(entry);
      expect(await it.store.getInstitution('chain-a', entry.code)).toEqual(entry);
      expect(await it.store.getInstitution('chain-b', entry.code)).toBeUndefined();
      const later = { ...entry, links: {}, updatedAt: noon + 1 };
      await it.store.putInstitution(later);
      expect(await it.store.getInstitution('chain-a', entry.code)).toEqual(later);
    });

    test('API keys are found by their hash', async () => {
      expect(await it.store.hasKeys()).toBe(false);
      const key = { hash: 'a'.repeat(64), tenant: 'chain-a', role: 'operator' as const, label: 'ops', createdAt: noon };
      await it.store.putKey(key);
      expect(await it.store.hasKeys()).toBe(true);
      expect(await it.store.findKey(key.hash)).toEqual(key);
      expect(await it.store.findKey('b'.repeat(64))).toBeUndefined();
    });

    test('API keys are listed by tenant, and worth nothing once dropped', async () => {
      const made = (tenant: string, digit: string) =>
        ({ hash: digit.repeat(64), tenant, role: 'tenant', label: '', createdAt: noon }) as const;
      const [second, first] = [made('z-second', 'c'), made('z-first', 'd')];
      for (const key of [second, first]) await it.store.putKey(key);
      expect((await it.store.keys()).slice(-2)).toEqual([first, second]);
      await it.store.dropKey(second.hash);
      await it.store.dropKey(second.hash);
      expect(await it.store.findKey(second.hash)).toBeUndefined();
      expect(await it.store.keys()).not.toContainEqual(second);
    });
  });

  describe('idempotency keys', () => {
    const claimKey = (key: string, fingerprint = 'f1', now = noon) =>
      it.store.claimIdempotencyKey('chain-a', key, fingerprint, now);

    test('give the first result to every repeat', async () => {
      const key = newId();
      expect(await claimKey(key)).toEqual({ type: 'claimed' });
      expect(await claimKey(key)).toEqual({ type: 'running' });
      expect(await claimKey(key, 'f2')).toEqual({ type: 'mismatch' });
      expect(await it.store.claimIdempotencyKey('chain-b', key, 'f2', noon)).toEqual({ type: 'claimed' });
      const reply = { status: 202, body: '{"id":"…"}' };
      await it.store.finishIdempotencyKey('chain-a', key, reply);
      expect(await claimKey(key)).toEqual({ type: 'finished', reply });
      expect(await claimKey(key, 'f2')).toEqual({ type: 'mismatch' });
      await it.store.dropIdempotencyKey('chain-a', key);
      expect(await claimKey(key)).toEqual({ type: 'finished', reply });
    });

    test('have one winner among concurrent claims, and are free again when dropped', async () => {
      const key = newId();
      const claims = await Promise.all(Array.from({ length: 8 }, () => claimKey(key)));
      expect(claims.filter((result) => result.type === 'claimed')).toHaveLength(1);
      await it.store.dropIdempotencyKey('chain-a', key);
      expect(await claimKey(key)).toEqual({ type: 'claimed' });
    });

    test('of a request that died are taken over', async () => {
      const key = newId();
      await claimKey(key);
      expect(await claimKey(key, 'f1', noon + 299_999)).toEqual({ type: 'running' });
      expect(await claimKey(key, 'f1', noon + 300_000)).toEqual({ type: 'claimed' });
    });
  });
}
