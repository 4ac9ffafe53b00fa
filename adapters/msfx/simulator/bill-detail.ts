import { type Answer, failed, succeeded, TypedList } from './answer.ts';
import type { Bill, BillBook } from './bill-book.ts';
import type { Params } from './params.ts';

/** query.upbilldetail, searchbill.detail 单据明细: from its acceptance on, products with counts; codes only where the caller may ask for them. */
export function billDetail(params: Params, book: BillBook): Answer {
  const [bill] = book.find(params.get('ref_ent_id') ?? '', params.get('bill_code') ?? '');
  if (bill === undefined) return { result: failed('信息不存在', { msg_code: 'FAIL_BIZ_NO_PAT_INFO' }) };
  const codes = passed(bill);
  const model = {
    bill_code: bill.billCode,
    bill_type: bill.billType,
    bill_time: bill.billTime,
    from_user_id: bill.from,
    to_user_id: bill.to,
    bill_chk_in_out_detail_list_d_t_o_list: new TypedList('billchkinoutdetaillistdtolist', productRows(codes)),
    ...(params.get('show_code') === '1' && { codes: new TypedList('string', codes) }),
  };
  return { result: { model, ...succeeded } };
}

/** Without aggregation every code is one smallest pack. */
function productRows(codes: readonly string[]) {
  const prefixes = [...new Set(codes.map((code) => code.slice(0, 7)))];
  return prefixes.map((prefix) => ({
    drug_ent_base_info_id: prefix,
    physic_name: `演示药品${prefix}`,
    product_batch_no: 'B001',
    min_pkg_count: String(codes.filter((code) => code.startsWith(prefix)).length),
  }));
}

function passed(bill: Bill): readonly string[] {
  return bill.codes.filter((code) => !bill.failures.some((failure) => failure.code === code));
}
