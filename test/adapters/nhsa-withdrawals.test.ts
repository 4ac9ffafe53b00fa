import { describe, expect, test } from '@jest/globals';
import { goods, goodsLine } from './nhsa-goods-events.ts';
import { profileOf } from './nhsa-regions.ts';
import { at, inputOf, numberOf } from './nhsa-steps-support.ts';
import { bodyOf, built, coded, delivery, event, operation, parsed, success } from './nhsa-support.ts';

describe('a withdrawal', () => {
  test.each(['nhsa/national', 'nhsa/420000-hubei', 'nhsa/430000-hunan'])(
    'of an insured sale stored without the person’s region is built in %s, though its sale would be refused today',
    (id) => {
      const settlement = { type: 'insured', id: 'S1', visitNo: 'M1', person: { no: 'P1' } } as const;
      for (const kind of ['retail-sale', 'retail-return'] as const) {
        const sold = delivery(1, { event: event(1, { kind, settlement, lines: [coded(1)] }) });
        const here = at({ profile: profileOf(id) });
        expect(bodyOf(built(`${kind}.withdraw`, sold, here))).toMatchObject({ infno: '3507A', insuplc_admdvs: '' });
        if (id === 'nhsa/national')
          expect(() => built(`${kind}.submit`, sold, here)).toThrow(/settlement\.person\.region is missing/);
      }
      const afar = { extensions: { nhsa: { hi_feesetl_type: '2' } } };
      const sold = delivery(1, { event: event(1, { settlement, lines: [coded(1)], ...afar }) });
      expect(() => built('retail-sale.withdraw', sold, at({ profile: profileOf(id) }))).not.toThrow();
      const told = { ...sold.event, settlement: { ...settlement, person: { no: 'P1', region: '430100' } } };
      expect(
        bodyOf(built('retail-sale.withdraw', { ...sold, event: told }, at({ profile: profileOf(id) }))),
      ).toMatchObject({ insuplc_admdvs: '430100' });
    },
  );

  const input = goods('purchase-in', 'RK2', [goodsLine(1)]);
  test('names every row with its data type, purchases before their codes, and leaves out what is gone', () => {
    const first = { goodDetail: [{ fixmedins_bchno: numberOf(input, 'line-0'), inv_data_type: '3' }] };
    expect(bodyOf(built('purchase-in.withdraw', input, at()))).toMatchObject({ infno: '3507A', input: first });
    const rest = { goodDetail: [{ fixmedins_bchno: numberOf(input, 'line-0-codes'), inv_data_type: '2' }] };
    expect(inputOf('purchase-in.withdraw', { ...input, settledItems: ['line-0'] }, at())).toEqual(rest);
  });
  test('of a return is proved by absence only where returns are known to be listed', () => {
    const back = goods('retail-return', 'TH1', [goodsLine(1)], { settlement: { type: 'self-pay' } });
    const ask = (settings: object) =>
      parsed('retail-return.withdrawal-enquiry', success({ output: [] }), back, at({ settings: { ...settings } }));
    expect(ask({})).toMatchObject({ type: 'fault', fault: { code: 'NHSA_ENQUIRY_INCONCLUSIVE' } });
    expect(ask({ returnEnquiry: 'conclusive' })).toMatchObject({ type: 'ok' });
  });
  test.each([
    ['批次流水号[X]对应的记录不存在', 'NHSA_ROW_GONE'],
    ['未查询到该批次的商品信息', 'NHSA_ROW_GONE'],
    ['交易编号[3507A]不存在', 'NHSA_REFUSED'],
    ['该机构信息数据不存在', 'NHSA_INSTITUTION_REFUSED'],
    ['经办人不存在', 'NHSA_INSTITUTION_REFUSED'],
    ['签到流水号不存在', 'NHSA_SIGN_IN_REQUIRED'],
    ['商品编码不存在', 'NHSA_REFUSED'],
    ['查询批次时系统异常,记录不存在', 'NHSA_SYSTEM_ERROR'],
  ])('is done only when the words speak of the record: %s', (err_msg, code) => {
    const reply = { infcode: -1, err_msg, output: null };
    expect(parsed('purchase-in.withdraw', reply, input, at())).toMatchObject(
      code === 'NHSA_ROW_GONE' ? { type: 'continue', items: [{ ok: true }] } : { type: 'fault', fault: { code } },
    );
  });
  test('of a row whose institution is refused has deleted nothing', () => {
    const destroyed = goods('destroy', 'XH1', [goodsLine(1)]);
    const row = { fixmedins_bchno: numberOf(destroyed, 'line-0'), retRslt: '0', msgRslt: '机构编号数据不存在' };
    expect(parsed('destroy.withdraw', success({ goodErrDetail: [row] }), destroyed, at())).toMatchObject({
      type: 'fault',
      fault: { category: 'auth' },
    });
  });
  test('says which submission it takes back', () => {
    expect(operation('destroy.withdraw')).toMatchObject({
      withdraws: 'destroy.submit',
      enquiry: 'destroy.withdrawal-enquiry',
    });
  });
});
