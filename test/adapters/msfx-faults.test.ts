import { describe, expect, test } from '@jest/globals';
import { faultCategories } from '../../adapters/contract/index.ts';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import { alienBodies } from './alien-bodies.ts';
import { context, parse, profile, reply } from './msfx-support.ts';

const error = (code: number | string, sub_code = '', sub_msg = '') => ({
  error_response: { code, msg: 'x', ...(sub_code && { sub_code }), ...(sub_msg && { sub_msg }), request_id: 'r1' },
});
const uploadFault = (body: unknown, changes = {}) => {
  const outcome = parse('retail-sale.submit', reply(body), changes);
  return outcome.type === 'fault' ? outcome.fault : undefined;
};

describe('TOP errors', () => {
  test.each([
    [3, '', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [4, '', 'rate-limited', 'MSFX_CALL_LIMITED'],
    [7, 'accesscontrol.limited-by-api-access-count', 'rate-limited', 'MSFX_CALL_LIMITED'],
    [8, '', 'rate-limited', 'MSFX_CALL_LIMITED'],
    [9, '', 'misconfigured', 'MSFX_PROTOCOL_REFUSED'],
    [10, '', 'unavailable', 'MSFX_UNAVAILABLE'],
    [11, 'isv.permission-api-package-limit', 'auth', 'MSFX_PERMISSION_MISSING'],
    [12, '', 'auth', 'MSFX_PERMISSION_MISSING'],
    [13, '', 'auth', 'MSFX_PERMISSION_MISSING'],
    [21, '', 'misconfigured', 'MSFX_PROTOCOL_REFUSED'],
    [22, '', 'misconfigured', 'MSFX_PROTOCOL_REFUSED'],
    [24, '', 'auth', 'MSFX_SIGNATURE_REFUSED'],
    [25, '', 'auth', 'MSFX_SIGNATURE_REFUSED'],
    ['25', 'isv.invalid-signature', 'auth', 'MSFX_SIGNATURE_REFUSED'],
    [27, '', 'auth', 'MSFX_SESSION_REFUSED'],
    [28, '', 'auth', 'MSFX_APP_KEY_REFUSED'],
    [29, 'isv.appkey-not-exists', 'auth', 'MSFX_APP_KEY_REFUSED'],
    [30, '', 'misconfigured', 'MSFX_CLOCK_SKEW'],
    [31, '', 'misconfigured', 'MSFX_CLOCK_SKEW'],
    [34, '', 'misconfigured', 'MSFX_PROTOCOL_REFUSED'],
    [40, 'isv.missing-parameter:bill_code', 'rejected', 'MSFX_PARAMETER_REFUSED'],
    [41, 'isv.invalid-parameter', 'rejected', 'MSFX_PARAMETER_REFUSED'],
    [42, '', 'auth', 'MSFX_PERMISSION_MISSING'],
    [50, 'isv.invalid-parameter', 'rejected', 'MSFX_REFUSED'],
    [15, 'isv.some-business-rule', 'rejected', 'MSFX_REFUSED'],
    [15, '', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [50, '', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [15, 'isp.remote-service-error', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [15, 'isp.remote-service-timeout', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [15, 'isp.remote-connection-error', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [15, 'isp.top-remote-connection-timeout', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [15, 'isp.top-remote-unknown-error', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [15, 'isp.unknown-error', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [15, 'isp.top-remote-service-unavailable', 'unavailable', 'MSFX_UNAVAILABLE'],
    [15, 'isp.drugtrace-service-unavailable', 'unavailable', 'MSFX_UNAVAILABLE'],
    [15, 'isp.system-busy', 'unavailable', 'MSFX_UNAVAILABLE'],
    [15, 'isp.call-limited', 'rate-limited', 'MSFX_CALL_LIMITED'],
    [15, 'isp.null-pointer-exception', 'contract-broken', 'MSFX_SERVICE_DEFECT'],
    [15, 'isp.top-parse-error', 'contract-broken', 'MSFX_SERVICE_DEFECT'],
    [999, '', 'unknown-outcome', 'MSFX_SERVICE_ERROR'],
    [999, 'isv.anything', 'rejected', 'MSFX_REFUSED'],
  ])('%s %s on an upload is %s', (code, sub, category, ours) => {
    expect(uploadFault(error(code, sub))).toMatchObject({ category, code: ours, nativeCode: String(code) });
  });

  test.each([
    ['This ban will last for 1 more seconds', 1000],
    ['This ban will last for 31062 more seconds', 31_062_000],
    ['limited', undefined],
  ])('%j pauses for %s ms', (message, expected) => {
    expect(uploadFault(error(7, 'accesscontrol.limited-by-api-access-count', message))?.retryAfterMs).toBe(expected);
  });

  test("a ban of thousands of seconds is the day's quota, and named so", () => {
    const ban = (seconds: number) =>
      error(7, 'accesscontrol.limited-by-app-access-count', `This ban will last for ${seconds} more seconds`);
    expect(uploadFault(ban(31_062))).toMatchObject({
      category: 'rate-limited',
      code: 'MSFX_DAILY_QUOTA_USED',
      retryAfterMs: 31_062_000,
    });
    expect(uploadFault(ban(2))).toMatchObject({
      category: 'rate-limited',
      code: 'MSFX_CALL_LIMITED',
      retryAfterMs: 2000,
    });
  });

  test("the day's quota without seconds is paused until midnight in China", () => {
    const used = uploadFault(error(7, 'accesscontrol.limited-by-app-access-count', 'App Call Limited'));
    // 00:30 in China: 23 and a half hours are left of its day.
    expect(used).toMatchObject({ code: 'MSFX_DAILY_QUOTA_USED', retryAfterMs: 23.5 * 3_600_000 });
  });

  test('an error without its wrapper is an error', () => {
    expect(uploadFault({ code: 25, msg: 'Invalid signature', request_id: 'r' })).toMatchObject({ category: 'auth' });
  });

  test('on a read nothing is lost: unknown outcomes become unavailable', () => {
    const outcome = parse('bill-status', reply(error(15, 'isp.remote-service-timeout')));
    expect(outcome).toMatchObject({ type: 'fault', fault: { category: 'unavailable' } });
  });

  test('a profile overrides the table', () => {
    const strict = {
      ...profile,
      faults: [{ ...first(), native: ['15'], category: 'rejected', code: 'PROVINCIAL' } as const],
    };
    expect(uploadFault(error(15, 'isp.unknown-error'), { profile: strict })).toMatchObject({ code: 'PROVINCIAL' });
  });

  test.each([
    [429, 'rate-limited'],
    [503, 'unknown-outcome'],
    [502, 'unknown-outcome'],
    [302, 'contract-broken'],
  ])('HTTP %d is %s whatever the body says', (httpStatus, category) => {
    const body = { msg_code: 'SUCCESS', response_success: true };
    expect(parse('retail-sale.submit', reply(body, httpStatus))).toMatchObject({ fault: { category } });
  });
});

describe('the fault catalogue', () => {
  test('every row says in both languages what it is and what to do', () => {
    for (const row of msfxAdapter.faults) {
      expect(row.category in faultCategories).toBe(true);
      expect(row.code).toMatch(/^(MSFX|HTTP)_[A-Z0-9_]+$/);
      for (const text of [row.message.zh, row.message.en, row.hint.zh, row.hint.en])
        expect(text.length).toBeGreaterThan(3);
    }
  });

  test('one code never stands for two categories', () => {
    const byCode = new Map(msfxAdapter.faults.map((row) => [row.code, row.category]));
    for (const row of msfxAdapter.faults) expect(byCode.get(row.code)).toBe(row.category);
  });
});

describe('malformed and alien replies', () => {
  const all = alienBodies();
  test('the corpus is large enough', () => expect(all.length).toBeGreaterThanOrEqual(40));

  test.each([
    'retail-sale.submit',
    'purchase-in.submit',
    'dispense.submit',
    'retail-return.submit',
    'bill-status',
    'partial-results',
    'bill-detail',
    'probe',
  ])('%s never takes one for an answer', (id) => {
    for (const [name, body] of all) {
      const outcome = parse(id, reply(body), { progress: { page: 1, partial: true, receipt: '', refused: [] } });
      expect([name, outcome.type]).toEqual([name, 'fault']);
      const category = outcome.type === 'fault' ? outcome.fault.category : '';
      expect([name, category]).toEqual([name, 'contract-broken']);
    }
  });

  test('no reply holds the event loop', () => {
    const started = performance.now();
    for (const [, body] of all) parse('bill-status', reply(body));
    expect(performance.now() - started).toBeLessThan(50 * all.length);
  });
});

describe('masking', () => {
  test('secrets and personal data, not codes and enterprise ids', () => {
    const text =
      'sign=ABC&ref_ent_id=320000000000127971&user_tel=13800138000 {"customer_id":"430101199001011234","trace_codes":"81234567890123456789","oper_ic_name":"张三"}';
    expect(msfxAdapter.scrub(text)).toBe(
      'sign=***&ref_ent_id=320000000000127971&user_tel=*** {"customer_id":"***","trace_codes":"81234567890123456789","oper_ic_name":"***"}',
    );
  });

  test('the AppSecret is in no request', () => {
    const request = msfxAdapter.operations['bill-status']?.buildRequest(
      {
        deliveryId: 'd',
        event: {
          kind: 'retail-sale',
          institution: { code: 'a', region: '430000' },
          documentNo: '1',
          occurredAt: '2026-11-22T10:00:00Z',
          lines: [],
        },
        part: { index: 0, count: 1 },
        ids: { record: { bill_code: '1' }, items: [] },
        settledItems: [],
      },
      context(),
    );
    expect(JSON.stringify(request)).not.toContain('demo-msfx-secret');
  });
});

function first() {
  const row = msfxAdapter.faults.find(({ pattern }) => pattern === undefined);
  if (row === undefined) throw new Error('no fault rows');
  return row;
}
