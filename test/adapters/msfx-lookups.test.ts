import { describe, expect, test } from '@jest/globals';
import type { CallContext, Progress } from '../../adapters/contract/index.ts';
import { alienBodies } from './alien-bodies.ts';
import { profileOf } from './msfx-rig.ts';
import { codes, context, delivery, event, NOW, operation, parse, reply } from './msfx-support.ts';

const lookups = [
  'code-detail',
  'code-activation',
  'code-relation',
  'upstream-bills',
  'upstream-bill-detail',
  'upstream-bill-of-code',
  'enterprise',
  'partners',
];

const answers: Progress = {
  code: '81234560000000000001',
  billCode: 'CK-1',
  fromRefEntId: 'demo-ref-ent-201',
  name: '演示医药批发',
};

const session = { values: { license_token: 't' }, expiresAt: NOW };

function form(
  id: string,
  changes: Partial<CallContext> = {},
  input: ReturnType<typeof delivery> | undefined = delivery(),
): Record<string, string | undefined> {
  const request = operation(id).buildRequest(input, context({ session, ...changes }));
  if (request.protocol !== 'rest') throw new Error('not REST');
  const { method } = request.query ?? {};
  return {
    method: method?.replace('alibaba.alihealth.', ''),
    ...Object.fromEntries(new URLSearchParams(String(request.body))),
  };
}

const success = (more: object) => ({ result: { msg_code: 'SUCCESS', response_success: true, ...more } });

const [first = '', second = ''] = codes(2).map(({ value }) => value);

describe('the questions', () => {
  test.each([
    ['code-detail', {}, { method: 'drugtrace.top.lsyd.query.codedetail', codes: `${first},${second}` }],
    ['code-activation', {}, { method: 'drugtrace.top.lsyd.querycodeactive', codes: `${first},${second}` }],
    [
      'code-relation',
      {},
      { method: 'drugtrace.top.lsyd.query.relation', code: first, des_ref_ent_id: 'demo-ref-ent-001' },
    ],
    ['code-relation', { code: second }, { method: 'drugtrace.top.lsyd.query.relation', code: second }],
    [
      'upstream-bills',
      {},
      {
        method: 'drugtrace.top.lsyd.listupout',
        begin_date: '2026-10-24',
        end_date: '2026-11-23',
        page: '1',
        page_size: '100',
      },
    ],
    [
      'upstream-bills',
      { beginDate: '2026-01-01', endDate: '2026-01-02', billCode: 'X', page: 2 },
      { begin_date: '2026-01-01', end_date: '2026-01-02', bill_code: 'X', page: '2' },
    ],
    [
      'upstream-bill-detail',
      answers,
      { bill_code: 'CK-1', from_ref_user_id: 'demo-ref-ent-201', to_ref_user_id: 'demo-ref-ent-001' },
    ],
    ['upstream-bill-of-code', {}, { method: 'drugtrace.top.lsyd.query.upbillcode', code: first }],
    ['enterprise', answers, { method: 'drugtrace.top.lsyd.query.getentinfo', ent_name: '演示医药批发' }],
    ['partners', {}, { method: 'drugtrace.top.lsyd.query.listparts', ref_ent_id: 'demo-ref-ent-001' }],
  ])('%s %j', (id, progress: Progress, expected) => {
    expect(form(id, { progress })).toMatchObject(expected);
  });

  test('the counterparty of an event is looked up by its name', () => {
    const input = delivery({ event: event({ counterparty: { name: '演示医院' } }) });
    expect(form('enterprise', {}, input)).toMatchObject({ ent_name: '演示医院' });
  });

  test.each(['code-relation', 'upstream-bill-detail', 'upstream-bill-of-code', 'enterprise', 'code-detail'])(
    '%s is not asked without its question',
    (id) => {
      const ask = () => operation(id).buildRequest(undefined, context());
      expect(ask).toThrow(expect.objectContaining({ code: 'QUESTION_INCOMPLETE' }));
    },
  );

  test.each([
    ['msfx/hospital', ['code-activation']],
    ['msfx/wholesale-msc', lookups.filter((id) => id !== 'enterprise' && id !== 'partners')],
    ['msfx/producer', []],
    ['msfx/wholesale-kyt', []],
    ['msfx/wholesale-wes', []],
  ])('%s has no API for %j', (profileId, missing) => {
    const refused = lookups.filter((id) => {
      try {
        return form(id, { profile: profileOf(profileId), progress: answers }) === undefined;
      } catch (error) {
        expect(error).toMatchObject({ code: 'API_NOT_OFFERED' });
        return true;
      }
    });
    expect(refused).toEqual(missing);
  });

  test('all but the look-up by name carry the token of wes', () => {
    const wes = { profile: profileOf('msfx/wholesale-wes'), progress: answers };
    const withToken = lookups.filter((id) => 'license_token' in form(id, wes));
    expect(withToken).toEqual(lookups.filter((id) => id !== 'enterprise'));
  });
});

