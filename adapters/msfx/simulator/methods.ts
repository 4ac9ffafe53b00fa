import {
  hospitalTypes,
  inOutBill,
  pharmacyTypes,
  remnantBill,
  retailBill,
  wesBill,
  wholesaleBill,
} from './bill-params.ts';
import type { Params } from './params.ts';
import {
  billDeletion,
  billDetail,
  codeFlow,
  codeList,
  codeOfCaller,
  codesOfCaller,
  enterprise,
  enterpriseById,
  insuranceCodes,
  insuranceRelation,
  lastFour,
  licence,
  mscEnterprise,
  oneTraceCode,
  partFailures,
  partners,
  relation,
  relationDetail,
  relationStatus,
  relationUpload,
  showCode,
  statusQuery,
  upstreamBills,
  upstreamDetail,
  upstreamOfCode,
  withToken,
} from './query-params.ts';
import { oneOf, type Param } from './rules.ts';
import { invalidArgument, missingArgument } from './top-error.ts';

/** One method of the platform as it is offered here. */
interface Method {
  /** What it does, the same over all families. */
  readonly name: string;
  readonly params: readonly Param[];
}

/** Methods as they are called in most families: suffix → the method. */
const lookups: Readonly<Record<string, Method>> = {
  'query.codedetail': { name: 'codedetail', params: codeList(1000) },
  'query.relation': { name: 'relation', params: relation },
  listupout: { name: 'listupout', params: upstreamBills },
  'listupout.detail': { name: 'upstreamdetail', params: upstreamDetail },
  'query.upbillcode': { name: 'upbillcode', params: upstreamOfCode },
  'query.getentinfo': { name: 'getentinfo', params: enterprise },
  'query.listparts': { name: 'listparts', params: partners },
  'query.getbyrefentid': { name: 'getbyrefentid', params: enterpriseById },
};

/** Prefix of a family → suffix → the method. */
const families: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'alibaba.alihealth.drugtrace.top.lsyd.': {
    ...lookups,
    querycodeactive: { name: 'querycodeactive', params: codeList(4000) },
    uploadretail: { name: 'uploadretail', params: retailBill(oneOf('321', '322', '116')) },
    uploadinoutbill: { name: 'uploadinoutbill', params: inOutBill(pharmacyTypes) },
    'query.billstatus': { name: 'billstatus', params: statusQuery },
    'query.upbilldetail': { name: 'billdetail', params: billDetail },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: partFailures },
  },
  'alibaba.alihealth.drugtrace.top.yljg.': {
    ...lookups,
    uploadretail: { name: 'uploadretail', params: retailBill(oneOf('323', '322', '116')) },
    uploadinoutbill: { name: 'uploadinoutbill', params: inOutBill(hospitalTypes) },
    'query.billstatus': { name: 'billstatus', params: statusQuery },
    'query.upbilldetail': { name: 'billdetail', params: billDetail },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: partFailures },
  },
  'alibaba.alihealth.drug.kyt.': {
    querycodeactive: { name: 'querycodeactive', params: codeList(4000) },
    listupout: { name: 'listupout', params: upstreamBills },
    'query.upbillcode': { name: 'upbillcode', params: upstreamOfCode },
    getentinfo: { name: 'getentinfo', params: enterprise },
    getbyrefentid: { name: 'getbyrefentid', params: enterpriseById },
    'yb.getcoderelation': { name: 'insurancerelation', params: insuranceRelation },
    listparts: { name: 'listparts', params: partners },
    singlerelation: { name: 'relation', params: relation },
    uploadinoutbill: { name: 'uploadinoutbill', params: wholesaleBill },
    'remnantbill.upload': { name: 'remnantbill', params: remnantBill },
    searchstatus: { name: 'billstatus', params: statusQuery },
    'searchbill.detail': { name: 'billdetail', params: billDetail },
    relationdetail: { name: 'relationdetail', params: relationDetail },
  },
  'alibaba.alihealth.drug.kyt.scqy.': {
    searchstatus: { name: 'billstatus', params: statusQuery },
    singlerelation: { name: 'relation', params: relation },
    uploadrelation: { name: 'uploadrelation', params: relationUpload },
    delbillinfo: { name: 'delbillinfo', params: billDeletion },
    codeprocess: { name: 'codeprocess', params: relationStatus },
  },
  'alibaba.alihealth.drug.msc.': {
    uploadinoutbill: { name: 'uploadinoutbill', params: [...wholesaleBill, { name: 'ignore_check' }] },
    'remnantbill.upload': { name: 'remnantbill', params: remnantBill },
    'bill.searchstatus': { name: 'billstatus', params: statusQuery },
    'searchbill.detail': { name: 'billdetail', params: [...billDetail, { name: 'auth_ref_user_id' }] },
    getentinfo: { name: 'getentinfo', params: mscEnterprise },
    getbyrefentid: { name: 'getbyrefentid', params: enterpriseById },
    listparts: { name: 'listparts', params: [...partners, { name: 'audit_flag', rule: oneOf('1', '2') }] },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: partFailures },
  },
  'alibaba.alihealth.drug.kyt.wes.': {
    querycodeactive: { name: 'querycodeactive', params: withToken(codeList(4000)) },
    listupout: { name: 'listupout', params: withToken(upstreamBills) },
    'query.upbillcode': { name: 'upbillcode', params: withToken(upstreamOfCode) },
    getentinfo: { name: 'getentinfo', params: enterprise },
    getbyrefentid: { name: 'getbyrefentid', params: withToken(enterpriseById) },
    listparts: { name: 'listparts', params: withToken(partners) },
    'upbill.detailwithcode': { name: 'upstreamdetail', params: withToken(upstreamDetail) },
    uploadinoutbill: { name: 'uploadinoutbill', params: wesBill },
    'remnantbill.upload': { name: 'remnantbill', params: withToken(remnantBill) },
    searchstatus: { name: 'billstatus', params: withToken(statusQuery) },
    'searchbill.detail': { name: 'billdetail', params: [...withToken(billDetail), showCode] },
    listbillprocesspartsuccess: { name: 'listbillprocesspartsuccess', params: withToken(partFailures) },
  },
  'alibaba.alihealth.drug.code.kyt.': {
    querycode: { name: 'codedetail', params: codeList(1000) },
    querycodeflow: { name: 'codeflow', params: codeFlow },
  },
  'alibaba.alihealth.': {
    'drug.getbarcode.bytraccode': { name: 'barcode', params: oneTraceCode },
    'code.getcodeinfo': { name: 'codeinfo', params: codeOfCaller },
    'drugcheckcode.checklastfour': { name: 'lastfour', params: lastFour },
    'drug.code.list.code.medical.insurance': { name: 'insurancecodes', params: insuranceCodes },
  },
  'alibaba.alihealth.drug.bill.': { 'upbill.detail.withcode': { name: 'upstreamdetail', params: upstreamDetail } },
  'alibaba.alihealth.drug.code.kyt.wes.': {
    querycode: { name: 'codedetail', params: withToken(codeList(1000)) },
    querycoderelation: { name: 'relation', params: withToken(relation) },
    checkcoderelation: { name: 'packconflicts', params: withToken(codesOfCaller) },
    delbillinfo: { name: 'delbillinfo', params: withToken(billDeletion) },
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
