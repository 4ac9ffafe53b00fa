import {
  type Ledger,
  type Platform,
  parseChinaDateTime,
  type Reply,
  type SimRequest,
  utf8,
  type Verdict,
} from '../../sim-kit/index.ts';
import { EventBook } from './event-book.ts';
import { type Fields, isObject, jsonObject } from './fields.ts';
import { Refusal } from './refusal.ts';
import type { RegulatorSettings } from './settings.ts';
import { shanxiStyle } from './shanxi.ts';
import type { Answer, Envelope, Style } from './style.ts';
import { unzipOne } from './unzip.ts';
import { xmlContent } from './xml-content.ts';
import { xtptStyle } from './xtpt.ts';

export const STATUS = '/status';

/** A regulator's collection platform. @param path below which its functions are served */
export function regulatorPlatform(
  settings: RegulatorSettings,
  path: string,
  ledger: Ledger,
  now: () => number,
): Platform {
  const style: Style = settings.style === 'xtpt' ? xtptStyle(settings) : shanxiStyle(settings);
  const book = new EventBook(ledger);

  const status = (envelope: Envelope): Pick<Answer, 'state' | 'receiptNo'> => {
    const held = book.find(envelope);
    if (held === undefined) return { state: 'NOT_FOUND' };
    if (now() - held.acceptedAt < settings.pendingMs) return { state: 'PENDING' };
    return { state: 'ACCEPTED', receiptNo: held.receiptNo };
  };

  function judge(request: SimRequest, isEnquiry: boolean): Verdict {
    const { text, message } = readMessage(request);
    const envelope = style.open(request, text, message, isEnquiry);
    const { eventId, account } = envelope;
    const sentAt = parseChinaDateTime(envelope.sentAt);
    if (sentAt === undefined || Math.abs(now() - sentAt) > settings.skewMs)
      throw new Refusal('1003', '报送时间无效', account);
    const ok = (more: Pick<Answer, 'state' | 'receiptNo'>) =>
      style.write({ ok: true, code: '', message: '成功', eventId, ...more }, account);
    if (isEnquiry) return { apply: () => ok(status(envelope)), refuse: () => ok(status(envelope)) };
    return {
      apply: () => orRefusal(eventId, () => ok({ receiptNo: book.book(envelope, now()).receiptNo })),
      refuse: () => refused(new Refusal('2002', '业务校验未通过', account), eventId),
    };
  }

  function orRefusal(eventId: string, work: () => Reply): Reply {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal) return refused(error, eventId);
      throw error;
    }
  }

  function refused({ code, message, account }: Refusal, eventId: string): Reply {
    return style.write({ ok: false, code, message, eventId }, account);
  }

  return {
    open: (request) => {
      const isEnquiry = request.url.pathname === path + STATUS;
      const seen = glance(request);
      const documentNo = seen.documentNo ?? book.documentNoOf(seen.eventId);
      return {
        operation: isEnquiry ? 'status' : 'submit',
        documentNos: documentNo === undefined ? [] : [documentNo],
        effect: isEnquiry ? 'read' : 'write',
        check: () => {
          try {
            return judge(request, isEnquiry);
          } catch (error) {
            if (error instanceof Refusal) return { refused: refused(error, seen.eventId) };
            throw error;
          }
        },
      };
    },
    limited: (retryAfterMs) => ({
      status: 429,
      contentType: 'text/plain; charset=utf-8',
      headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
      body: 'too many requests',
    }),
    alien: () => ({ status: 200, contentType: 'application/json; charset=utf-8', body: '{"status":"UP"}' }),
    retyped: (reply) => style.retyped(reply),
    broken: () => style.write({ ok: false, code: '9999', message: '系统内部错误', eventId: '' }, undefined),
  };
}

/** @throws Refusal 1004 for anything but a POST of one JSON object in UTF-8 */
function readMessage(request: SimRequest): { readonly text: string; readonly message: Fields } {
  if (request.method !== 'POST') throw new Refusal('1004', '仅支持POST');
  if (!/^application\/json(\s*;|$)/i.test(request.headers['content-type'] ?? '')) throw new Refusal('1004', '应为JSON');
  const text = utf8(request.body);
  const message = jsonObject(text);
  if (text === undefined || message === undefined) throw new Refusal('1004', '报文应为UTF-8编码的JSON对象');
  return { text, message };
}

/** Read leniently, before any check: a fault may strike a request that would never pass. */
function glance({ body }: SimRequest): { readonly eventId: string; readonly documentNo: string | undefined } {
  const message = jsonObject(utf8(body)) ?? {};
  const content = isObject(message.data) ? message.data : packedContent(message.data);
  const documentNo = content.billNo ?? content.documentNo;
  const eventId = message.eventID ?? message.event_id;
  return {
    eventId: typeof eventId === 'string' ? eventId : '',
    documentNo: typeof documentNo === 'string' ? documentNo : undefined,
  };
}

function packedContent(data: unknown): Fields {
  if (typeof data !== 'string') return {};
  try {
    const text = utf8(unzipOne(Buffer.from(data, 'base64')).content);
    return jsonObject(text) ?? xmlContent(text) ?? {};
  } catch (error) {
    if (error instanceof Refusal) return {};
    throw error;
  }
}
