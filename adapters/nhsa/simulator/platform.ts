import type { Call, Ledger, Platform, Reply, SimRequest, Verdict } from '../../sim-kit/index.ts';
import type { Door } from './door.ts';
import { doorOf } from './doors.ts';
import type { Envelope } from './envelope.ts';
import { objectOf, textOf } from './field.ts';
import { GoodsBook } from './goods-book.ts';
import { deletedRows } from './goods-delete.ts';
import { dataTypes, uploadedRows, uploadOf } from './goods-kinds.ts';
import { documentField } from './goods-row.ts';
import { ReplyWriter } from './reply.ts';
import type { Account, NhsaSettings } from './settings.ts';
import { SignIns } from './sign-in.ts';
import { type Desk, transactions, workOf, writes } from './transactions.ts';
import { VirtualCodes } from './virtual-code.ts';

const contentType = 'application/json;charset=UTF-8';

/** The provincial 医保 platform behind what the region puts before it. */
export function nhsaPlatform(settings: NhsaSettings, ledger: Ledger, now: () => number): Platform {
  const replies = new ReplyWriter(settings, now);
  const book = new GoodsBook(ledger, settings.duplicates);
  const desk: Desk = { settings, book, signIns: new SignIns(), virtualCodes: new VirtualCodes(), replies, now };
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
  return {
    operation: Object.hasOwn(transactions, envelope.infno) ? envelope.infno : 'unknown',
    documentNos: [...new Set(documentsOf(envelope, book))],
    effect: writes.has(envelope.infno) ? 'write' : 'read',
    check: () => judge(request, envelope),
  };
}

/** Only an upload names its document; of what is asked for or deleted, the book knows which one it belongs to. */
function documentsOf({ infno, input, root }: Envelope, book: GoodsBook): readonly string[] {
  const upload = uploadOf(infno);
  if (upload !== undefined) {
    const rows = uploadedRows(infno, input) ?? [];
    return rows.map((row) => textOf(objectOf(row) ?? {}, documentField(upload.kind)));
  }
  const asked = deletedRows(infno, input) ?? [input.data];
  return asked.flatMap((node) => {
    const data = objectOf(node) ?? {};
    const code = textOf(data, 'fixmedins_code') || textOf(root, 'fixmedins_code');
    const types = [...new Set(Object.values(dataTypes))];
    const records = types.flatMap((type) => book.find(code, type, textOf(data, 'fixmedins_bchno')));
    return records.map((record) => record.row.documentNo);
  });
}

function regionOf(envelope: Envelope, account: Account): string {
  const region = textOf(envelope.root, 'mdtrtarea_admvs');
  return /^\d{6}$/.test(region) ? region : account.code.slice(1, 7);
}
