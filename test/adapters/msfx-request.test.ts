import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type CallContext, type DeliveryInput, RequestError, type RestRequest } from '../../adapters/contract/index.ts';
import { codes, context, delivery, event, NOW, operation, SECRET, traceCode } from './msfx-support.ts';

function build(id: string, input: DeliveryInput | undefined, changes: Partial<CallContext> = {}): RestRequest {
  const request = operation(id).buildRequest(input, context(changes));
  if (request.protocol !== 'rest') throw new Error('not a REST request');
  return request;
}
const form = (request: RestRequest) => Object.fromEntries(new URLSearchParams(String(request.body)));
const billCode = (changes: Partial<DeliveryInput>, ctx = context()) =>
  operation('retail-sale.submit').businessIds?.({ ...delivery(), ids: { record: {}, items: [] }, ...changes }, ctx)
    .record.bill_code;

describe('upload of a retail bill', () => {
  test('a sale goes out exactly so', () => {
    const request = build('retail-sale.submit', delivery());
    expect(request.method).toBe('POST');
    expect(request.path).toBe('');
    expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=utf-8');
    expect(form(request)).toEqual({
      bill_code: 'XS20261122-0001',
      bill_time: '2026-11-22 23:10:05',
      bill_type: '321',
      physic_type: '3',
      ref_user_id: 'demo-ref-ent-001',
      oper_ic_code: '12345678',
      oper_ic_name: '张三',
      trace_codes: '81234560000000000000,81234560000000000001',
    });
    const { sign, ...system } = request.query ?? {};
    expect(system).toEqual({
      method: 'alibaba.alihealth.drugtrace.top.lsyd.uploadretail',
      app_key: '12345678',
      timestamp: '2026-11-23 00:30:00',
      v: '2.0',
      format: 'json',
      simplify: 'true',
      sign_method: 'hmac-sha256',
    });
    const base = Object.entries({ ...system, ...form(request) })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flat()
      .join('');
    expect(sign).toBe(createHmac('sha256', SECRET).update(base).digest('hex').toUpperCase());
  });

  test('a return is bill type 116; the ent_id goes out as shipper, never as owner', () => {
    const institution = {
      ...context().institution,
      identity: { ref_ent_id: 'demo-ref-ent-001', ent_id: 'ent-000001' },
    };
    const request = build('retail-return.submit', delivery({ event: event({ kind: 'retail-return' }) }), {
      institution,
    });
    expect(form(request)).toMatchObject({
      bill_type: '116',
      ref_user_id: 'demo-ref-ent-001',
      from_user_id: 'ent-000001',
    });
  });

  test('nothing about the buyer leaves the house', () => {
    const settlement = { type: 'insured', person: { name: '李四', certNo: '430101199001011234', no: '77' } } as const;
    const body = String(build('retail-sale.submit', delivery({ event: event({ settlement }) })).body);
    expect(decodeURIComponent(body)).not.toMatch(/李四|430101199001011234/);
  });

  test('the bill time is China time whatever the offset of the event', () => {
    const input = delivery({ event: event({ occurredAt: '2026-11-22T16:05:00Z' }) });
    expect(form(build('retail-sale.submit', input)).bill_time).toBe('2026-11-23 00:05:00');
  });

  test('an internet order is marked by the extension', () => {
    const input = delivery({ event: event({ extensions: { msfx: { networkOrder: true } } }) });
    expect(form(build('retail-sale.submit', input)).network_bill_flag).toBe('1');
  });

  test('only codes the platform knows go out; lines without one are left out', () => {
    const gs1 = { kind: 'gs1', raw: 'x', value: '(01)06901234567892(21)A1' } as const;
    const opaque = { kind: 'opaque', raw: 'MAH-1', value: 'MAH-1' } as const;
    const product = { localCode: 'P', localName: 'x' };
    const lines = [
      { product, quantity: '1', codes: [gs1] },
      { product, quantity: '1', codes: [] },
      { product, quantity: '1', codes: [opaque, traceCode('81234567890123456789'), traceCode('91234567890123456789')] },
    ];
    expect(form(build('retail-sale.submit', delivery({ event: event({ lines }) }))).trace_codes).toBe(
      '81234567890123456789',
    );
  });

  test.each([
    [['89123456789012345678'], '2'],
    [['89123456789012345678', '81234567890123456789'], '3'],
  ])('physic_type of %j is %s', (values, expected) => {
    const lines = [{ product: { localCode: 'P', localName: 'x' }, quantity: '1', codes: values.map(traceCode) }];
    expect(form(build('retail-sale.submit', delivery({ event: event({ lines }) }))).physic_type).toBe(expected);
  });

  const line = (list: ReturnType<typeof codes>) => [
    { product: { localCode: 'P', localName: 'x' }, quantity: '1', codes: list },
  ];
  test.each([
    ['no code for this platform', { lines: line([]) }, 'NO_CODE_FOR_PLATFORM'],
    ['a code twice', { lines: [...line(codes(2)), ...line(codes(1))] }, 'CODE_REPEATED'],
    ['3501 codes', { lines: line(codes(3501)) }, 'TOO_MANY_CODES'],
    ['a bill older than two years', { occurredAt: '2024-11-22T16:29:59Z' }, 'BILL_TOO_OLD'],
  ])('%s is refused before it is sent', (_name, changes, code) => {
    const attempt = () => build('retail-sale.submit', delivery({ event: event(changes) }));
    expect(attempt).toThrow(RequestError);
    expect(attempt).toThrow(expect.objectContaining({ code }));
  });

  test('3500 codes and a bill two years old to the second are fine', () => {
    const input = delivery({ event: event({ lines: line(codes(3500)), occurredAt: '2024-11-22T16:30:00Z' }) });
    expect(form(build('retail-sale.submit', input)).trace_codes?.split(',')).toHaveLength(3500);
  });

  test.each([[{}], [{ ref_ent_id: 'short' }], [{ ref_ent_id: 'demo-ref-ent-001', ent_id: 'demo-ref-ent-001' }]])(
    'identity %j is refused: one id is missing or stands in place of the other',
    (identity: Record<string, string>) => {
      const institution = { ...context().institution, identity };
      expect(() => build('retail-sale.submit', delivery(), { institution })).toThrow(
        expect.objectContaining({ code: 'IDENTITY_INCOMPLETE' }),
      );
    },
  );

  test('without a stored bill code nothing is sent', () => {
    expect(() => build('retail-sale.submit', delivery({ ids: { record: {}, items: [] } }))).toThrow(RequestError);
    expect(() => build('retail-sale.submit', undefined)).toThrow(RequestError);
  });
});

