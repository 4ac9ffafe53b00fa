import { chinaDateTime } from '../../sim-kit/index.ts';
import { type Answer, pageOf, succeeded, TypedList } from './answer.ts';
import type { Bill, BillBook } from './bill-book.ts';
import type { Params } from './params.ts';

/** lsyd.query.billstatus 上传单据后处理状态查询. */
export function billStatus(params: Params, book: BillBook, now: number): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const [from, to] = [take('begin_date'), take('end_date')];
  const bills = book
    .find(take('ref_ent_id'), take('bill_code'))
    .filter((bill) => bill.createdDate.slice(0, 10) >= from && bill.createdDate.slice(0, 10) <= to)
    .filter((bill) => typeFits(bill.billType, take('bill_type')))
    .map((bill) => statusRow(bill, now))
    .filter(
      (row) => take('deal_status') === '' || (row.result_type === '1' ? '0' : row.result_type) === take('deal_status'),
    );
  const page = pageOf(bills, params);
  const model = { total_num: bills.length, result_list: new TypedList('bill_deal_status_search_do', page) };
  return { result: { model, ...succeeded } };
}

/** 321, 322 go out; 116 comes in. */
function typeFits(billType: string, asked: string): boolean {
  if (asked === 'A') return true;
  if (asked === 'AI') return billType.startsWith('1');
  if (asked === 'AO') return !billType.startsWith('1');
  return billType === asked;
}

/** result_type 0 处理中, 1 上传成功, 3 处理成功, 4 处理失败; sub_process_flag 51 全部成功, 52 部分成功. */
function statusRow(bill: Bill, now: number) {
  const common = {
    bill_code: bill.billCode,
    bill_type: bill.billType,
    bill_time: bill.billTime,
    crt_date: bill.createdDate,
    ic_code: bill.icCode,
    ref_user_id: bill.enterprise,
    store_inout_seq_no: bill.seqNo,
  };
  if (now < bill.processedAt) {
    const halfway = (bill.acceptedAt + bill.processedAt) / 2;
    return { ...common, result_type: now < halfway ? '1' : '0', process_info: '处理中' };
  }
  const process_date = chinaDateTime(bill.processedAt);
  if (bill.codes.length > 0 && bill.failures.length === bill.codes.length) {
    const [first] = bill.failures;
    return { ...common, result_type: '4', process_date, process_info: `处理失败:${first?.errorDesc ?? ''}` };
  }
  const partial = bill.failures.length > 0;
  return {
    ...common,
    result_type: '3',
    process_date,
    process_info: partial ? '部分处理成功' : '处理成功',
    sub_process_flag: partial ? '52' : '51',
  };
}
