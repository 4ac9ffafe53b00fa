import { expect, test } from '@jest/globals';
import type { CallContext, DeliveryInput, Profile } from '../../adapters/contract/index.ts';
import { adapters } from '../../adapters/index.ts';
import { replyDialect as mahReply } from '../../adapters/mah-rest/dialect.ts';
import { replyDialect as regulatorReply } from '../../adapters/regulator-json/dialect.ts';
import { isGenuine } from '../../adapters/regulator-json/digest.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';

const replyDialects: Readonly<Record<string, (profile: Profile) => object>> = {
  'mah-rest': mahReply,
  'regulator-json': regulatorReply,
};

const profiles = [...(await loadProfiles()).values()].flatMap((profile): Array<[string, string, Profile]> => {
  const family = profile.id.split('/')[0] ?? '';
  return Object.hasOwn(replyDialects, family) ? [[profile.id, family, profile]] : [];
});

const institution = {
  code: 'PH-001',
  name: '演示药店',
  region: '430100',
  identity: { partnerCode: 'p-1', uscId: '91140100DEMK000001', appId: 'a-1', orgCode: 'o-1' },
  credentials: { appKey: 'k-1', appSecret: 's-1', secret: 's-1' },
};

function input(kind: 'retail-sale' | 'retail-return'): DeliveryInput {
  const value = '81234560000000000001';
  const line = {
    product: { localCode: 'P1', localName: '阿莫西林胶囊' },
    quantity: '1',
    codes: [{ kind: 'drug-trace' as const, raw: value, value }],
  };
  return {
    deliveryId: 'd-1',
    event: {
      kind,
      institution: { code: 'PH-001', region: '430100' },
      documentNo: 'XS1',
      occurredAt: '2026-11-22T15:10:05Z',
      lines: [line],
    },
    part: { index: 0, count: 1 },
    ids: { record: {}, items: [] },
    settledItems: [],
  };
}

/** A mistake in a profile's constants would otherwise show at the first delivery. */
test.each(profiles)(
  'the constants and tables of %s give a signed request for every operation',
  (_id, family, profile) => {
    const adapter = adapters[family];
    if (adapter === undefined) throw new Error(family);
    const context: CallContext = {
      institution,
      settings: {},
      profile,
      now: 1_795_365_000_000,
      randomHex: (bytes) => '0f'.repeat(bytes),
      sequence: 1,
    };
    expect(replyDialects[family]?.(profile)).toBeDefined();
    for (const operation of Object.values(adapter.operations)) {
      if (operation.kind !== undefined && !profile.operations.includes(operation.id)) continue;
      const bare = input(operation.kind === 'retail-return' ? 'retail-return' : 'retail-sale');
      const submit = operation.kind === undefined ? adapter.operations['retail-sale.submit'] : operation;
      const ids = submit?.businessIds?.(bare, context);
      const request = operation.buildRequest(ids === undefined ? bare : { ...bare, ids }, context);
      expect(request).toMatchObject({ protocol: 'rest', method: 'POST', body: expect.stringMatching(/^\{.*\}$/) });
    }
    if (family === 'regulator-json') {
      const unsigned = { status: 200, headers: {}, body: new Uint8Array() };
      expect(isGenuine(unsigned, {}, context)).toBe(profile.constants.replyDigestPlace === 'none');
      expect(isGenuine({ ...unsigned, headers: { 'x-digest': 'x' } }, { digest: 'x' }, context)).toBe(
        profile.constants.replyDigestPlace === 'none',
      );
    }
  },
);

test('there are profiles of both families', () => {
  expect(profiles.map(([id]) => id)).toEqual(
    expect.arrayContaining(['mah-rest/demo', 'regulator-json/demo', 'regulator-json/shanxi', 'regulator-json/xtpt']),
  );
});
