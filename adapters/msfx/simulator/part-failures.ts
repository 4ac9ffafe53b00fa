import { chinaDateTime } from '../../sim-kit/index.ts';
import { type Answer, pageOf, succeeded, TypedList } from './answer.ts';
import type { BillBook } from './bill-book.ts';
import type { Params } from './params.ts';

/** lsyd.listbillprocesspartsuccess 部分处理成功单据处理失败的码明细. */
export function partFailures(params: Params, book: BillBook, now: number): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const rows = book
    .find(take('ref_ent_id'), take('bill_code'))
    .filter((bill) => now >= bill.processedAt && bill.failures.length < bill.codes.length)
    .flatMap((bill) => bill.failures.map((failure) => ({ bill, failure })))
    .filter(({ failure }) => take('code') === '' || failure.code === take('code'))
    .filter(({ failure }) => take('error_code') === '' || failure.errorCode === take('error_code'))
    .map(({ bill, failure }) => ({
      code: failure.code,
      error_code: failure.errorCode,
      error_code_desc: failure.errorDesc,
      process_status_reason_desc: failure.errorDesc,
      last_process_date_desc: chinaDateTime(bill.processedAt),
    }));
  const size = Number(take('page_size'));
  const model = {
    result: new TypedList('bill_process_part_success_excel_d_t_o', pageOf(rows, params)),
    pages: Math.ceil(rows.length / size),
    total_num: rows.length,
    page_size: size,
    page: Number(take('page')),
  };
  return { model, ...succeeded, http_status_code: 200 };
}
