import { describe, expect, test } from '@jest/globals';
import type { CallContext, Outcome } from '../../adapters/contract/index.ts';
import { goods, goodsLine, withoutCodes } from './nhsa-goods-events.ts';
import { profileOf } from './nhsa-regions.ts';
import { at, inputOf, numberOf, rowsOf, singles } from './nhsa-steps-support.ts';
import { bodyOf, built, context, national, operation, parsed, success } from './nhsa-support.ts';

const accepted = success({ result: { retRslt: '1' } });

const purchase = goods('purchase-in', 'RK1', [goodsLine(1), goodsLine(2, withoutCodes), goodsLine(3)]);
const SUBMIT = 'purchase-in.submit';

describe('a purchase', () => {
  test('has a number for each row and another for the codes of each row that has some', () => {
    expect(purchase.ids.items.map(({ key }) => key)).toEqual([
      'line-0',
      'line-1',
      'line-2',
      'line-0-codes',
      'line-2-codes',
    ]);
    const numbers = purchase.ids.items.map(({ ids }) => ids.fixmedins_bchno);
    expect(new Set(numbers).size).toBe(5);
    expect(numbers.every((number) => number?.length === 30)).toBe(true);
  });

  test('goes by 3503A, then its codes by 3502A of type 108', () => {
    expect(bodyOf(built(SUBMIT, purchase, at()))).toMatchObject({ infno: '3503A' });
    const first = parsed(SUBMIT, accepted, purchase, at());
    expect(first).toMatchObject({
      type: 'continue',
      items: ['line-0', 'line-1', 'line-2'].map((key) => ({ key, ok: true })),
    });
    const next = { ...purchase, settledItems: ['line-0', 'line-1', 'line-2'] };
    const where = at({ progress: progressOf(first) });
    const second = bodyOf(built(SUBMIT, next, where));
    expect(second).toMatchObject({ infno: '3502A', input: { invinfoDetail: [{ inv_chg_type: '108' }, {}] } });
    expect(rowsOf(second.input).map((row) => row.fixmedins_bchno)).toEqual([
      numberOf(purchase, 'line-0-codes'),
      numberOf(purchase, 'line-2-codes'),
    ]);
  });

  test('already booked goes on with its codes alone', () => {
    const next = { ...purchase, settledItems: ['line-0', 'line-1', 'line-2', 'line-0-codes'] };
    expect(bodyOf(built(SUBMIT, next, at()))).toMatchObject({ infno: '3502A' });
    expect(rowsOf(inputOf(SUBMIT, next, at()))).toHaveLength(1);
  });

  test('known to the platform is as good as booked', () => {
    const outcome = parsed(SUBMIT, { infcode: -1, err_msg: '批次流水号重复', output: null }, purchase, at());
    expect(outcome).toMatchObject({ type: 'continue' });
  });

  test('refused reports no codes', () => {
    const outcome = parsed(SUBMIT, success({ result: { retRslt: '0', msgRslt: '供应商不存在' } }), purchase, at());
    expect(outcome).toMatchObject({ type: 'fault', fault: { category: 'rejected' } });
  });

  test('refused in part reports the codes of the rows that were taken', () => {
    const profile = profileOf('nhsa/430000-hunan');
    const invoice = { nhsa: { purc_invo_no: '1', purc_invo_file_data: 'QQ==', purc_invo_file_name: 'a.pdf' } };
    const input = { ...purchase, event: { ...purchase.event, extensions: invoice } };
    const verdict = (key: string, retRslt: string) => ({
      fixmedins_bchno: numberOf(input, key),
      retRslt,
      medins_prod_purc_no: 'P1',
    });
    const body = success({ purcinfoDetail: [verdict('line-0', '0'), verdict('line-1', '1'), verdict('line-2', '1')] });
    const first = parsed(SUBMIT, body, input, at({ profile }));
    expect(first.items).toMatchObject([{ ok: false }, { ok: true, receipt: 'P1' }, { ok: true }]);
    const next = { ...input, settledItems: ['line-1', 'line-2'] };
    const rows = rowsOf(inputOf(SUBMIT, next, at({ profile, progress: progressOf(first) })));
    expect(rows.map((row) => row.fixmedins_bchno)).toEqual([numberOf(input, 'line-2-codes')]);
  });

  test('whose codes stay unknown is not finished', () => {
    const next = { ...purchase, settledItems: ['line-0', 'line-1', 'line-2'] };
    const where = at({ progress: { tried: ['line-0', 'line-1', 'line-2'], booked: ['line-0', 'line-1', 'line-2'] } });
    expect(parsed(SUBMIT, '<html>', next, where)).toMatchObject({
      type: 'fault',
      fault: { category: 'contract-broken' },
    });
  });

  test('that has codes but no price is refused before its first step: 3502A wants one', () => {
    const lines = purchase.event.lines.map(({ unitPrice: _, ...line }) => line);
    expect(() => built(SUBMIT, { ...purchase, event: { ...purchase.event, lines } }, at())).toThrow(
      'lines[0].unitPrice is missing',
    );
  });

  test('is asked for by 3510, its codes by 3509 within the days of document and upload', () => {
    const asked = (settledItems: string[], changes: Partial<CallContext> = {}) =>
      bodyOf(built('purchase-in.enquiry', { ...purchase, settledItems }, at(changes)));
    expect(asked([])).toMatchObject({
      infno: '3510',
      input: { data: { fixmedins_bchno: numberOf(purchase, 'line-0'), begndate: '2026-06-30', enddate: '2026-07-02' } },
    });
    expect(asked(['line-0', 'line-1', 'line-2'])).toMatchObject({ infno: '3509' });
    const profile = { ...national, constants: { ...national.constants, 'enquiry.inbound': '3512' } };
    expect(asked(['line-0', 'line-1', 'line-2'], { profile })).toMatchObject({ infno: '3512' });
  });
});

