import { type Answer, failed, succeeded } from './answer.ts';
import type { BillBook } from './bill-book.ts';
import type { Params } from './params.ts';

/** delbillinfo 根据单据号删除单据: one bill of the enterprise, with who deletes it and why. */
export function deleteBill(params: Params, book: BillBook): Answer {
  const take = (name: string) => params.get(name) ?? '';
  if (!book.remove(take('ref_ent_id'), take('bill_code')))
    return { result: failed('信息不存在', { msg_code: 'FAIL_BIZ_NO_PAT_INFO' }) };
  return { result: { models: take('bill_code'), ...succeeded } };
}
