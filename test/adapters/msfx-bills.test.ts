import { describe, expect, test } from '@jest/globals';
import { type CallContext, RequestError, type RestRequest } from '../../adapters/contract/index.ts';
import { msfxAdapter } from '../../adapters/msfx/index.ts';
import type { EventKind, RecognisedEvent } from '../../mappings/model/index.ts';
import { codes, context, delivery, event, operation, parse, profile, reply, row, statusList } from './msfx-support.ts';

const identity = { ref_ent_id: 'demo-ref-ent-001', ent_id: 'demo-ent-id-001', partners: 'W001=demo-ent-id-901' };
const institution = { ...context().institution, identity };
const counterparty = { code: 'W001', name: '演示医药批发' };
const inOut = (kind: EventKind, changes: Partial<RecognisedEvent> = {}) =>
  delivery({ event: event({ kind, counterparty, documentNo: 'D-20261122-1', ...changes }) });

function build(kind: EventKind, changes: Partial<RecognisedEvent> = {}, ctx: Partial<CallContext> = {}): RestRequest {
  const request = operation(`${kind}.submit`).buildRequest(inOut(kind, changes), context({ institution, ...ctx }));
  if (request.protocol !== 'rest') throw new Error('not a REST request');
  return request;
}
const form = (request: RestRequest) => Object.fromEntries(new URLSearchParams(String(request.body)));
const because = (values: Record<string, string | boolean>) => ({ extensions: { msfx: values } });

describe('upload of an in/out bill', () => {
  test('a purchase goes out exactly so', () => {
    const request = build('purchase-in');
    expect(request.query?.method).toBe('alibaba.alihealth.drugtrace.top.lsyd.uploadinoutbill');
    expect(form(request)).toEqual({
      bill_code: 'XS20261122-0001',
      bill_time: '2026-11-22 23:10:05',
      bill_type: '102',
      physic_type: '3',
      ref_user_id: 'demo-ref-ent-001',
      from_user_id: 'demo-ent-id-901',
      to_user_id: 'demo-ent-id-001',
      oper_ic_code: '12345678',
      oper_ic_name: '张三',
      client_type: '2',
      trace_codes: '81234560000000000000,81234560000000000001',
    });
  });

  test.each<[EventKind, Record<string, string>, string, 'in' | 'out' | 'own']>([
    ['purchase-in', {}, '102', 'in'],
    ['purchase-in', { reason: 'supply' }, '107', 'in'],
    ['purchase-in', { reason: 'gift' }, '110', 'in'],
    ['purchase-return', {}, '202', 'out'],
    ['purchase-return', { reason: 'recall' }, '211', 'out'],
    ['transfer-in', {}, '104', 'in'],
    ['transfer-out', {}, '203', 'out'],
    ['stock-adjust', { reason: 'surplus' }, '111', 'own'],
    ['stock-adjust', { reason: 'scrap-in' }, '112', 'own'],
    ['stock-adjust', { reason: 'other-in' }, '113', 'own'],
    ['stock-adjust', { reason: 'rework' }, '204', 'own'],
    ['stock-adjust', { reason: 'inspection' }, '206', 'own'],
    ['stock-adjust', { reason: 'loss' }, '214', 'own'],
    ['stock-adjust', { reason: 'damage' }, '215', 'own'],
    ['stock-adjust', { reason: 'scrap' }, '216', 'own'],
    ['stock-adjust', { reason: 'other-out' }, '217', 'own'],
    ['destroy', {}, '205', 'own'],
  ])('%s %j is bill type %s, and the goods go %s', (kind, values, billType, way) => {
    const [own, other] = ['demo-ent-id-001', 'demo-ent-id-901'];
    const parties = { in: [other, own], out: [own, other], own: [own, own] }[way];
    const sent = form(build(kind, because(values)));
    expect([sent.bill_type, sent.from_user_id, sent.to_user_id]).toEqual([billType, ...parties]);
    expect(sent.ref_user_id).toBe('demo-ref-ent-001');
  });

  test('bills without another party name whom the directory says', () => {
    const changed = { ...institution, identity: { ...identity, internal_ent_id: 'demo-ent-id-777' } };
    expect(form(build('destroy', {}, { institution: changed }))).toMatchObject({
      from_user_id: 'demo-ent-id-001',
      to_user_id: 'demo-ent-id-777',
    });
  });

  test('reasons, addresses and papers go where the platform asks for them', () => {
    expect(
      form(build('purchase-return', because({ returnReason: 'expired', returnReasonText: '过期' }))),
    ).toMatchObject({
      return_reason_code: '4',
      return_reason_des: '过期',
    });
    expect(
      form(build('destroy', because({ destroyReason: 'mouldy', executedBy: '甲', supervisedBy: '乙' }))),
    ).toMatchObject({ cancel_reason_code: '2', executer_name: '甲', superviser_name: '乙' });
    const papers = {
      deliveryNo: 'FH-1',
      orderNo: 'DH-1',
      fromAddress: 'A',
      toAddress: 'B',
      receivable: '2',
      verified: true,
    };
    expect(form(build('purchase-in', because(papers)))).toMatchObject({
      from_bill_code: 'FH-1',
      order_code: 'DH-1',
      from_address: 'A',
      to_address: 'B',
      qu_receivable: '2',
      xt_is_check: '1',
    });
  });

  test.each<[string, EventKind, Partial<RecognisedEvent>, Record<string, string>, string]>([
    ['a reason of another kind', 'purchase-in', because({ reason: 'loss' }), identity, 'MSFX_INPUT_REFUSED'],
    ['an adjustment without a reason', 'stock-adjust', {}, identity, 'MSFX_INPUT_REFUSED'],
    ['no counterparty code', 'purchase-in', { counterparty: { name: 'x' } }, identity, 'PARTNER_MISSING'],
    [
      'a partner not listed',
      'purchase-in',
      { counterparty: { code: 'demo-ent-id-901', name: 'x' } },
      identity,
      'PARTNER_UNKNOWN',
    ],
    [
      'a partner that is the institution',
      'transfer-out',
      {},
      { ...identity, partners: 'W001=demo-ent-id-001' },
      'PARTNER_IS_SELF',
    ],
    [
      'a partner with our ref_ent_id',
      'transfer-out',
      {},
      { ...identity, partners: 'W001=demo-ref-ent-001' },
      'PARTNER_UNKNOWN',
    ],
    [
      'no own ent_id',
      'purchase-in',
      {},
      { ref_ent_id: 'demo-ref-ent-001', partners: identity.partners },
      'IDENTITY_INCOMPLETE',
    ],
    [
      'an own ent_id that is the ref_ent_id',
      'destroy',
      {},
      { ...identity, ent_id: identity.ref_ent_id },
      'IDENTITY_INCOMPLETE',
    ],
    [
      'an internal party that is the ref_ent_id',
      'destroy',
      {},
      { ...identity, internal_ent_id: identity.ref_ent_id },
      'IDENTITY_INCOMPLETE',
    ],
  ])('%s is refused before it is sent', (_name, kind, changes, given, code) => {
    const attempt = () => build(kind, changes, { institution: { ...institution, identity: given } });
    expect(attempt).toThrow(RequestError);
    expect(attempt).toThrow(expect.objectContaining({ code }));
  });

  test('a counterparty code is an ent_id itself only where the link says so', () => {
    const settings = { ...context().settings, counterpartyCode: 'ent-id' };
    const changes = { counterparty: { code: 'demo-ent-id-902', name: 'x' } };
    expect(form(build('purchase-in', changes, { settings })).from_user_id).toBe('demo-ent-id-902');
    expect(form(build('purchase-in', {}, { settings })).from_user_id).toBe('demo-ent-id-901');
  });

  test('a profile that turns the direction of a kind is a defect, not a bill', () => {
    const turned = {
      ...profile,
      map: (id: string, input: Parameters<typeof profile.map>[1]) => ({ ...profile.map(id, input), bill_type: '202' }),
    };
    expect(() => build('purchase-in', {}, { profile: turned })).toThrow(TypeError);
  });

  test("the codes per bill are the profile's", () => {
    const lines = [{ product: { localCode: 'P', localName: 'x' }, quantity: '1', codes: codes(3501) }];
    expect(() => build('purchase-in', { lines })).toThrow(expect.objectContaining({ code: 'TOO_MANY_CODES' }));
    const wide = { ...profile, limits: { 'purchase-in.submit': { maxCodes: 10_000 } } };
    expect(form(build('purchase-in', { lines }, { profile: wide })).trace_codes?.split(',')).toHaveLength(3501);
  });
});

