import { hospitalTypes, inOutBill, pharmacyTypes, retailBill, wesBill, wholesaleBill } from './bill-params.ts';
import type { Params } from './params.ts';
import { billDetail, licence, partFailures, showCode, statusQuery, token } from './query-params.ts';
import { oneOf, type Param } from './rules.ts';
import { invalidArgument, missingArgument } from './top-error.ts';

/** One method of the platform as it is offered here. */
interface Method {
  /** What it does, the same over all families. */
  readonly name: string;
  readonly params: readonly Param[];
}

/** Prefix of a family → suffix → the method. */
const families: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'alibaba.alihealth.drugtrace.top.lsyd.': {
    uploadretail: { name: 'uploadretail', params: retailBill(oneOf('321', '322', '116')) },
    uploadinoutbill: { name: 'uploadinoutbill', params: inOutBill(pharmacyTypes) },
    'query.billstatus': { name: 'billstatus', params: statusQuery },
    'query.upbilldetail': { name: 'billdetail', params: billDetail },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: partFailures },
  },
  'alibaba.alihealth.drugtrace.top.yljg.': {
    uploadretail: { name: 'uploadretail', params: retailBill(oneOf('323', '322', '116')) },
    uploadinoutbill: { name: 'uploadinoutbill', params: inOutBill(hospitalTypes) },
    'query.billstatus': { name: 'billstatus', params: statusQuery },
    'query.upbilldetail': { name: 'billdetail', params: billDetail },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: partFailures },
  },
  'alibaba.alihealth.drug.kyt.': {
    uploadinoutbill: { name: 'uploadinoutbill', params: wholesaleBill },
    searchstatus: { name: 'billstatus', params: statusQuery },
    'searchbill.detail': { name: 'billdetail', params: billDetail },
  },
  'alibaba.alihealth.drug.msc.': {
    uploadinoutbill: { name: 'uploadinoutbill', params: [...wholesaleBill, { name: 'ignore_check' }] },
    'bill.searchstatus': { name: 'billstatus', params: statusQuery },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: partFailures },
  },
  'alibaba.alihealth.drug.kyt.wes.': {
    uploadinoutbill: { name: 'uploadinoutbill', params: wesBill },
    searchstatus: { name: 'billstatus', params: [...statusQuery, token] },
    'searchbill.detail': { name: 'billdetail', params: [...billDetail, token, showCode] },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: [...partFailures, token] },
  },
  'alibaba.alihealth.drug.code.kyt.wes.': {
    getlicense: { name: 'getlicense', params: licence },
  },
};

const offered: ReadonlyMap<string, Method> = new Map(
  Object.entries(families).flatMap(([prefix, own]) =>
    Object.entries(own).map(([suffix, method]): [string, Method] => [prefix + suffix, method]),
  ),
);

/** @returns undefined for a method that is not offered here. */
export function methodOf(fullName: string): Method | undefined {
  return offered.get(fullName);
}

/** @throws TopError 40 for a missing parameter, 41 for one that is unknown or wrong. */
export function checkParams({ params }: Method, business: Params): void {
  const unknown = [...business.keys()].find((name) => !params.some((param) => param.name === name));
  if (unknown !== undefined) throw invalidArgument(unknown, '未定义的参数');
  for (const { name, required: needed, rule } of params) {
    const value = business.get(name) ?? '';
    if (value === '' && needed) throw missingArgument(name);
    const why = value === '' ? undefined : rule?.(value);
    if (why !== undefined) throw invalidArgument(name, why);
  }
}
