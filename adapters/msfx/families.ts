import { type CallContext, type Profile, RequestError, type RestRequest } from '../contract/index.ts';
import { topRequest } from './request.ts';

/** What a platform family offers, by what it is for. */
export type Api =
  | 'uploadRetail'
  | 'uploadInOutBill'
  | 'uploadRemnant'
  | 'uploadRelation'
  | 'relationStatus'
  | 'relationDetail'
  | 'billStatus'
  | 'partialResults'
  | 'billDetail'
  | 'deleteBill'
  | 'codeDetail'
  | 'codeActive'
  | 'codeRelation'
  | 'upstreamBills'
  | 'upstreamBillDetail'
  | 'upstreamBillOfCode'
  | 'enterprise'
  | 'partners'
  | 'enterpriseById'
  | 'packConflicts'
  | 'codeFlow'
  | 'barcode'
  | 'codeRecord'
  | 'lastFour'
  | 'insuranceCodes'
  | 'insuranceRelation'
  | 'licence';

type Family = 'lsyd' | 'yljg' | 'kyt' | 'msc' | 'wes' | 'scqy';

const ALIHEALTH = 'alibaba.alihealth.';
const LSYD = `${ALIHEALTH}drugtrace.top.lsyd.`;
const KYT = `${ALIHEALTH}drug.kyt.`;
const MSC = `${ALIHEALTH}drug.msc.`;
const WES = `${ALIHEALTH}drug.kyt.wes.`;
const SCQY = `${ALIHEALTH}drug.kyt.scqy.`;
const YLJG = `${ALIHEALTH}drugtrace.top.yljg.`;

/** Offered to everybody, by package or not. */
const common: Readonly<Partial<Record<Api, string>>> = {
  barcode: `${ALIHEALTH}drug.getbarcode.bytraccode`,
  codeRecord: `${ALIHEALTH}code.getcodeinfo`,
  lastFour: `${ALIHEALTH}drugcheckcode.checklastfour`,
};

/** For pharmacies and hospitals on behalf of the insurance (permissions of their own). */
const insurance: Readonly<Partial<Record<Api, string>>> = {
  insuranceCodes: `${ALIHEALTH}drug.code.list.code.medical.insurance`,
  insuranceRelation: `${KYT}yb.getcoderelation`,
};

const kyt: Readonly<Partial<Record<Api, string>>> = {
  ...common,
  codeFlow: `${ALIHEALTH}drug.code.kyt.querycodeflow`,
  enterpriseById: `${KYT}getbyrefentid`,
  uploadInOutBill: `${KYT}uploadinoutbill`,
  uploadRemnant: `${KYT}remnantbill.upload`,
  billStatus: `${KYT}searchstatus`,
  billDetail: `${KYT}searchbill.detail`,
  codeDetail: `${ALIHEALTH}drug.code.kyt.querycode`,
  codeActive: `${KYT}querycodeactive`,
  codeRelation: `${KYT}singlerelation`,
  upstreamBills: `${KYT}listupout`,
  upstreamBillDetail: `${ALIHEALTH}drug.bill.upbill.detail.withcode`,
  upstreamBillOfCode: `${KYT}query.upbillcode`,
  enterprise: `${KYT}getentinfo`,
  partners: `${KYT}listparts`,
};