describe('bill_code over all kinds', () => {
  const kinds = Object.values(msfxAdapter.operations).flatMap(({ kind }) => kind ?? []);
  const made = (kind: EventKind, documentNo: string, count = 1) => {
    const ids = operation(`${kind}.submit`).businessIds?.(
      {
        ...delivery({ event: event({ kind, documentNo }), part: { index: count - 1, count } }),
        ids: { record: {}, items: [] },
      },
      context(),
    );
    return Object.values(ids?.record ?? {})[0];
  };

  test('differs for every kind, number and part', () => {
    const numbers = ['A', 'A-S', 'A-R', 'A-PI', 'A-PI-S', 'A_1', 'A-PI_2', 'A-DE'];
    const all = kinds.flatMap((kind) => numbers.flatMap((no) => [made(kind, no), made(kind, no, 2)]));
    expect(new Set(all).size).toBe(all.length);
    expect(made('purchase-in', 'A')).toBe('A-PI');
  });
});

describe('the fate of an in/out bill', () => {
  const ask = (billType: string) =>
    parse(
      'bill-status',
      reply(statusList(row({ bill_type: billType, result_type: '3', sub_process_flag: '51' }))),
      {},
      inOut('purchase-in'),
    );

  test('a bill type of the kind is ours, any other is another bill', () => {
    expect(ask('102')).toMatchObject({ type: 'ok' });
    expect(ask('110')).toMatchObject({ type: 'ok' });
    expect(ask('202')).toMatchObject({ type: 'fault', fault: { code: 'MSFX_BILL_CODE_TAKEN' } });
  });
});
