import { describe, expect, test } from '@jest/globals';
import type { Outcome, Progress } from '../../adapters/contract/index.ts';
import { nhsaAdapter } from '../../adapters/nhsa/index.ts';
import { batchNumbersOf, bodyOf, built, context, delivery, hunan, NOW, parsed, success } from './nhsa-support.ts';

const ENQUIRY = 'retail-sale.enquiry';
const faultOf = (outcome: Outcome) =>
  outcome.type === 'fault' ? [outcome.fault.category, outcome.fault.code] : outcome.type;
const listed = (bchno: string | undefined, more: object = {}) => ({
  fixmedinsBchno: bchno,
  medinsProdSelNo: 'S1',
  ...more,
});

describe('signing in', () => {
  test.each([
    ['an object', { sign_time: '2026-07-01 23:59:30', sign_no: 'QD9' }],
    ['a list of one', [{ sign_no: 'QD9' }]],
  ])('gives a session until midnight in China, from %s', (_, signinoutb) => {
    expect(parsed('sign-in', success({ signinoutb }))).toEqual({
      type: 'ok',
      session: { values: { sign_no: 'QD9' }, expiresAt: NOW + 30_000 },
    });
  });

  test.each([
    [{ infcode: -1, err_msg: '操作失败' }, 'NHSA_SIGN_IN_REFUSED'],
    [{ code: 401, message: '非法用户!' }, 'NHSA_KEY_UNKNOWN'],
  ])('refused by %j holds the institution', (body, code) => {
    expect(faultOf(parsed('sign-in', body))).toEqual(['auth', code]);
  });

  test.each([{ signinoutb: {} }, { signinoutb: { sign_no: '' } }, {}, null, 'x'])(
    'without a number in %j is no sign-in',
    (output) => {
      expect(faultOf(parsed('sign-in', success(output)))).toEqual(['contract-broken', 'NHSA_REPLY_UNRECOGNISED']);
    },
  );
});

describe('the enquiry', () => {
  const input = delivery(3);
  const [a, b, c] = batchNumbersOf(input);

  /** Goes through the steps with one output per row, in order. */
  const ask = (
    outputs: readonly unknown[],
    id = ENQUIRY,
    changes: object = {},
  ): { outcome: Outcome; asked: unknown[] } => {
    const asked: unknown[] = [];
    let progress: Progress | undefined;
    for (const output of outputs) {
      const at = context({ ...changes, ...(progress && { progress }) });
      asked.push(bodyOf(built(id, input, at)).input);
      const outcome = parsed(id, success(output), input, at);
      if (outcome.type !== 'continue') return { outcome, asked };
      progress = JSON.parse(JSON.stringify(outcome.progress));
    }
    throw new Error('the enquiry wants more replies');
  };
  const found = (bchno: string | undefined) => ({ output: [listed(bchno)] });
  const nothing = { output: [] };

  test('asks for each row by its number and finds them all', () => {
    const { outcome, asked } = ask([found(a), { output: listed(b) }, [listed(c), listed(c)]]);
    expect(asked).toEqual(
      [a, b, c].map((fixmedins_bchno) => ({ data: { fixmedins_code: 'P43010000001', fixmedins_bchno } })),
    );
    expect(outcome).toEqual({
      type: 'ok',
      items: ['line-0', 'line-1', 'line-2'].map((key) => ({ key, ok: true, receipt: 'S1' })),
    });
  });

  test('finds none', () => {
    expect(ask([nothing, [], nothing]).outcome).toEqual({ type: 'not-found', items: [] });
  });

  test('finds some, and says which', () => {
    expect(ask([nothing, found(b), nothing]).outcome).toEqual({
      type: 'not-found',
      items: [{ key: 'line-1', ok: true, receipt: 'S1' }],
    });
  });

  test('a deleted record is not held', () => {
    expect(ask([{ output: [listed(a, { valiFlag: '0' })] }, nothing, nothing]).outcome).toMatchObject({
      type: 'not-found',
      items: [],
    });
  });

  test('leaves rows out that are settled already', () => {
    const rest = { ...input, settledItems: ['line-0', 'line-1'] };
    expect(parsed(ENQUIRY, success(found(c)), rest)).toEqual({
      type: 'ok',
      items: [{ key: 'line-2', ok: true, receipt: 'S1' }],
    });
  });

  test.each([
    null,
    '',
    {},
    undefined,
    { output: null },
    { output: {} },
    { output: '' },
    { output: ['x'] },
    { rows: [] },
    'AAAA',
    7,
    { output: [listed('other')] },
  ])('an output %j proves nothing: a false absence would send an unsafe write again', (output) => {
    expect(faultOf(parsed(ENQUIRY, success(output), input))).toEqual(['contract-broken', 'NHSA_REPLY_UNRECOGNISED']);
  });

  test('where a region answers absence with nothing at all, its profile says so', () => {
    const profile = { ...hunan, constants: { ...hunan.constants, enquiryEmpty: 'any' } };
    expect(ask([null, { output: null }, ''], ENQUIRY, { profile }).outcome.type).toBe('not-found');
  });

  test('of a return concludes from absence only where the link says that returns are listed', () => {
    const ask3 = (settings: object) => ask([nothing, nothing, nothing], 'retail-return.enquiry', { settings }).outcome;
    expect(faultOf(ask3({}))).toEqual(['rejected', 'NHSA_ENQUIRY_INCONCLUSIVE']);
    expect(ask3({ returnEnquiry: 'conclusive' }).type).toBe('not-found');
    expect(ask([found(a), found(b), found(c)], 'retail-return.enquiry').outcome.type).toBe('ok');
  });
});

