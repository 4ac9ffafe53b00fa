import { describe, expect, test } from '@jest/globals';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { SignIns } from '../../adapters/nhsa/simulator/sign-in.ts';
import type { Calls } from '../../gateway/dispatch/calls.ts';
import { createSessions } from '../../gateway/dispatch/sessions.ts';
import type { LinkRuntime } from '../../gateway/link/runtime.ts';
import { loadProfiles } from '../../mappings/engine/index.ts';
import { contextOf, profileOf } from './nhsa-regions.ts';
import { bodyOf, built, context, national, operation, parsed, success } from './nhsa-support.ts';

const profiles = [...(await loadProfiles()).values()].filter(({ id }) => /^nhsa\/\d{6}-[a-z-]+$/.test(id));
const credentials = {
  client_id: '0123456789abcdef',
  client_secret: 's',
  username: 'u',
  password: 'p',
  sm2_private_key: '1'.repeat(64),
  sm4_key: '0123456789abcdef',
};
const identity = { hosp_code: '1101010101' };

describe('a sign-in lasts until midnight in China', () => {
  const signed = success({ signinoutb: { sign_time: '2026-07-01 23:59:30', sign_no: 'QD0002' } });
  test.each([
    ['half a minute before', '2026-07-01T15:59:30Z', '2026-07-01T16:00:00Z'],
    ['the last millisecond', '2026-07-01T15:59:59.999Z', '2026-07-01T16:00:00Z'],
    ['midnight itself', '2026-07-01T16:00:00Z', '2026-07-02T16:00:00Z'],
    ['after midnight there, the day before in Greenwich', '2026-06-30T17:00:00Z', '2026-07-01T16:00:00Z'],
    ['the last day of a year', '2026-12-31T15:00:00Z', '2026-12-31T16:00:00Z'],
  ])('%s', (_, at, end) => {
    const outcome = parsed('sign-in', signed, undefined, context({ now: Date.parse(at) }));
    expect(outcome).toEqual({ type: 'ok', session: { values: { sign_no: 'QD0002' }, expiresAt: Date.parse(end) } });
  });

  test('deliveries around midnight share one sign-in a day, renewed in time', async () => {
    let now = Date.parse('2026-07-01T15:58:00Z');
    let signIns = 0;
    const calls: Pick<Calls, 'prepare'> = {
      prepare: (id: string) => ({
        execute: async () => {
          expect(id).toBe('sign-in');
          signIns += 1;
          const reply = success({ signinoutb: { sign_no: `QD${signIns}` } });
          return { outcome: parsed('sign-in', reply, undefined, context({ now })) };
        },
      }),
    } as unknown as Calls;
    const runtime = { adapter: nhsaAdapter, profile: national } as unknown as LinkRuntime;
    const sessions = createSessions(runtime, calls as Calls, { now: () => now });
    const { institution } = context();
    const numberAt = async (time: string) => {
      now = Date.parse(time);
      const result = await sessions.get('t', institution, { call: (run) => run() });
      return result.type === 'ready' ? result.session?.values.sign_no : undefined;
    };
    expect(await numberAt('2026-07-01T15:58:00Z')).toBe('QD1');
    expect(await numberAt('2026-07-01T15:59:00Z')).toBe('QD1');
    // A request that leaves now might arrive tomorrow: signed in anew, and again once the new day has come.
    expect(await numberAt('2026-07-01T15:59:45Z')).toBe('QD2');
    expect(await numberAt('2026-07-01T16:00:01Z')).toBe('QD3');
    expect(await numberAt('2026-07-02T15:59:00Z')).toBe('QD3');
    expect(signIns).toBe(3);
  });

  test('the platform of the sandbox ends it at the same moment', () => {
    const seats = new SignIns();
    const signNo = seats.open('P1', Date.parse('2026-07-01T15:59:59Z'));
    expect(seats.isLive(signNo, 'P1', Date.parse('2026-07-01T15:59:59.999Z'))).toBe(true);
    expect(seats.isLive(signNo, 'P1', Date.parse('2026-07-01T16:00:00Z'))).toBe(false);
  });

  test('a number that ended on the way is a matter of the session, not of the delivery', () => {
    for (const words of ['签到流水号已失效', '今天已签退', '请先签到', '未签到']) {
      const outcome = parsed('probe', { infcode: -1, err_msg: words, output: null });
      expect(outcome).toMatchObject({ fault: { category: 'auth', code: 'NHSA_SIGN_IN_REQUIRED' } });
    }
  });
});

describe('how each region signs in', () => {
  const ways: Readonly<Record<string, readonly [string, string]>> = {
    'nhsa/110000-beijing': ['none', ''],
    'nhsa/220000-jilin': ['token', '/auth/oauth/token'],
    'nhsa/130000-hebei': ['9001', '/fsi/api/signInSignOutService/signIn'],
    'nhsa/440000-guangdong': ['9001', '/9001'],
  };
  test.each(profiles.map(({ id }) => [id]))('%s', (id) => {
    const [way, path] = ways[id] ?? ['9001', ''];
    const at = contextOf({ profile: id, simulator: {}, credentials, identity });
    expect(profileOf(id).constants.signIn).toBe(way);
    const request = built('sign-in', undefined, at);
    expect(request.path).toBe(path);
    if (way !== '9001') return;
    const body = String(request.body);
    expect(body).toMatch(/(infno":"|<infno>)9001/);
    expect(body).toMatch(/signIn/);
  });
});

describe('signing out', () => {
  test('ends the session it was given, by its number', () => {
    const body = bodyOf(built('sign-out', undefined, context()));
    expect(body).toMatchObject({ infno: '9002', input: { signOut: { sign_no: 'QD0001', opter_no: '001' } } });
    const over = { type: 'ok', answer: { signedOut: true }, session: { values: {}, expiresAt: context().now } };
    expect(parsed('sign-out', success({ sign_time: '2026-07-01 23:59:31' }))).toEqual(over);
    expect(parsed('sign-out', { infcode: -1, err_msg: '今天已签退', output: null })).toEqual(over);
  });

  test.each([
    ['a refusal', { infcode: -1, err_msg: '经办人不存在' }],
    ['no reply worth the name', '<html>'],
    ['a failure inside', { infcode: -1, err_msg: '系统异常' }],
  ])('%s ends nothing', (_, body) => {
    expect(parsed('sign-out', body)).toMatchObject({ type: 'fault' });
  });

  test('needs a session, and a region that knows one', () => {
    const { session: _, ...signedOut } = context();
    expect(() => operation('sign-out').buildRequest(undefined, signedOut)).toThrow(
      expect.objectContaining({ code: 'NHSA_NOT_SIGNED_IN' }),
    );
    const jilin = contextOf({ profile: 'nhsa/220000-jilin', simulator: {}, credentials, identity });
    expect(() => operation('sign-out').buildRequest(undefined, jilin)).toThrow(
      expect.objectContaining({ code: 'NHSA_NO_SIGN_OUT' }),
    );
  });
});
