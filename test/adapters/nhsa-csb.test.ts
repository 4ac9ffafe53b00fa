import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { openRegion, type Region } from './nhsa-regions.ts';
import { built, context } from './nhsa-support.ts';

const keys = { ak: 'ak-demo-hn-001', sk: 'sk-demo-hn-001' };

/** The bus of 湖南 with other demands; the simulator makes its signatures apart from the adapter. */
function region(simulator: Region['simulator'], settings: NonNullable<Region['settings']>): Region {
  return { profile: 'nhsa/430000-hunan', simulator, credentials: keys, settings };
}

describe('a service bus that wants another signature', () => {
  test.each([
    ['HmacSHA256', 'hmac-sha256'],
    ['HmacMD5', 'hmac-md5'],
  ])('%s: by setting, and refused without', async (csbAlgorithm, setting) => {
    const rig = await openRegion(region({ csbAlgorithm }, { csbAlgorithm: setting }));
    expect(await rig.call('probe')).toEqual({ type: 'ok' });
    await rig.close();
    const unset = await openRegion(region({ csbAlgorithm }, {}));
    expect(await unset.call('probe')).toMatchObject({ type: 'fault', fault: { category: 'auth' } });
    await unset.close();
  });

  test('a number used once, signed with the rest', async () => {
    const rig = await openRegion(region({ csbNonce: 'required' }, { csbNonce: 'signed' }));
    expect(await rig.call('probe')).toEqual({ type: 'ok' });
    await rig.close();
    const unset = await openRegion(region({ csbNonce: 'required' }, {}));
    expect(await unset.call('probe')).toMatchObject({ type: 'fault' });
    await unset.close();
  });

  test('the headers are those of before where nothing is set', () => {
    const { headers } = built('probe', undefined, context());
    expect(headers).not.toHaveProperty('_api_nonce');
    const more = context({ settings: { csbNonce: 'signed', csbAlgorithm: 'hmac-sha256' } });
    const { _api_signature, _api_nonce, ...rest } = built('probe', undefined, more).headers;
    expect(_api_nonce).toBe('ab'.repeat(16));
    const sent: Record<string, string> = { ...rest, _api_nonce: 'ab'.repeat(16) };
    const signed = Object.entries(sent).filter(([name]) => name.startsWith('_api_'));
    const text = signed.sort(([a], [b]) => (a < b ? -1 : 1));
    const key = String(context().institution.credentials.sk);
    const expected = createHmac('sha256', key).update(text.map((pair) => pair.join('=')).join('&'));
    expect(_api_signature).toBe(expected.digest('base64'));
  });
});
