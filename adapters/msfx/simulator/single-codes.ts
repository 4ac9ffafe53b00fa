import { type Answer, failed, succeeded, TypedList } from './answer.ts';
import type { Knowledge } from './lookups.ts';
import type { Params } from './params.ts';

const form = /^8\d{19}$/;
const notThere = { result: failed('信息不存在', { msg_code: 'FAIL_BIZ_NO_PAT_INFO' }) };

/** querycodeflow 追溯码流向查询. The flag is called `success` here. */
export function codeFlow(params: Params, { book, settings }: Knowledge): Answer {
  const code = params.get('code') ?? '';
  if (!form.test(code)) return notThere;
  const ways = book.all().filter((bill) => bill.codes.includes(code));
  const steps = ways.map((bill, level) => ({
    level: String(level),
    ent_name: settings.parties.find(({ refEntId }) => refEntId === bill.enterprise)?.name ?? '',
    ref_ent_id: bill.enterprise,
    out_date: bill.billTime.slice(0, 10),
    out_type: bill.billType,
    flag: '否',
  }));
  const model = {
    code,
    code_query_flows: new TypedList('code_query_flows', steps),
    drug_info: { drug_name: `演示药品${code.slice(0, 7)}`, production_batch: 'B001' },
  };
  return { result: { model, msg_code: 'SUCCESS', success: true } };
}

/** drug.getbarcode.bytraccode: one text, without any flag. */
export function barcode(params: Params): Answer {
  const code = params.get('trace_code') ?? '';
  if (!form.test(code)) return { result: { msg_code: 'FAIL', msg_info: '追溯码不正确' } };
  return { result: { model: `69码:6901234567892,批次号:B001,有效期至:2028-01-01`, msg_code: 'SUCCESS', msg_info: '' } };
}

/** code.getcodeinfo: msg_code 1000 stands for success, without any flag. */
export function codeRecord(params: Params, { settings }: Knowledge): Answer {
  const code = params.get('code') ?? '';
  if (!form.test(code)) return { msg_code: 'FAIL_BIZ_CODE_FORMAT_ERROR', msg_info: '追溯码格式错误' };
  if (settings.inactivePrefixes.some((prefix) => code.startsWith(prefix)))
    return { msg_code: 'FAIL_BIZ_CODE_NOT_EXIST', msg_info: '不是追溯码' };
  const model = {
    physic_name: `演示药品${code.slice(0, 7)}`,
    cfda_drug_id: code.slice(0, 7),
    sdc_code: '86904879000126',
    production_batch: 'B001',
    authorizer_ent_info: { ent_name: '演示药业', org_code: '91430100MA4L000001' },
  };
  return { model, msg_code: '1000', msg_info: '成功' };
}

/** drugcheckcode.checklastfour; codes that end in 9999 are wrong here. */
export function lastFour(params: Params): Answer {
  const code = params.get('code') ?? '';
  return {
    model: form.test(code) && !code.endsWith('9999'),
    success_i: true,
    msg_code: 'SUCCESS',
    msg_info: '调用成功',
  };
}

/** checkcoderelation 检查输入的码之间是否有上下级关系: an empty list is left out. */
export function packConflicts(params: Params, { book, now }: Knowledge): Answer {
  const codes = (params.get('codes') ?? '').split(',');
  const pairs = codes.flatMap((code) => {
    const parent = book.parentOf(code, now);
    return parent !== undefined && codes.includes(parent) ? [{ code, parent_code: parent }] : [];
  });
  return { ...(pairs.length > 0 && { model: new TypedList('wes_code_relation_dto', pairs) }), ...succeeded };
}

/** getbyrefentid 根据企业唯一标识查看企业详细信息. */
export function enterpriseById(params: Params, { settings }: Knowledge): Answer {
  const party = settings.parties.find(({ refEntId }) => refEntId === params.get('dest_ref_ent_id'));
  if (party === undefined) return notThere;
  const model = {
    ent_id: party.entId,
    ref_ent_id: party.refEntId,
    ent_name: party.name,
    org_code: '91430100MA4L000001',
    status: '1',
  };
  return { result: { model, ...succeeded } };
}

/** list.code.medical.insurance 根据码获取码信息(医保). The flag is called `success` here. */
export function insuranceCodes(params: Params, { book, settings }: Knowledge): Answer {
  const models = (params.get('code_list') ?? '')
    .split(',')
    .filter((code) => form.test(code))
    .map((code) => {
      const isInactive = settings.inactivePrefixes.some((prefix) => code.startsWith(prefix));
      const parent = settings.cases.find(({ children }) => children.includes(code))?.parent;
      const parents = parent === undefined ? [] : [{ parent_code: parent, package_level: '2' }];
      return {
        code,
        package_level: settings.cases.some((one) => one.parent === code) ? 2 : 1,
        code_status_type_d_t_o: {
          code_status_num: isInactive ? '3' : '1',
          check_count: book.isGone(code) ? 1 : 0,
          parent_code_info_list: new TypedList('parentcodeinfolist', parents),
        },
        drug_ent_base_d_t_o: { physic_name: `演示药品${code.slice(0, 7)}`, sdc_code: '' },
        code_produce_info_d_t_o: { pkg_ratio: '1:2', produce_info_list: new TypedList('produce_info_dto', []) },
        validation_rule_list: new TypedList('validationruledtos', [
          { field_name: 'sdc_code', result_code: '1', result_desc: '本位码为空' },
          { field_name: 'expire_date', result_code: '0', result_desc: '通过' },
        ]),
      };
    });
  return {
    result: { models: new TypedList('code_full_info_dto', models), msg_code: 'SUCCESS', success: true },
  };
}

/** yb.getcoderelation 医保-查询码的所有子码. The flag is called `success` here. */
export function insuranceRelation(params: Params, { settings }: Knowledge): Answer {
  const code = params.get('code') ?? '';
  const one = settings.cases.find(({ parent, children }) => parent === code || children.includes(code));
  if (one === undefined) return notThere;
  const children = one.children.map((child) => ({
    code: child,
    parent_code: one.parent,
    code_pack_level: '1',
    box_amount: 1,
    box_status: 0,
    status: 'A',
  }));
  const parent = {
    code: one.parent,
    code_pack_level: '2',
    box_amount: one.children.length,
    box_status: 1,
    status: 'A',
  };
  const list = new TypedList(
    'code_relation_dto',
    code === one.parent ? [parent, ...children] : children.filter((child) => child.code === code),
  );
  const model = { code_relation_dto_list: list, pkg_ratio: '1:2' };
  return { result: { model_list: new TypedList('model', [model]), msg_code: 'SUCCESS', success: true } };
}