describe('the probe', () => {
  test('asks for a row that cannot exist; any answer with infcode 0 will do', () => {
    expect(bodyOf(built('probe')).input).toEqual({
      data: { fixmedins_code: 'P43010000001', fixmedins_bchno: 'TRACEHUB-PROBE' },
    });
    expect(parsed('probe', success({ output: [] }))).toEqual({ type: 'ok' });
    expect(faultOf(parsed('probe', '<html>'))).toEqual(['contract-broken', 'NHSA_REPLY_UNREADABLE']);
  });
});

describe('the adapter', () => {
  test('every write has its enquiry, every fault code its words, and no submission may be sent again blindly', () => {
    for (const { effect, resend, enquiry, withdraws, kind } of Object.values(nhsaAdapter.operations)) {
      if (effect === 'read') continue;
      expect(resend).toBe(kind === undefined ? 'keyed' : 'unsafe');
      expect(Object.keys(nhsaAdapter.operations)).toContain(enquiry);
      expect(kind ?? Object.keys(nhsaAdapter.operations)).toEqual(kind ?? expect.arrayContaining([withdraws]));
    }
    for (const { message, hint, code } of nhsaAdapter.faults) {
      expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect([message.zh, message.en, hint.zh, hint.en].every((text) => text.length > 0)).toBe(true);
    }
  });

  test('masks keys and persons in whatever is stored or logged', () => {
    const text = JSON.stringify({
      psn_name: '张三',
      certno: '430102199003070011',
      psnName: '李四',
      sign_no: 'QD1',
      drug_trac_codg: '83857930000000000001',
      fixmedins_bchno: 'P43010000001260701V8T74UH8F9UW',
      err_msg: '身份证430102199003070011,电话13800138000',
    });
    const masked = nhsaAdapter.scrub(`${text} sk=topsecret`);
    for (const secret of ['张三', '李四', '430102199003070011', 'QD1', '13800138000', 'topsecret'])
      expect(masked).not.toContain(secret);
    expect(masked).toContain('83857930000000000001');
    expect(masked).toContain('P43010000001260701V8T74UH8F9UW');
  });
});
