import { type Answer, succeeded } from './answer.ts';
import type { BillBook } from './bill-book.ts';
import type { Params } from './params.ts';
import type { MsfxSettings } from './settings.ts';
import { uploadObjection } from './upload-checks.ts';

/** uploadretail 零售单据上传接口: accepts the bill; its fate is asked with billstatus. */
export function uploadRetail(params: Params, book: BillBook, settings: MsfxSettings, now: number): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const codes = take('trace_codes').split(',');
  const objection = uploadObjection(params, codes, book, settings, now);
  if (objection !== undefined) return objection;
  const bill = book.accept(
    {
      method: 'uploadretail',
      enterprise: take('ref_user_id'),
      from: take('from_user_id'),
      to: '',
      billCode: take('bill_code'),
      billType: take('bill_type'),
      billTime: take('bill_time'),
      icCode: take('oper_ic_code'),
      codes,
    },
    now,
  );
  return { model: bill.seqNo, ...succeeded };
}