describe('the answers', () => {
  const model = (code: string, status: string) => ({
    code,
    package_level: 1,
    code_status_type_d_t_o: { code_status: status, code_status_desc: '状态' },
    drug_ent_base_d_t_o: { physic_name: '阿莫西林' },
  });

  test('each code has its verdict; what may move no more is an alert', () => {
    expect(parse('code-detail', reply(success({ models: [model(first, 'A'), model(second, 'S')] })))).toMatchObject({
      type: 'ok',
      codes: [
        { code: first, verdict: 'accepted', nativeCode: 'A', message: '状态 · 阿莫西林 · 1' },
        { code: second, verdict: 'alert', nativeCode: 'S', message: '状态 · 阿莫西林 · 1' },
      ],
    });
  });

  test.each([['A', 'accepted'], ['I', 'accepted'], ['O', 'accepted'], ...[...'XNCSEB'].map((it) => [it, 'alert'])])(
    'status %s is %s',
    (status, verdict) => {
      expect(parse('code-detail', reply(success({ models: [model(first, status)] })))).toMatchObject({
        codes: [{ verdict }, { verdict: 'alert', message: 'not known to the platform' }],
      });
    },
  );

  test('codes that are not active are alerts; an empty list of them may be left out', () => {
    expect(
      parse('code-activation', reply({ msg_code: 'SUCCESS', response_success: true, models: [second] })),
    ).toMatchObject({
      codes: [{ verdict: 'accepted' }, { code: second, verdict: 'alert' }],
    });
    expect(parse('code-activation', reply({ msg_code: 'SUCCESS', response_success: true }))).toMatchObject({
      codes: [{ verdict: 'accepted' }, { verdict: 'accepted' }],
    });
    expect(parse('code-activation', reply({ response_success: true }))).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });

  test('more than 1000 codes are asked for in turns', () => {
    const input = delivery({
      event: event({ lines: [{ product: { localCode: 'P', localName: 'x' }, quantity: '1', codes: codes(1001) }] }),
    });
    const next = parse('code-detail', reply(success({ models: [] })), {}, input);
    expect(next).toMatchObject({ type: 'continue', progress: { offset: 1000 } });
    expect(form('code-detail', { progress: { offset: 1000 } }, input).codes).toBe(codes(1001)[1000]?.value);
    expect(parse('code-detail', reply(success({ models: [] })), { progress: { offset: 1000 } }, input)).toMatchObject({
      type: 'ok',
    });
  });

  test('pages of a list are followed', () => {
    const row = { bill_code: 'CK-1', from_ref_user_id: 'demo-ref-ent-201', bill_type: '201', from_user_name: '演示' };
    const page = success({ model: { total_num: 101, result_list: [row] } });
    expect(parse('upstream-bills', reply(page))).toMatchObject({
      answer: { bills: [{ billCode: 'CK-1', billType: '201', from: '演示', fromRefEntId: 'demo-ref-ent-201' }] },
      type: 'continue',
      progress: { page: 2 },
      items: [{ key: 'CK-1', ok: true, receipt: 'demo-ref-ent-201', nativeCode: '201', message: '演示' }],
    });
    expect(parse('upstream-bills', reply(page), { progress: { page: 2 } })).toMatchObject({ type: 'ok' });
    expect(parse('upstream-bills', reply(success({ model: { total_num: 0 } })))).toEqual({ type: 'not-found' });
  });

  test('two APIs call their flag success; the others do not', () => {
    const rows = { msg_code: 'SUCCESS', success: true, model_list: [{ bill_code: 'CK-1' }] };
    expect(parse('upstream-bill-of-code', reply({ result: rows }))).toMatchObject({
      type: 'ok',
      items: [{ key: 'CK-1' }],
    });
    expect(parse('code-relation', reply({ result: rows }))).toMatchObject({ fault: { category: 'contract-broken' } });
  });

  test.each(lookups)('%s: 信息不存在 is not-found', (id) => {
    const body = { result: { msg_code: 'FAIL_BIZ_NO_PAT_INFO', response_success: false } };
    expect(parse(id, reply(body), { progress: answers })).toEqual({ type: 'not-found' });
  });

  test.each([
    ['code-detail', { models: [{ code_status: 'A' }] }],
    ['code-detail', {}],
    ['code-activation', { models: [{}] }],
    ['code-relation', { model_list: [{ code_relation_list: [{ status: 'A' }] }] }],
    ['code-relation', { model_list: ['x'] }],
    ['upstream-bills', { model: { total_num: 1, result_list: [{}] } }],
    ['upstream-bills', { model: {} }],
    ['upstream-bill-of-code', { success: true, model_list: [{}] }],
    [
      'upstream-bill-detail',
      { success: true, model: { bill_code: 'CK-1', drug_infos_dto_list: [{ code_info_list: [{}] }] } },
    ],
    ['upstream-bill-detail', { success: true, model: {} }],
    ['enterprise', { model: { ent_name: 'x' } }],
    ['enterprise', {}],
    ['partners', { model: { total_num: 1, result_list: [{ partner_name: 'x' }] } }],
  ])('%s does not believe %j', (id, more) => {
    expect(parse(id, reply(success(more)), { progress: answers })).toMatchObject({
      fault: { category: 'contract-broken' },
    });
  });

  test.each(lookups)('%s never takes a malformed reply for an answer', (id) => {
    for (const [name, body] of alienBodies())
      expect([name, parse(id, reply(body), { progress: answers })]).toMatchObject([
        name,
        { type: 'fault', fault: { category: 'contract-broken' } },
      ]);
  });
});
