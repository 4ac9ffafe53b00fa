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
import { DocumentBook } from './document-book.ts';
import { SoapFault } from './fault.ts';
import { type Message, readMessage } from './message.ts';
import { alienReply, codeReply, faultReply, queryReply, reportReply, retyped } from './reply.ts';
import { readQuery, readReport } from './report.ts';
import type { MahSettings } from './settings.ts';
import { TokenGate } from './username-token.ts';

/** A manufacturer's trace service. `wsdl` is what GET ?wsdl answers. */
export function mahPlatform(settings: MahSettings, wsdl: string, ledger: Ledger, now: () => number): Platform {
  const book = new DocumentBook(ledger, settings);
  const gate = new TokenGate(settings);
  const rate = new RequestRate(settings.requestsPerSecond);

  const judge = (message: Message): Verdict => {
    const partner = gate.admit(message.security, now());
    const { operation, payload } = message;
    if (!rate.take(now())) return { refused: codeReply(operation, '9001', '系统繁忙,请稍后再试') };
    const refuse = () => codeReply(operation, '2002', '业务校验未通过');
    if (operation === 'Report') {
      const report = readReport(payload);
      return { refuse, apply: () => reportReply(book.report(report, partner, now())) };
    }
    const asked = readQuery(payload);
    if (asked.partnerCode !== partner.partnerCode) return { refused: codeReply('Query', '2001', '未知的合作方') };
    return {
      refuse,
      apply: () => {
        const { status, receiptNo } = book.query(asked, now());
        return queryReply(status, receiptNo);
      },
    };
  };

  return {
    open: (request) => (request.method === 'GET' ? describeService(request, wsdl) : openMessage(request, judge)),
    limited: (retryAfterMs) => ({
      status: 429,
      contentType: 'text/plain; charset=utf-8',
      headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) },
      body: 'too many requests',
    }),
    alien: alienReply,
    retyped,
    broken: () => codeReply('Report', '9999', '系统内部错误'),
  };
}

export function describeService(request: SimRequest, wsdl: string): Call {
  const asked = request.url.searchParams.has('wsdl');
  const reply: Reply = asked
    ? { status: 200, contentType: 'text/xml; charset=utf-8', body: wsdl }
    : { status: 404, contentType: 'text/plain; charset=utf-8', body: 'only ?wsdl can be read here' };
  return { operation: asked ? 'wsdl' : 'unknown', documentNos: [], effect: 'read', check: () => ({ refused: reply }) };
}

function openMessage(request: SimRequest, judge: (message: Message) => Verdict): Call {
  const text = utf8(request.body) ?? '';
  // Read with a pattern and not with the parser: a fault may strike a message that is not even well-formed.
  const [, documentNo] = /<(?:[\w.-]+:)?documentNo>([^<]{1,200})</.exec(text) ?? [];
  const operation = /<(?:[\w.-]+:)?(Report|Query)[\s>]/.exec(text)?.[1] ?? 'unknown';
  return {
    operation,
    documentNos: documentNo === undefined ? [] : [documentNo],
    effect: operation === 'Report' ? 'write' : 'read',
    check: () => orFault(() => judge(readMessage(request))),
  };
}

function orFault(work: () => Verdict): Verdict {
  try {
    return work();
  } catch (error) {
    if (error instanceof SoapFault) return { refused: faultReply(error) };
    throw error;
  }
}
