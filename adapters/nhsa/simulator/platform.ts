import {
  type Call,
  chinaDateTime,
  type Ledger,
  type Platform,
  type Reply,
  type SimRequest,
  type Verdict,
} from '../../sim-kit/index.ts';
import { authenticate } from './csb.ts';
import { type Envelope, envelopeComplaint, readEnvelope } from './envelope.ts';
import { complaint, objectOf, textOf, type Values } from './field.ts';
import { GoodsBook } from './goods-book.ts';
import { type GoodsKind, readRow } from './goods-row.ts';
import { upload, uploadOutput } from './goods-upload.ts';
import { queryComplaint, queryRows } from './query.ts';
import { ReplyWriter } from './reply.ts';
import type { Account, NhsaSettings } from './settings.ts';
import { SignIns } from './sign-in.ts';
import { goodsTables } from './tables.ts';

const uploads: Readonly<Record<string, GoodsKind>> = { '3505A': 'sale', '3506A': 'return' };
const functions = ['9001', '9002', '3505A', '3506A', '3513'];
const signInTable = ['opter_no', 'mac', 'ip'].map((name) => ({ name, type: 'C20', required: true }) as const);
const signOutTable = [
  { name: 'sign_no', type: 'C30', required: true },
  { name: 'opter_no', type: 'C20', required: true },
] as const;

/** The provincial 医保 platform behind its service bus. */
export function nhsaPlatform(settings: NhsaSettings, ledger: Ledger, now: () => number): Platform {
  const replies = new ReplyWriter(settings, now);
  const book = new GoodsBook(ledger, settings.duplicates);
  const signIns = new SignIns();
  const usedMsgids = new Set<string>();

  const judge = (request: SimRequest, envelope: Envelope): Verdict => {
    if (request.method !== 'POST')
      return { refused: { status: 405, contentType: 'text/plain; charset=utf-8', body: 'POST only' } };
    const caller = authenticate(request, settings, now());
    if ('message' in caller) return { refused: replies.gateway(caller.message) };
    const { account, apiName } = caller;
    const fail = (message: string) => ({ refused: replies.failed(regionOf(envelope, account), message) });
    const found = envelopeComplaint(envelope, account, apiName, settings);
    if (found !== undefined) return fail(found);
    const msgid = textOf(envelope.root, 'msgid');
    if (usedMsgids.has(msgid)) return fail('发送方报文ID重复');
    usedMsgids.add(msgid);
    const { infno } = envelope;
    if (!functions.includes(infno)) return fail(`交易编号[${infno}]不存在`);
    if (infno.startsWith('35') && !signIns.isLive(textOf(envelope.root, 'sign_no'), account.code, now())) {
      return fail('签到流水号无效或已过期,请先签到');
    }
    const work = transaction(envelope, account);
    if (typeof work === 'string') return fail(work);
    return {
      apply: () => work(),
      refuse: () => replies.failed(regionOf(envelope, account), '业务校验未通过,交易被拒绝'),
    };
  };

  /** @returns what to do, or why it cannot be done. */
  const transaction = (envelope: Envelope, account: Account): string | (() => Reply) => {
    const { infno, input } = envelope;
    const region = regionOf(envelope, account);
    switch (infno) {
      case '9001': {
        const found = nodeComplaint(input, 'signIn', signInTable);
        return (
          found ??
          (() => {
            const signNo = signIns.open(account.code, now());
            return replies.ok(region, { signinoutb: { sign_time: chinaDateTime(now()), sign_no: signNo } });
          })
        );
      }
      case '9002': {
        const found = nodeComplaint(input, 'signOut', signOutTable);
        if (found !== undefined) return found;
        const signNo = textOf(objectOf(input.signOut) ?? {}, 'sign_no');
        if (!signIns.isLive(signNo, account.code, now())) return '今天已签退';
        return () => {
          signIns.close(signNo);
          return replies.ok(region, { sign_time: chinaDateTime(now()) });
        };
      }
      case '3513': {
        const found = nodeComplaint(input, 'data');
        const data = objectOf(input.data) ?? {};
        return (
          found ??
          queryComplaint(data, account.code) ??
          (() => replies.ok(region, { output: queryRows(data, account.code, book) }))
        );
      }
      default:
        return goods(infno, input, account, region);
    }
  };

  const goods = (infno: string, input: Values, account: Account, region: string): string | (() => Reply) => {
    const kind = uploads[infno] ?? 'sale';
    const node = input.selinfoDetail;
    if (Object.keys(input).length !== 1 || !Array.isArray(node)) return '节点[selinfoDetail]应为数组';
    if (node.length === 0) return '节点[selinfoDetail]不能为空';
    if (node.length > settings.maxRows) return `单次上传不能超过${settings.maxRows}条`;
    const rows = node.map((row: unknown) => readRow(row, kind, goodsTables[settings.dialect]));
    const parts = { book, account, dialect: settings.dialect, operation: infno, now: now() };
    return () => replies.ok(region, uploadOutput(upload(rows, parts), settings.dialect));
  };

  return {
    open: (request) => describe(request, book, judge),
    limited: (retryAfterMs) => ({
      status: 429,
      contentType: 'application/json;charset=UTF-8',
      headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
      body: JSON.stringify({ code: 429, message: '请求过于频繁,请稍后再试!' }),
    }),
    alien: () => ({
      status: 200,
      contentType: 'application/json;charset=UTF-8',
      body: JSON.stringify({ success: true, type: 'success', data: {} }),
    }),
    retyped: (reply) => replies.retyped(reply),
    broken: () => replies.failed('000000', '系统异常'),
  };
}

function describe(
  request: SimRequest,
  book: GoodsBook,
  judge: (request: SimRequest, envelope: Envelope) => Verdict,
): Call {
  const envelope = readEnvelope(request);
  const kind = uploads[envelope.infno];
  return {
    operation: functions.includes(envelope.infno) ? envelope.infno : 'unknown',
    documentNos: kind === undefined ? queriedDocuments(envelope, book) : uploadedDocuments(envelope, kind),
    effect: kind === undefined ? 'read' : 'write',
    check: () => judge(request, envelope),
  };
}

function uploadedDocuments(envelope: Envelope, kind: GoodsKind): string[] {
  const rows = envelope.input.selinfoDetail;
  if (!Array.isArray(rows)) return [];
  return [...new Set(rows.map((row: unknown) => textOf(objectOf(row) ?? {}, kind === 'sale' ? 'rtal_docno' : 'memo')))];
}

/** A query names no document; the book knows which one its record belongs to. */
function queriedDocuments(envelope: Envelope, book: GoodsBook): string[] {
  const data = objectOf(envelope.input.data) ?? {};
  const records = book.find(textOf(data, 'fixmedins_code'), textOf(data, 'fixmedins_bchno'));
  return records.map((record) => record.row.documentNo);
}

function nodeComplaint(input: Values, name: string, table?: Parameters<typeof complaint>[1]): string | undefined {
  const node = objectOf(input[name]);
  if (node === undefined || Object.keys(input).length !== 1) return `节点[${name}]应为对象且不能有其他节点`;
  return table === undefined ? undefined : complaint(node, table);
}

function regionOf(envelope: Envelope, account: Account): string {
  const region = textOf(envelope.root, 'mdtrtarea_admvs');
  return /^\d{6}$/.test(region) ? region : account.code.slice(1, 7);
}
