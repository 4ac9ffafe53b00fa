import type { Call, Ledger, Platform, Reply, SimRequest, Verdict } from '../../sim-kit/index.ts';
import type { Door } from './door.ts';
import { doorOf } from './doors.ts';
import type { Envelope } from './envelope.ts';
import { objectOf, textOf } from './field.ts';
import { GoodsBook } from './goods-book.ts';
import type { GoodsKind } from './goods-row.ts';
import { ReplyWriter } from './reply.ts';
import type { Account, NhsaSettings } from './settings.ts';
import { SignIns } from './sign-in.ts';
import { type Desk, transactions, uploadedRows, uploads, workOf } from './transactions.ts';

const contentType = 'application/json;charset=UTF-8';

/** The provincial 医保 platform behind what the region puts before it. */
export function nhsaPlatform(settings: NhsaSettings, ledger: Ledger, now: () => number): Platform {
  const replies = new ReplyWriter(settings, now);
  const book = new GoodsBook(ledger, settings.duplicates);
  const desk: Desk = { settings, book, signIns: new SignIns(), replies, now };
  const door = doorOf(settings, replies);
  const usedMsgids = new Set<string>();

  const judge = (request: SimRequest, envelope: Envelope): Verdict => {
    if (request.method !== 'POST')
      return { refused: { status: 405, contentType: 'text/plain; charset=utf-8', body: 'POST only' } };
    const caller = door.admit(request, envelope, now());
    if ('refused' in caller) return caller;
    const { account } = caller;
    const region = regionOf(envelope, account);
    const answer = (reply: Reply) => door.wrap(reply, envelope, account);
    const fail = (message: string) => ({ refused: answer(replies.failed(region, message)) });
    const found = door.complaint(request, envelope, caller);
    if (found !== undefined) return fail(found);
    if (usedMsgids.has(envelope.msgid)) return fail('发送方报文ID重复');
    usedMsgids.add(envelope.msgid);
    const signNo = textOf(envelope.root, 'sign_no');
    if (door.signsIn && envelope.infno.startsWith('35') && !desk.signIns.isLive(signNo, account.code, now())) {
      return fail('签到流水号无效或已过期,请先签到');
    }
    const work = workOf(desk, envelope, account, region);
    if (typeof work === 'string') return fail(work);
    return { apply: () => answer(work()), refuse: () => answer(replies.failed(region, '业务校验未通过,交易被拒绝')) };
  };

  return {
    open: (request) => describe(request, door, book, judge),
    limited: (retryAfterMs) => ({
      status: 429,
      contentType,
      headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
      body: JSON.stringify({ code: 429, message: '请求过于频繁,请稍后再试!' }),
    }),
    alien: () => ({ status: 200, contentType, body: JSON.stringify({ success: true, type: 'success', data: {} }) }),
    retyped: (reply) => replies.retyped(reply),
    broken: () => replies.failed('000000', '系统异常'),
  };
}

function describe(
  request: SimRequest,
  door: Door,
  book: GoodsBook,
  judge: (request: SimRequest, envelope: Envelope) => Verdict,
): Call {
  const envelope = door.read(request);
  const kind = uploads[envelope.infno];
  return {
    operation: Object.hasOwn(transactions, envelope.infno) ? envelope.infno : 'unknown',
    documentNos: kind === undefined ? queriedDocuments(envelope, book) : uploadedDocuments(envelope, kind),
    effect: kind === undefined ? 'read' : 'write',
    check: () => judge(request, envelope),
  };
}

function uploadedDocuments(envelope: Envelope, kind: GoodsKind): string[] {
  const rows = uploadedRows(envelope.infno, envelope.input) ?? [];
  return [...new Set(rows.map((row: unknown) => textOf(objectOf(row) ?? {}, kind === 'sale' ? 'rtal_docno' : 'memo')))];
}

/** A query names no document; the book knows which one its record belongs to. */
function queriedDocuments(envelope: Envelope, book: GoodsBook): string[] {
  const data = objectOf(envelope.input.data) ?? {};
  const records = book.find(textOf(data, 'fixmedins_code'), textOf(data, 'fixmedins_bchno'));
  return records.map((record) => record.row.documentNo);
}

function regionOf(envelope: Envelope, account: Account): string {
  const region = textOf(envelope.root, 'mdtrtarea_admvs');
  return /^\d{6}$/.test(region) ? region : account.code.slice(1, 7);
}
