import { chinaDateTime } from '../../sim-kit/index.ts';
import type { Bill, BillBook } from './bill-book.ts';
import type { Params } from './params.ts';
import type { MsfxSettings } from './settings.ts';
import { invalidArgument } from './top-error.ts';

/** What a method answers: `lists` names the element type of each list, which wraps it unless the caller asked for `simplify`. */
export interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
}

/** A list as the gateway's XML-born JSON carries it. */
export class TypedList {
  readonly element: string;
  readonly items: readonly unknown[];

  constructor(element: string, items: readonly unknown[]) {
    this.element = element;
    this.items = items;
  }
}

const succeeded = { msg_code: 'SUCCESS', msg_info: '调用成功', response_success: true };

/** uploadretail 零售单据上传接口: accepts the bill; its fate is asked with billstatus. */
export function uploadRetail(params: Params, book: BillBook, settings: MsfxSettings, now: number): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const codes = take('trace_codes').split(',');
  const objection = uploadObjection(params, codes, book, settings, now);
  if (objection !== undefined) return { body: objection };
  const bill = book.accept(
    {
      enterprise: take('ref_user_id'),
      billCode: take('bill_code'),
      billType: take('bill_type'),
      billTime: take('bill_time'),
      icCode: take('oper_ic_code'),
      codes,
    },
    now,
  );
  return { body: { model: bill.seqNo, ...succeeded } };
}

function uploadObjection(
  params: Params,
  codes: readonly string[],
  book: BillBook,
  settings: MsfxSettings,
  now: number,
) {
  const take = (name: string) => params.get(name) ?? '';
  if (!settings.enterprises.includes(take('ref_user_id'))) return failed('企业不存在或未绑定该AppKey');
  if (book.has(take('ref_user_id'), take('bill_code'))) return failed('该单据号已存在');
  if (take('bill_time') < twoYearsBefore(now)) {
    return failed('系统不支持上传2年前单据', { sub_msg_code: 'FAIL_BIZ_PARAM_BILL_TIME_BEFORE_ERROR' });
  }
  const repeated = codes.filter((code, index) => codes.indexOf(code) !== index);
  if (repeated.length > 0) return codeCheckFailed('单据中存在重复的追溯码', '3', repeated);
  const unreadable = codes.filter((code) => !/^8\d{19}$/.test(code));
  if (unreadable.length > 0 && take('ignore_part_success_flag') === '1')
    return codeCheckFailed('单据中存在无法解析的追溯码', '2', unreadable);
  return undefined;
}

/** @throws TopError 41 for more codes than a bill may hold. */
export function checkCodeCount(params: Params, settings: MsfxSettings): void {
  const count = (params.get('trace_codes') ?? '').split(',').length;
  if (count > settings.maxCodes) throw invalidArgument('trace_codes', `数量超过${settings.maxCodes}`);
}

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
  const page = slice(bills, params);
  const model = { total_num: bills.length, result_list: new TypedList('bill_deal_status_search_do', page) };
  return { body: { result: { model, ...succeeded } } };
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
  if (bill.failures.length === bill.codes.length) {
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
    result: new TypedList('bill_process_part_success_excel_d_t_o', slice(rows, params)),
    pages: Math.ceil(rows.length / size),
    total_num: rows.length,
    page_size: size,
    page: Number(take('page')),
  };
  return { body: { model, ...succeeded, http_status_code: 200 } };
}

function slice<T>(rows: readonly T[], params: Params): readonly T[] {
  const [page, size] = [Number(params.get('page')), Number(params.get('page_size'))];
  return rows.slice((page - 1) * size, page * size);
}

/** The business refusal: the gateway call itself succeeded. */
export function failed(
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { msg_code: 'FAIL', msg_info: message, response_success: false, ...more };
}

/** `code_check_error_info` is a JSON text inside the JSON: error type → codes. */
function codeCheckFailed(message: string, type: string, codes: readonly string[]): Readonly<Record<string, unknown>> {
  return failed(message, {
    operation_info_map: { code_check_error_info: JSON.stringify({ [type]: [...new Set(codes)].join(';') }) },
  });
}

function twoYearsBefore(now: number): string {
  const [year = '', rest = ''] = [chinaDateTime(now).slice(0, 4), chinaDateTime(now).slice(4)];
  return `${Number(year) - 2}${rest}`;
}
