import { describe, expect, test } from '@jest/globals';
import { msfxPlatform } from '../../adapters/msfx/simulator/platform.ts';
import { readSettings } from '../../adapters/msfx/simulator/settings.ts';
import { Ledger } from '../../adapters/sim-kit/index.ts';
import { bill, failures, send, status, statusQuery, systemParams, topSign, upload } from './msfx-client.ts';
import { code, errorOf, sim } from './msfx-counter.ts';
import { chinaNow } from './nhsa-client.ts';

describe('gateway', () => {
  const vector = {
    method: 'alibaba.alihealth.drugtrace.top.lsyd.uploadinoutbill',
    app_key: '12345678',
    timestamp: '2026-03-01 08:30:00',
    format: 'json',
    v: '2.0',
    bill_code: 'BC001_11235',
    bill_time: '2025-02-02 02:21:21',
    bill_type: '102',
    physic_type: '3',
    ref_user_id: '320000000000127971',
    from_user_id: '5069452c34b94a778abaa26c2b40b305',
    to_user_id: '5069452c34b94a778abaa26c2b40b305',
    oper_ic_name: '张三',
    client_type: '2',
    trace_codes: '81012350000000157474,87709840000000015538',
  };

  test.each([
    ['md5', 'E39F9F1C095DC81FC934FCA5F2F16C52'],
    ['hmac', '4B2D92FD360C0297887C8866C8ACBF7E'],
    ['hmac-sha256', '815B8E394F7BD8118221D48588C718A9436852CBF4913C07BFBA4FCF82BDB9E8'],
  ])('takes the published %s signature and nothing near it', (sign_method, sign) => {
    const at = Date.parse('2026-03-01T08:30:00+08:00');
    const settings = readSettings({ apps: [{ appKey: '12345678', secret: 'helloworld' }] });
    const platform = msfxPlatform(settings, new Ledger(() => at), () => at);
    const ask = (given: string): number | undefined => {
      const url = new URL('http://simulator/router/rest');
      url.search = new URLSearchParams({ ...vector, sign_method, sign: given }).toString();
      const verdict = platform.open({ method: 'POST', url, headers: {}, body: Buffer.alloc(0) }).check();
      return 'refused' in verdict ? JSON.parse(verdict.refused.body).error_response.code : undefined;
    };
    expect(ask(sign)).toBeUndefined();
    expect(ask(sign.replace(/.$/, sign.endsWith('0') ? '1' : '0'))).toBe(25);
  });

  test.each([
    ['no method', { method: '' }, 21],
    ['an unknown method', { method: 'taobao.item.seller.get' }, 22],
    ['no app_key', { app_key: '' }, 28],
    ['an unknown app_key', { app_key: '99999999' }, 29],
    ['no timestamp', { timestamp: '' }, 30],
    ['a clock 11 minutes behind', { timestamp: chinaNow(-11 * 60_000) }, 31],
    ['a clock in UTC', { timestamp: chinaNow(-8 * 3_600_000) }, 31],
    ['no version', { v: '' }, 32],
    ['another version', { v: '1.0' }, 33],
    ['an unknown sign method', { sign_method: 'sha1' }, 25],
  ])('refuses %s', async (_what, changes, expected) => {
    expect(await errorOf(systemParams(upload, changes), bill())).toMatchObject({
      code: expected,
      request_id: expect.any(String),
    });
  });

  test('refuses a wrong secret and a missing signature', async () => {
    expect(await errorOf(systemParams(upload), bill(), 'wrong')).toMatchObject({ code: 25 });
    expect(await errorOf(systemParams(upload, { sign: '' }), bill())).toMatchObject({ code: 24 });
  });

  test('answers in XML, its default, where no format was asked for', async () => {
    const response = await send(sim.endpoint, systemParams(upload, { format: '' }), bill());
    expect(response.headers.get('content-type')).toContain('text/xml');
    expect(await response.text()).toContain('<error_response><code>23</code>');
  });

  test.each([
    ['a missing parameter', { bill_code: '' }, 40, 'isv.missing-parameter'],
    ['an unknown parameter', { bill_no: 'x' }, 41, 'isv.invalid-parameter'],
    ['a bill type of another interface', { bill_type: '201' }, 41, 'isv.invalid-parameter'],
    ['a time in another form', { bill_time: '2025-11-22' }, 41, 'isv.invalid-parameter'],
    ['a name above 20 characters', { medic_doctor: '医'.repeat(21) }, 41, 'isv.invalid-parameter'],
    [
      '3501 codes',
      { trace_codes: Array.from({ length: 3501 }, (_, n) => code(n)).join(',') },
      41,
      'isv.invalid-parameter',
    ],
  ])('refuses %s', async (_what, changes, expected, subCode) => {
    const given = Object.fromEntries(Object.entries(bill(changes)).filter(([, value]) => value !== ''));
    expect(await errorOf(systemParams(upload), given)).toMatchObject({ code: expected, sub_code: subCode });
    expect(sim.ledger()).toHaveLength(0);
  });

  test('refuses a parameter given in query and body', async () => {
    const system = systemParams(upload);
    const query = new URLSearchParams({
      ...system,
      bill_code: 'other',
      sign: topSign({ ...system, ...bill() }, 'demo-msfx-secret', 'hmac-sha256'),
    });
    const response = await fetch(`${sim.endpoint}?${query}`, { method: 'POST', body: new URLSearchParams(bill()) });
    expect(await response.json()).toMatchObject({
      error_response: { code: 41, sub_msg: expect.stringContaining('bill_code') },
    });
  });

  test('bans an app above its rate for a second, on every method', () => {
    let now = Date.now();
    const platform = msfxPlatform(readSettings({ callsPerSecond: 2 }), new Ledger(() => now), () => now);
    const ask = (method: string) => {
      const params = { ...systemParams(method), ...statusQuery('x') };
      const url = new URL('http://simulator/router/rest');
      url.search = new URLSearchParams({
        ...params,
        sign: topSign(params, 'demo-msfx-secret', 'hmac-sha256'),
      }).toString();
      const verdict = platform.open({ method: 'POST', url, headers: {}, body: Buffer.alloc(0) }).check();
      return 'refused' in verdict ? JSON.parse(verdict.refused.body).error_response : undefined;
    };
    expect([ask(status), ask(status)]).toEqual([undefined, undefined]);
    expect(ask(status)).toMatchObject({ code: 7, sub_msg: 'This ban will last for 1 more seconds' });
    expect(ask(failures)).toMatchObject({ code: 7, sub_code: 'accesscontrol.limited-by-app-access-count' });
    now += 1_000;
    expect(ask(status)).toBeUndefined();
  });
});
