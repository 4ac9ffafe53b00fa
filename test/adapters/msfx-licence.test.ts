import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CallContext } from '../../adapters/contract/index.ts';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import { alienBodies } from './alien-bodies.ts';
import { billOf, institutions, profileOf, type Rig, sessionOf, startRig } from './msfx-rig.ts';
import { codes, context, NOW, operation, parse, reply } from './msfx-support.ts';

const wes: Partial<CallContext> & Pick<CallContext, 'profile' | 'institution'> = {
  profile: profileOf('msfx/wholesale-wes'),
  institution: institutions.wholesaler,
};
const granted = { license_token: 'tok-1', msg_code: 'SUCCESS', response_success: true };
const form = (id: string, changes: Partial<CallContext> = {}, input = bill()) => {
  const request = operation(id).buildRequest(input, context({ ...wes, ...changes }));
  if (request.protocol !== 'rest') throw new Error('not REST');
  return { method: request.query?.method, ...Object.fromEntries(new URLSearchParams(String(request.body))) };
};
const bill = (documentNo = 'L-1') =>
  billOf('sale-out', documentNo, codes(1, '8700001'), wes, { counterparty: { code: 'W901', name: 'x' } });

describe('signing in with a licence', () => {
  test('asks for a token, for the enterprise and its licence', () => {
    expect(form('sign-in')).toEqual({
      method: 'alibaba.alihealth.drug.code.kyt.wes.getlicense',
      ref_ent_id: 'demo-ref-ent-201',
      license: 'demo-msfx-license',
    });
  });

  test.each([
    ['under result', { result: granted }],
    ['bare', granted],
    ['wrapped', { alibaba_alihealth_drug_code_kyt_wes_getlicense_response: { result: granted } }],
    ['booleans as text', { result: { ...granted, response_success: 'true' } }],
  ])('%s: the token is kept for the time of the setting', (_name, body) => {
    expect(parse('sign-in', reply(body), wes)).toEqual({
      type: 'ok',
      session: { values: { license_token: 'tok-1' }, expiresAt: NOW + 30 * 60_000 },
    });
    const settings = { ...context().settings, licenceTokenMinutes: 5 };
    expect(sessionOf(parse('sign-in', reply(body), { ...wes, settings })).expiresAt).toBe(NOW + 5 * 60_000);
  });

  test.each([
    ['no token', { result: { msg_code: 'SUCCESS', response_success: true } }, 'contract-broken'],
    ['an empty token', { result: { ...granted, license_token: ' ' } }, 'contract-broken'],
    ['a token with a refusal', { result: { ...granted, msg_code: 'FAIL', response_success: false } }, 'rejected'],
    ['a token without success', { result: { license_token: 'x' } }, 'contract-broken'],
    ['a wrong licence', { result: { msg_code: 'FAIL', msg_info: 'license无效', response_success: false } }, 'auth'],
    ['nothing there', { result: { msg_code: 'FAIL_BIZ_NO_PAT_INFO', response_success: false } }, 'contract-broken'],
  ])('%s is no sign-in', (_name, body, category) => {
    expect(parse('sign-in', reply(body), wes)).toMatchObject({ type: 'fault', fault: { category } });
  });

  test('no malformed reply gives a session', () => {
    for (const [name, body] of alienBodies())
      expect([name, parse('sign-in', reply(body), wes)]).toMatchObject([
        name,
        { fault: { category: 'contract-broken' } },
      ]);
  });

  test('without a licence in the directory nothing is asked', () => {
    const institution = { ...institutions.wholesaler, credentials: {} };
    expect(() => form('sign-in', { institution })).toThrow(expect.objectContaining({ code: 'LICENCE_MISSING' }));
  });
});

describe('calls of a family with tokens', () => {
  const session = { values: { license_token: 'tok-1' }, expiresAt: NOW };

  test('carry it; wes calls the owner of a bill ref_ent_id', () => {
    expect(form('sale-out.submit', { session })).toMatchObject({
      license_token: 'tok-1',
      ref_ent_id: 'demo-ref-ent-201',
    });
    expect(form('sale-out.submit', { session })).not.toHaveProperty('ref_user_id');
    expect(form('bill-status', { session })).toMatchObject({ license_token: 'tok-1' });
  });

  test('are not built without one', () => {
    expect(() => form('sale-out.submit')).toThrow(expect.objectContaining({ code: 'SESSION_MISSING' }));
  });

  test('of other families never carry one', () => {
    const kyt = { ...wes, profile: profileOf('msfx/wholesale-kyt'), session };
    expect(form('sale-out.submit', kyt)).not.toHaveProperty('license_token');
  });

  test('a refused token is a matter of credentials, so that dispatch renews it once', () => {
    const body = { msg_code: 'FAIL', msg_info: 'licenseToken无效或已过期', response_success: false };
    expect(parse('sale-out.submit', reply(body), { ...wes, session }, bill())).toMatchObject({
      fault: { category: 'auth', code: 'MSFX_LICENCE_REFUSED' },
    });
  });

  test('neither licence nor token is ever shown', () => {
    expect(msfxAdapter.scrub('license=abc&license_token=tok-1&x=1 {"license_token":"tok-1"}')).not.toMatch(/abc|tok-1/);
  });
});

describe('the operator', () => {
  const session = { values: { license_token: 'tok-1' }, expiresAt: NOW };
  test('is required of wholesalers: the institution stands in where the event names none', () => {
    const input = bill();
    const { operator: _nobody, ...event } = input.event;
    expect(form('sale-out.submit', { session }, { ...input, event })).toMatchObject({ oper_ic_name: '201' });
  });
});

describe('against the simulator', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig({ licenceTokenMs: 60_000 });
  });
  afterAll(() => rig.close());

  test('a token opens the platform to its enterprise alone', async () => {
    const session = sessionOf(await rig.call('sign-in', undefined, wes));
    expect(await rig.call('sale-out.submit', bill('L-2'), { ...wes, session })).toMatchObject({
      type: 'accepted-pending',
    });
    const forged = { values: { license_token: 'guess' }, expiresAt: NOW };
    expect(await rig.call('sale-out.submit', bill('L-3'), { ...wes, session: forged })).toMatchObject({
      fault: { code: 'MSFX_LICENCE_REFUSED' },
    });
    expect(await rig.call('probe', undefined, { ...wes, session: forged })).toMatchObject({
      fault: { code: 'MSFX_LICENCE_REFUSED' },
    });
    expect(rig.simulator.ledger()).toHaveLength(1);
  });

  test('a wrong licence gets none', async () => {
    const institution = { ...institutions.wholesaler, credentials: { license: 'stale' } };
    expect(await rig.call('sign-in', undefined, { ...wes, institution })).toMatchObject({
      fault: { code: 'MSFX_LICENCE_REFUSED' },
    });
  });
});
