import {
  type Call,
  type Ledger,
  type Platform,
  type Reply,
  RequestRate,
  type SimRequest,
  utf8,
  type Verdict,
} from '../../sim-kit/index.ts';
import { readDocument, readKey } from './document.ts';
import { DocumentBook } from './document-book.ts';
import { type Admitted, Gate } from './gate.ts';
import { Refusal } from './refusal.ts';
import { alienReply, limitedReply, ReplyWriter } from './reply.ts';
import type { MahRestSettings } from './settings.ts';

export const SUBMIT = '/documents';
export const QUERY = '/documents/query';

/** A manufacturer's trace service as JSON. @param path below which its functions are served */
export function mahRestPlatform(settings: MahRestSettings, path: string, ledger: Ledger, now: () => number): Platform {
  const book = new DocumentBook(ledger, settings);
  const gate = new Gate(settings);
  const rate = new RequestRate(settings.requestsPerSecond);
  const write = new ReplyWriter(settings);

  const submit = ({ content }: Admitted): Verdict => {
    const document = readDocument(content);
    return {
      refuse: () => write.answer('2002', '业务校验未通过'),
      apply: () =>
        orRefusal(() => {
          const { held, repeated } = book.submit(document, content, now());
          const data = { receiptNo: held.receiptNo, rows: held.rows };
          return repeated ? write.answer('1001', '单据已存在', data) : write.answer('0', '接收成功', data);
        }),
    };
  };

  const query = ({ content }: Admitted): Verdict => {
    const asked = readKey(content);
    const answer = () => {
      const held = book.find(asked);
      if (held === undefined) return write.answer('0', '查询成功', { status: 'NOT_FOUND' });
      if (now() - held.acceptedAt < settings.pendingMs) return write.answer('0', '查询成功', { status: 'PENDING' });
      return write.answer('0', '查询成功', { status: 'ACCEPTED', receiptNo: held.receiptNo, rows: held.rows });
    };
    return { apply: answer, refuse: answer };
  };

  const nowhere = (): Verdict => {
    throw new Refusal('2002', '地址不存在');
  };

  const judge = (request: SimRequest, judgeContent: (admitted: Admitted) => Verdict): Verdict => {
    const { text, message } = readMessage(request);
    const admitted = gate.admit(request, text, message, now());
    if (!rate.take(now())) throw new Refusal('9001', '系统繁忙,请稍后再试');
    if (admitted.content.partnerCode !== admitted.partner.partnerCode) throw new Refusal('2001', '未知的合作方');
    return judgeContent(admitted);
  };

  function orRefusal(work: () => Reply): Reply {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal) return write.answer(error.code, error.message);
      throw error;
    }
  }

  return {
    open: (request) => {
      const submits = request.url.pathname === path + SUBMIT;
      const queries = request.url.pathname === path + QUERY;
      return {
        operation: submits ? 'submit' : queries ? 'query' : 'unknown',
        documentNos: documentNosOf(request),
        effect: submits ? 'write' : 'read',
        check: () => checked(() => judge(request, submits ? submit : queries ? query : nowhere), write),
      } satisfies Call;
    },
    limited: limitedReply,
    alien: () => alienReply,
    retyped: (reply) => write.retyped(reply),
    broken: () => write.answer('9999', '系统内部错误'),
  };
}

function checked(work: () => Verdict, write: ReplyWriter): Verdict {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return { refused: write.answer(error.code, error.message) };
    throw error;
  }
}

/** @throws Refusal 2002 for anything but a POST of one JSON object in UTF-8 */
function readMessage(request: SimRequest): {
  readonly text: string;
  readonly message: Readonly<Record<string, unknown>>;
} {
  if (request.method !== 'POST') throw new Refusal('2002', '仅支持POST');
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json(\s*;|$)/i.test(type)) throw new Refusal('2002', 'Content-Type 应为 application/json');
  const text = utf8(request.body);
  if (text === undefined) throw new Refusal('2002', '报文不是UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('2002', '报文不是JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('2002', '报文应为对象');
  return { text, message: Object.fromEntries(Object.entries(value)) };
}

/** Read with a pattern: a fault may strike a message that is not even JSON. */
function documentNosOf({ body }: SimRequest): readonly string[] {
  const [, documentNo] = /"documentNo"\s*:\s*"([^"]{1,200})"/.exec(utf8(body) ?? '') ?? [];
  return documentNo === undefined ? [] : [documentNo];
}
