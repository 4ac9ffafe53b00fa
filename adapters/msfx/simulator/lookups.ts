import { chinaDate } from '../../sim-kit/index.ts';
import { type Answer, failed, pageOf, succeeded, TypedList } from './answer.ts';
import type { Bill, BillBook } from './bill-book.ts';
import type { Params } from './params.ts';
import type { MsfxSettings, Party } from './settings.ts';

/** What a look-up may draw on. */
export interface Knowledge {
  readonly book: BillBook;
  readonly settings: MsfxSettings;
  readonly now: number;
}

const notThere = { result: failed('信息不存在', { msg_code: 'FAIL_BIZ_NO_PAT_INFO' }) };

/** query.codedetail, querycode 根据码查询码信息: what has another form than 20 digits from 8 is left out. */
export function codeDetail(params: Params, { book, settings }: Knowledge): Answer {
  const models = codesIn(params).map((code) => {
    const status = isInactive(code, settings) ? 'B' : book.isGone(code) ? 'S' : 'A';
    return {
      code,
      package_level: settings.cases.some((one) => one.parent === code) ? 2 : 1,
      code_status_type_d_t_o: { code, code_status: status, code_status_desc: statusNames[status] },
      drug_ent_base_d_t_o: { physic_name: `演示药品${code.slice(0, 7)}`, approval_licence_no: '国药准字H20000001' },
    };
  });
  return { result: { models: new TypedList('code_full_info_dto', models), ...succeeded } };
}

const statusNames = { A: '已激活', B: '申请未激活', S: '已售出' } as const;

/** querycodeactive 查询码是否激活: the codes that are not; an empty list is left out. */
export function codeActive(params: Params, { settings }: Knowledge): Answer {
  const inactive = codesIn(params).filter((code) => isInactive(code, settings));
  return { ...(inactive.length > 0 && { models: new TypedList('string', inactive) }), ...succeeded };
}

/** query.relation 单码关联关系查询. */
export function codeRelation(params: Params, { settings }: Knowledge): Answer {
  const code = params.get('code') ?? '';
  const one = settings.cases.find(({ parent, children }) => parent === code || children.includes(code));
  if (one === undefined) return notThere;
  const parent = { code: one.parent, status: 'A', code_level: '1', code_pack_level: '2' };
  const children = one.children.map((child) => ({
    code: child,
    parent_code: one.parent,
    status: 'A',
    code_level: '2',
    code_pack_level: '1',
  }));
  const list = new TypedList('code_info', [parent, ...children]);
  const model = { code, is_smallest: code === one.parent ? 'N' : 'Y', code_relation_list: list };
  return { result: { model_list: new TypedList('code_relation_dto', [model]), ...succeeded } };
}

/** listupout 上游企业出库单查询: what others shipped to the enterprise. */
export function upstreamBills(params: Params, knowledge: Knowledge): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const bills = shippedTo(take('ref_ent_id'), knowledge)
    .filter((bill) => take('bill_code') === '' || bill.billCode === take('bill_code'))
    .filter(
      (bill) => chinaDate(bill.acceptedAt) >= take('begin_date') && chinaDate(bill.acceptedAt) <= take('end_date'),
    );
  const rows = pageOf(bills, params).map((bill) => upstreamRow(bill, knowledge));
  return {
    result: { model: { total_num: bills.length, result_list: new TypedList('bill_up_out', rows) }, ...succeeded },
  };
}

/** listupout.detail 上游出库单明细: with the codes. The flag is called `success` here. */
export function upstreamDetail(params: Params, knowledge: Knowledge): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const bill = shippedTo(take('to_ref_user_id'), knowledge).find(
    (one) => one.billCode === take('bill_code') && one.enterprise === take('from_ref_user_id'),
  );
  if (bill === undefined) return notThere;
  const codes = new TypedList(
    'code_info_list_dto',
    bill.codes.map((code) => ({ code, code_level: '1', pkg_amount: '1' })),
  );
  const drug = { prod_name: '演示药品', produce_batch_no: 'B001', code_info_list_dto_list: codes };
  const model = { bill_code: bill.billCode, drug_infos_dto_list: new TypedList('drug_infos_dto', [drug]) };
  return { result: { model, msg_code: 'SUCCESS', success: true } };
}

/** query.upbillcode 通过一个码查询上游出库单. The flag is called `success` here. */
export function upstreamOfCode(params: Params, knowledge: Knowledge): Answer {
  const code = params.get('code') ?? '';
  const bills = shippedTo(params.get('ref_ent_id') ?? '', knowledge).filter((bill) => bill.codes.includes(code));
  if (bills.length === 0) return notThere;
  const rows = bills.map((bill) => upstreamRow(bill, knowledge));
  return { result: { model_list: new TypedList('bill_upstream_dto', rows), msg_code: 'SUCCESS', success: true } };
}

/** getentinfo: by the full name. */
export function enterprise(params: Params, { settings }: Knowledge): Answer {
  const party = settings.parties.find(({ name }) => name === params.get('ent_name'));
  if (party === undefined) return notThere;
  const model = { ent_id: party.entId, ref_ent_id: party.refEntId, network_type: '1' };
  return { result: { model, ...succeeded } };
}

/** listparts 往来单位查询: everybody else. */
export function partners(params: Params, { settings }: Knowledge): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const fits = ({ refEntId, name }: Party) => refEntId !== take('ref_ent_id') && name.includes(take('ent_name'));
  const parties = settings.parties.filter(fits);
  const rows = pageOf(parties, params).map(({ name, entId, refEntId }) => ({
    partner_name: name,
    partner_ent_id: entId,
    par_ref_ent_id: refEntId,
    network_type: 1,
  }));
  return {
    result: { model: { total_num: parties.length, result_list: new TypedList('p_ent_par_dto', rows) }, ...succeeded },
  };
}

function shippedTo(refEntId: string, { book, settings }: Knowledge): readonly Bill[] {
  const entId = settings.parties.find((party) => party.refEntId === refEntId)?.entId;
  return book
    .all()
    .filter((bill) => bill.billType.startsWith('2') && bill.to === entId && bill.enterprise !== refEntId);
}

function upstreamRow(bill: Bill, { settings }: Knowledge) {
  const from = settings.parties.find((party) => party.refEntId === bill.enterprise);
  return {
    bill_code: bill.billCode,
    bill_type: bill.billType,
    bill_time: bill.billTime,
    from_user_id: bill.from,
    from_ref_user_id: bill.enterprise,
    from_user_name: from?.name ?? '',
    to_user_id: bill.to,
  };
}

function codesIn(params: Params): readonly string[] {
  return (params.get('codes') ?? '').split(',').filter((code) => /^8\d{19}$/.test(code));
}

function isInactive(code: string, settings: MsfxSettings): boolean {
  return settings.inactivePrefixes.some((prefix) => code.startsWith(prefix));
}