describe('bill_code', () => {
  const made = (documentNo: string, kind: 'retail-sale' | 'retail-return', index = 0, count = 1) =>
    billCode({ event: event({ documentNo, kind }), part: { index, count } });

  test('is the document number; returns and parts are marked', () => {
    expect(made('A1', 'retail-sale')).toBe('A1');
    expect(made('A1', 'retail-return')).toBe('A1-R');
    expect(made('A1', 'retail-sale', 1, 3)).toBe('A1_2');
    expect(made('A1', 'retail-return', 0, 2)).toBe('A1-R_1');
  });

  test('differs for every document, kind and part, also where document numbers look like marks', () => {
    const numbers = ['A', 'A-R', 'A-S', 'A_1', 'A_2', 'A-R_1', 'A-S_1', 'A-R-R', 'A_1-R', 'A_1_1', 'A-S-S'];
    const all = numbers.flatMap((number) =>
      (['retail-sale', 'retail-return'] as const).flatMap((kind) => [
        made(number, kind),
        made(number, kind, 0, 2),
        made(number, kind, 1, 2),
      ]),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  test('keeps the longest document number readable, and keeps within a shorter limit without clashes', () => {
    const long = 'X'.repeat(40);
    expect(made(long, 'retail-return', 11, 12)).toBe(`${long}-R_12`);
    const short = context({ settings: { appKey: '1', appSecret: 's', billCodeMaxLength: 20 } });
    const twin = (last: string) =>
      billCode({ event: event({ documentNo: 'X'.repeat(39) + last }), part: { index: 99, count: 100 } }, short);
    expect(twin('1')).toHaveLength(20);
    expect(twin('1')).toBe(twin('1'));
    expect(twin('1')).not.toBe(twin('2'));
  });

  test('carries the prefix of institutions that share a ref_ent_id', () => {
    const institution = { ...context().institution, identity: { ref_ent_id: 'demo-ref-ent-001', bill_prefix: 'B7' } };
    expect(billCode({}, context({ institution }))).toBe('B7XS20261122-0001');
  });
});

describe('queries', () => {
  test('the status enquiry looks from the first send on, a day on each side', () => {
    expect(form(build('bill-status', delivery({ firstSentAt: NOW - 3 * 86_400_000 })))).toEqual({
      ref_ent_id: 'demo-ref-ent-001',
      begin_date: '2026-11-19',
      end_date: '2026-11-24',
      bill_type: 'A',
      bill_code: 'XS20261122-0001',
      page: '1',
      page_size: '20',
    });
  });

  test('a number that existed before is looked for from the document date on', () => {
    const input = delivery({ event: event({ occurredAt: '2026-10-01T10:00:00+08:00' }) });
    expect(form(build('bill-status', input, { progress: { duplicate: true } })).begin_date).toBe('2026-09-30');
  });

  test('refused codes are listed page by page', () => {
    const request = build('partial-results', delivery(), { progress: { page: 3 } });
    expect(request.query?.method).toBe('alibaba.alihealth.drugtrace.top.lsyd.listbillprocesspartsuccess');
    expect(form(request)).toEqual({
      ref_ent_id: 'demo-ref-ent-001',
      bill_code: 'XS20261122-0001',
      page: '3',
      page_size: '100',
    });
  });

  test('the probe asks for a bill that cannot exist', () => {
    expect(form(build('probe', undefined))).toMatchObject({
      bill_code: 'TRACEHUB PROBE',
      begin_date: '2026-11-23',
      end_date: '2026-11-23',
    });
  });
});