describe('where a region takes single rows', () => {
  const input = goods('stock-adjust', 'TZ1', [goodsLine(1), goodsLine(2), goodsLine(3)], { reason: 'surplus' });
  const run = (replies: readonly object[]): Outcome => {
    let state = input;
    let where = singles;
    for (const reply of replies) {
      const outcome = parsed('stock-adjust.submit', reply, state, where);
      if (outcome.type !== 'continue') return outcome;
      const held = (outcome.items ?? []).flatMap(({ key, ok }) => (ok ? [key] : []));
      state = { ...state, settledItems: [...state.settledItems, ...held] };
      where = { ...singles, progress: outcome.progress };
    }
    throw new Error('more requests than replies');
  };
  const taken = success(null);
  const refused = { infcode: -1, err_msg: '目录不存在', output: null };

  test('each request carries one, as an object under the number without A', () => {
    expect(bodyOf(built('stock-adjust.submit', input, singles))).toMatchObject({
      infno: '3502',
      input: { invinfo: { inv_chg_type: '103', fixmedins_bchno: numberOf(input, 'line-0') } },
    });
  });
  test('all taken is ok', () => {
    expect(run([taken, taken, taken])).toMatchObject({ type: 'ok', items: [{ key: 'line-2', ok: true }] });
  });
  test('a refused row does not stop the others, and is told', () => {
    expect(run([taken, refused, taken])).toMatchObject({ type: 'ok' });
    expect(run([taken, taken, refused])).toMatchObject({
      type: 'ok',
      partial: true,
      items: [{ key: 'line-2', ok: false }],
    });
  });
  test('all refused is refused', () => {
    expect(run([refused, refused, refused])).toMatchObject({ type: 'fault', fault: { category: 'rejected' } });
  });
  test('a row whose fate is unknown stops the run', () => {
    const outcome = run([taken, { infcode: -1, err_msg: '系统异常', output: null }]);
    expect(outcome).toMatchObject({ type: 'fault', fault: { category: 'unknown-outcome' } });
  });
  test('a later row that cannot be sent is known before the first is', () => {
    const bad = {
      ...input,
      event: { ...input.event, lines: [goodsLine(1), goodsLine(2, { quantity: '0' }), goodsLine(3)] },
    };
    expect(() => built('stock-adjust.submit', bad, singles)).toThrow('quantity must be above zero');
  });
});

