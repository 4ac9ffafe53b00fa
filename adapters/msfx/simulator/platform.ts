import type { Ledger, Platform, SimRequest, Verdict } from '../../sim-kit/index.ts';
import { type Answer, failed } from './answer.ts';
import { BillBook } from './bill-book.ts';
import { deleteBill } from './bill-delete.ts';
import { billDetail } from './bill-detail.ts';
import { billStatus } from './bill-status.ts';
import { CallLimit } from './call-limit.ts';
import { authenticate, systemParams } from './gateway.ts';
import { LicenceDesk } from './licence-desk.ts';
import {
  codeActive,
  codeDetail,
  codeRelation,
  enterprise,
  type Knowledge,
  partners,
  upstreamBills,
  upstreamDetail,
  upstreamOfCode,
} from './lookups.ts';
import { checkParams, methodOf } from './methods.ts';
import { type Params, readParams } from './params.ts';
import { partFailures } from './part-failures.ts';
import { RelationBook } from './relation-book.ts';
import { failure, retyped, success } from './reply.ts';
import type { MsfxSettings } from './settings.ts';
import {
  barcode,
  codeFlow,
  codeRecord,
  enterpriseById,
  insuranceCodes,
  insuranceRelation,
  lastFour,
  packConflicts,
} from './single-codes.ts';
import { callLimited, TopError } from './top-error.ts';
import { checkCodeCount } from './upload-checks.ts';
import { uploadInOut } from './upload-in-out.ts';
import { uploadRemnant } from './upload-remnant.ts';
import { uploadRetail } from './upload-retail.ts';

const unknownEnterprise = failed('企业不存在或未绑定该AppKey');
const uploads: ReadonlySet<string> = new Set(['uploadretail', 'uploadinoutbill', 'remnantbill']);
const writes: ReadonlySet<string> = new Set([...uploads, 'uploadrelation', 'delbillinfo']);
/** Methods that answer at the top; all others answer under `result`. */
const atTop: ReadonlySet<string> = new Set([
  ...uploads,
  'listbillprocesspartsuccess',
  'querycodeactive',
  'codeinfo',
  'lastfour',
  'packconflicts',
]);

const queries: Readonly<Record<string, (params: Params, knowledge: Knowledge) => Answer>> = {
  billstatus: (params, { book, now }) => billStatus(params, book, now),
  listbillprocesspartsuccess: (params, { book, now }) => partFailures(params, book, now),
  billdetail: (params, { book }) => billDetail(params, book),
  delbillinfo: (params, { book }) => deleteBill(params, book),
  codedetail: codeDetail,
  querycodeactive: codeActive,
  relation: codeRelation,
  listupout: upstreamBills,
  upstreamdetail: upstreamDetail,
  upbillcode: upstreamOfCode,
  getentinfo: enterprise,
  getbyrefentid: enterpriseById,
  codeflow: codeFlow,
  barcode,
  codeinfo: codeRecord,
  lastfour: lastFour,
  packconflicts: packConflicts,
  insurancecodes: insuranceCodes,
  insurancerelation: insuranceRelation,
  listparts: partners,
};

/** wes names the owner of a bill ref_ent_id. */
function withOwner(params: Params): Params {
  const owner = params.get('ref_user_id') ?? params.get('ref_ent_id') ?? '';
  return new Map([...params, ['ref_user_id', owner]]);
}

const noParams: Params = new Map([['format', 'json']]);

/** 码上放心 behind the gateway of the open platform. */
export function msfxPlatform(settings: MsfxSettings, ledger: Ledger, now: () => number): Platform {
  const relations = new RelationBook(ledger, settings);
  const book = new BillBook(ledger, settings.processMs, (code, at) => {
    const listed = settings.cases.find(({ children }) => children.includes(code))?.parent;
    return listed ?? relations.parentOf(code, at);
  });
  const licences = new LicenceDesk(settings);
  const limit = new CallLimit(settings);

  const judge = (request: SimRequest, params: Params): Verdict => {
    try {
      const app = authenticate(request, params, settings, now());
      limit.take(app.appKey, now());
      const method = methodOf(params.get('method') ?? '');
      if (method === undefined) throw new TopError(22, 'Invalid Method', 'isv.invalid-method', '不存在的方法名');
      const business = new Map([...params].filter(([name]) => !systemParams.includes(name)));
      checkParams(method, business);
      if (business.has('trace_codes')) checkCodeCount(business, settings);
      return {
        apply: () => success(params, answer(method.name, business)),
        refuse: () => success(params, failed('业务校验未通过,单据被拒绝')),
      };
    } catch (error) {
      if (error instanceof TopError) return { refused: failure(params, error) };
      throw error;
    }
  };

  const answer = (method: string, given: Params): Answer => {
    if (method === 'getlicense') return licences.issue(given, now());
    const refused = given.has('license_token') ? licences.objection(given, now()) : undefined;
    if (refused !== undefined) return atTop.has(method) ? refused : { result: refused };
    const business = uploads.has(method) ? withOwner(given) : given;
    if (method === 'uploadretail') return uploadRetail(business, book, settings, now());
    if (method === 'uploadinoutbill') return uploadInOut(business, book, settings, now());
    if (method === 'remnantbill') return uploadRemnant(business, book, settings, now());
    const known = !business.has('ref_ent_id') || settings.enterprises.includes(business.get('ref_ent_id') ?? '');
    if (!known) return atTop.has(method) ? unknownEnterprise : { result: unknownEnterprise };
    if (method === 'uploadrelation') return relations.upload(business, now());
    if (method === 'codeprocess') return relations.status(business, now());
    if (method === 'relationdetail') return relations.detail(business, now());
    return queries[method]?.(business, { book, settings, now: now() }) ?? { result: failed('系统错误') };
  };

  return {
    open: (request) => {
      const params = readParams(request);
      const method = methodOf(params.get('method') ?? '')?.name;
      return {
        operation: method ?? 'unknown',
        documentNos: params.has('bill_code') ? [params.get('bill_code') ?? ''] : [],
        effect: method !== undefined && writes.has(method) ? 'write' : 'read',
        check: () => judge(request, params),
      };
    },
    limited: (retryAfterMs) => failure(noParams, callLimited(retryAfterMs)),
    alien: () => ({
      status: 200,
      contentType: 'application/json;charset=UTF-8',
      body: JSON.stringify({ ret: ['SUCCESS::调用成功'], data: {} }),
    }),
    retyped,
    broken: () => failure(noParams, new TopError(15, 'Remote service error', 'isp.unknown-error', '系统未知错误')),
  };
}