/** API names per family of the platform (TOP API pages of category 阿里健康追溯码): one package of permissions each. */
const methods: Readonly<Record<Family, Readonly<Partial<Record<Api, string>>>>> = {
  lsyd: {
    ...common,
    ...insurance,
    enterpriseById: `${LSYD}query.getbyrefentid`,
    uploadRetail: `${LSYD}uploadretail`,
    uploadInOutBill: `${LSYD}uploadinoutbill`,
    billStatus: `${LSYD}query.billstatus`,
    partialResults: `${LSYD}listbillprocesspartsuccess`,
    billDetail: `${LSYD}query.upbilldetail`,
    codeDetail: `${LSYD}query.codedetail`,
    codeActive: `${LSYD}querycodeactive`,
    codeRelation: `${LSYD}query.relation`,
    upstreamBills: `${LSYD}listupout`,
    upstreamBillDetail: `${LSYD}listupout.detail`,
    upstreamBillOfCode: `${LSYD}query.upbillcode`,
    enterprise: `${LSYD}query.getentinfo`,
    partners: `${LSYD}query.listparts`,
  },
  yljg: {
    ...common,
    ...insurance,
    enterpriseById: `${YLJG}query.getbyrefentid`,
    uploadRetail: `${YLJG}uploadretail`,
    uploadInOutBill: `${YLJG}uploadinoutbill`,
    billStatus: `${YLJG}query.billstatus`,
    partialResults: `${YLJG}listbillprocesspartsuccess`,
    billDetail: `${YLJG}query.upbilldetail`,
    codeDetail: `${YLJG}query.codedetail`,
    codeRelation: `${YLJG}query.relation`,
    upstreamBills: `${YLJG}listupout`,
    upstreamBillDetail: `${YLJG}listupout.detail`,
    upstreamBillOfCode: `${YLJG}query.upbillcode`,
    enterprise: `${YLJG}query.getentinfo`,
    partners: `${YLJG}query.listparts`,
  },
  kyt,
  // A producer's bills of codes go through kyt; scqy itself takes bills only as files made by scanners (64478).
  scqy: {
    ...kyt,
    billStatus: `${SCQY}searchstatus`,
    deleteBill: `${SCQY}delbillinfo`,
    codeRelation: `${SCQY}singlerelation`,
    uploadRelation: `${SCQY}uploadrelation`,
    relationStatus: `${SCQY}codeprocess`,
    relationDetail: `${KYT}relationdetail`,
  },
  msc: {
    ...common,
    enterpriseById: `${MSC}getbyrefentid`,
    uploadInOutBill: `${MSC}uploadinoutbill`,
    uploadRemnant: `${MSC}remnantbill.upload`,
    billStatus: `${MSC}bill.searchstatus`,
    partialResults: `${MSC}listbillprocesspartsuccess`,
    billDetail: `${MSC}searchbill.detail`,
    enterprise: `${MSC}getentinfo`,
    partners: `${MSC}listparts`,
  },
  wes: {
    ...common,
    enterpriseById: `${WES}getbyrefentid`,
    packConflicts: `${ALIHEALTH}drug.code.kyt.wes.checkcoderelation`,
    uploadInOutBill: `${WES}uploadinoutbill`,
    uploadRemnant: `${WES}remnantbill.upload`,
    billStatus: `${WES}searchstatus`,
    partialResults: `${WES}listbillprocesspartsuccess`,
    billDetail: `${WES}searchbill.detail`,
    deleteBill: `${ALIHEALTH}drug.code.kyt.wes.delbillinfo`,
    codeDetail: `${ALIHEALTH}drug.code.kyt.wes.querycode`,
    codeActive: `${WES}querycodeactive`,
    codeRelation: `${ALIHEALTH}drug.code.kyt.wes.querycoderelation`,
    upstreamBills: `${WES}listupout`,
    upstreamBillDetail: `${WES}upbill.detailwithcode`,
    upstreamBillOfCode: `${WES}query.upbillcode`,
    enterprise: `${WES}getentinfo`,
    partners: `${WES}listparts`,
    licence: `${ALIHEALTH}drug.code.kyt.wes.getlicense`,
  },
};

/** APIs without license_token in a family that has one: those that lead to it, and those of no family. */
const tokenless: ReadonlySet<Api> = new Set(['licence', 'enterprise', 'barcode', 'codeRecord', 'lastFour']);

/**
 * @param profile its constant `family` (default lsyd, pharmacies) names the package; a constant `method.<api>` puts another name
 * in place of ours, for what the published pages leave out
 * @returns undefined when the family has no such API
 */
export function offeredMethod(api: Api, profile: Profile): string | undefined {
  const { family = 'lsyd' } = profile.constants;
  if (!isFamily(family)) throw new TypeError(`profile ${profile.id}: 码上放心 has no family ${family}`);
  return profile.constants[`method.${api}`] ?? methods[family][api];
}

/** @throws RequestError when the family has no such API. */
export function methodOf(api: Api, profile: Profile): string {
  const method = offeredMethod(api, profile);
  if (method === undefined) throw new RequestError('API_NOT_OFFERED', `profile ${profile.id} has no API for ${api}`);
  return method;
}

/**
 * A signed call of the family's API; every API of a family that signs in carries its token.
 * @throws RequestError when the family has no such API, or a token is needed and there is none.
 */
export function apiRequest(api: Api, business: Readonly<Record<string, string>>, context: CallContext): RestRequest {
  const method = methodOf(api, context.profile);
  if (!needsToken(api, context.profile)) return topRequest(method, business, context);
  const token = context.session?.values.license_token;
  if (token === undefined) throw new RequestError('SESSION_MISSING', `${method} needs a license_token`);
  return topRequest(method, { ...business, license_token: token }, context);
}

/** A family that issues licence tokens asks for one in every API but those that lead to it (TOP API pages of wes). */
function needsToken(api: Api, profile: Profile): boolean {
  return offeredMethod('licence', profile) !== undefined && !tokenless.has(api);
}

function isFamily(value: string): value is Family {
  return Object.hasOwn(methods, value);
}