describe('a change of stock', () => {
  const typeOf = (
    kind: 'stock-adjust' | 'transfer-in' | 'destroy' | 'purchase-in',
    reason?: 'loss' | 'recall' | 'scrap' | 'scrap-in',
  ) => {
    const input = goods(kind, 'TZ2', [goodsLine(1)], reason === undefined ? {} : { reason });
    return rowsOf(inputOf(`${kind}.submit`, input, at()))[0]?.inv_chg_type;
  };
  test('has the type of its kind and reason', () => {
    expect([
      typeOf('stock-adjust', 'loss'),
      typeOf('stock-adjust', 'scrap'),
      typeOf('stock-adjust', 'scrap-in'),
    ]).toEqual(['104', '107', '106']);
    expect([typeOf('transfer-in'), typeOf('destroy')]).toEqual(['101', '105']);
  });
  test('of no reason, or of one its kind does not have, is refused', () => {
    expect(() => typeOf('stock-adjust')).toThrow('reason is missing; stock-adjust takes surplus, loss');
    expect(() => typeOf('stock-adjust', 'recall')).toThrow('reason is not for stock-adjust, which takes surplus, loss');
    expect(() => typeOf('transfer-in', 'loss')).toThrow('reason is not for transfer-in, which takes no reason');
  });
  test('tells the one pack level of its codes; several in one row are refused', () => {
    const code = (value: string, packLevel: 'small' | 'large') => ({
      kind: 'drug-trace' as const,
      raw: value,
      value,
      packLevel,
    });
    const level = (...codes: ReturnType<typeof code>[]) => {
      const input = goods('destroy', 'XH1', [goodsLine(1, { codes })]);
      return rowsOf(inputOf('destroy.submit', input, at()))[0]?.trac_codg_pac_hery;
    };
    expect(level(code('1', 'large'), code('2', 'large'))).toBe('3');
    expect(() => level(code('1', 'large'), code('2', 'small'))).toThrow('lines[0] has codes of several pack levels');
  });
});

test('a stock count is proved by infcode alone, and denied by any verdict that stands there', () => {
  const input = goods('stock-count', 'PD1', [goodsLine(1)]);
  expect(parsed('stock-count.submit', success(null), input, at())).toMatchObject({
    type: 'ok',
    items: [{ key: 'line-0' }],
  });
  expect(parsed('stock-count.submit', success({ retRslt: '0' }), input, at())).toMatchObject({ type: 'fault' });
  expect(parsed('stock-count.submit', success({ retRslt: '?' }), input, at())).toMatchObject({ type: 'fault' });
});

describe('a virtual code', () => {
  const hunan = context();
  const question = { localCode: 'SP1', localName: '饮片', reference: 'XS1-1' };
  const asked = (progress: CallContext['progress']) =>
    (
      bodyOf(built('virtual-code', undefined, { ...hunan, ...(progress && { progress }) })).input as {
        data: Record<string, string>;
      }
    ).data;
  test('is asked for by product and by the name of the pack, which makes its number', () => {
    const data = asked({ ...question, memo: 'x' });
    expect(data).toMatchObject({ med_list_codg: 'NMLC999', fixmedins_hilist_id: 'SP1', memo: 'x' });
    expect(data.fixmedins_bchno).toHaveLength(30);
    expect(asked(question).fixmedins_bchno).toBe(data.fixmedins_bchno);
    expect(asked({ ...question, reference: 'XS1-2' }).fixmedins_bchno).not.toBe(data.fixmedins_bchno);
    expect(() => asked(undefined)).toThrow('localCode, localName and reference');
  });
  test('is offered in 湖南 alone', () => {
    const { lookup } = operation('virtual-code');
    expect([lookup?.offeredBy?.(hunan.profile), lookup?.offeredBy?.(national)]).toEqual([true, false]);
  });
  test('is the answer; a reply without one proves nothing', () => {
    expect(parsed('virtual-code', success({ result: { drug_trac_codg: 'XN1' } }))).toEqual({
      type: 'ok',
      answer: { code: 'XN1' },
    });
    for (const output of [null, {}, { result: {} }, { result: { drug_trac_codg: '' } }]) {
      expect(parsed('virtual-code', success(output))).toMatchObject({
        type: 'fault',
        fault: { category: 'contract-broken' },
      });
    }
  });
});

function progressOf(outcome: Outcome) {
  if (outcome.type !== 'continue') throw new Error(`not a step: ${outcome.type}`);
  return outcome.progress;
}
