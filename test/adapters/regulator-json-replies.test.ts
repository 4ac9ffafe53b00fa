import { describe, expect, test } from '@jest/globals';
import { build, delivery, demo, EVENT_ID, operation, parse, SUBMIT, shanxi, signed } from './regulator-json-support.ts';

describe('reply to a report', () => {
  test('success code, our event and a right digest are delivered', () => {
    expect(parse(SUBMIT, signed({ code: '0000', receiptNo: 'YJ1' }))).toEqual({ type: 'ok', receipt: 'YJ1' });
    expect(parse(SUBMIT, signed({ code: '0000' }))).toEqual({ type: 'ok' });
  });

  test.each([
    ['1001', 'auth', 'REGULATOR_DIGEST_REFUSED'],
    ['1002', 'auth', 'REGULATOR_SENDER_UNKNOWN'],
    ['1003', 'misconfigured', 'REGULATOR_CLOCK_SKEW'],
    ['1004', 'rejected', 'REGULATOR_PROTOCOL_FIELD'],
    ['2002', 'rejected', 'REGULATOR_FIELD_INVALID'],
    ['2003', 'rejected', 'REGULATOR_EVENT_DIFFERS'],
    ['9001', 'unavailable', 'REGULATOR_BUSY'],
    ['9999', 'unknown-outcome', 'REGULATOR_INTERNAL_ERROR'],
    ['4711', 'unknown-outcome', 'REGULATOR_UNDOCUMENTED_CODE'],
    ['ALIEN', 'contract-broken', 'REGULATOR_ALIEN_REPLY'],
    ['REPLY_DIGEST', 'contract-broken', 'REGULATOR_REPLY_DIGEST_WRONG'],
  ])('%s is %s', (code, category, ours) => {
    expect(parse(SUBMIT, signed({ code, message: 'm' }))).toMatchObject({
      type: 'fault',
      fault: { category, code: ours, nativeCode: code },
    });
  });

  test('2001: the platform holds our event', () => {
    expect(parse(SUBMIT, signed({ code: '2001' }))).toEqual({ type: 'ok', duplicate: true });
  });

  test('a refusal of the sender is believed unsigned, nothing else is', () => {
    expect(parse(SUBMIT, { eventID: EVENT_ID, code: '1002', message: '' })).toMatchObject({
      fault: { category: 'auth' },
    });
    for (const code of ['0000', '2001', '2002', '9001', '4711']) {
      expect(parse(SUBMIT, { eventID: EVENT_ID, code, message: '' })).toMatchObject({
        fault: { code: 'REGULATOR_REPLY_DIGEST_WRONG' },
      });
    }
    expect(parse(SUBMIT, signed({ code: '0000' }, 'another secret'))).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });

  test('山西 itself: no code of its list is known yet, so only success is taken for an answer', () => {
    expect(parse(SUBMIT, signed({ code: '0000' }), { profile: shanxi })).toEqual({ type: 'ok' });
    for (const code of ['1001', '2001', '2002']) {
      expect(parse(SUBMIT, signed({ code }), { profile: shanxi })).toMatchObject({
        fault: { category: 'unknown-outcome' },
      });
    }
    expect([operation(SUBMIT).resend, shanxi.resend[SUBMIT], demo.resend[SUBMIT]]).toEqual([
      'unsafe',
      undefined,
      'keyed',
    ]);
  });

  test.each([
    [429, 'rate-limited'],
    [500, 'unknown-outcome'],
    [403, 'auth'],
    [404, 'misconfigured'],
    [302, 'contract-broken'],
    [201, 'contract-broken'],
  ])('HTTP %d with a success in the body is %s', (status, category) => {
    expect(parse(SUBMIT, signed({ code: '0000' }), {}, status)).toMatchObject({ fault: { category } });
  });
});

describe('enquiry', () => {
  test('asks by event id, without data', () => {
    const request = build('event-status', delivery());
    expect([request.path, Object.keys(JSON.parse(String(request.body)))]).toEqual([
      '/status',
      ['eventID', 'eventType', 'senderCode', 'sendTime', 'digest'],
    ]);
    expect(() => build('event-status', undefined)).toThrow(expect.objectContaining({ code: 'DELIVERY_MISSING' }));
  });

  test.each([
    ['ACCEPTED', { type: 'ok', receipt: 'YJ1' }],
    [
      'PENDING',
      { type: 'accepted-pending', reason: 'being processed by the platform', pollAfterMs: 60_000, receipt: 'YJ1' },
    ],
    ['NOT_FOUND', { type: 'not-found' }],
  ])('%s', (state, expected) => {
    expect(parse('event-status', signed({ code: '0000', receiptNo: 'YJ1', state }))).toEqual(expected);
  });

  test.each([undefined, '', 'accepted', 1, null])('a state that is none: %j', (state) => {
    expect(parse('event-status', signed({ code: '0000', state }))).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });

  test.each(['9999', '4711'])('a read loses nothing: %s is unavailable', (code) => {
    expect(parse('event-status', signed({ code }))).toMatchObject({ fault: { category: 'unavailable' } });
  });

  test('the probe is a read for an event that cannot exist', () => {
    expect(operation('probe').effect).toBe('read');
    const nil = '00000000-0000-0000-0000-000000000000';
    expect(JSON.parse(String(build('probe', undefined).body))).toMatchObject({ eventID: nil });
    expect(parse('probe', signed({ eventID: nil, code: '0000', state: 'NOT_FOUND' }))).toEqual({ type: 'ok' });
    expect(parse('probe', signed({ code: '0000', state: 'NOT_FOUND' }))).toMatchObject({ type: 'fault' });
  });
});
