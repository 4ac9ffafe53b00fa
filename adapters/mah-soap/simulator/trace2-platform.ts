import { X509Certificate } from 'node:crypto';
import {
  type Call,
  type Ledger,
  type Platform,
  RequestRate,
  type SimRequest,
  utf8,
  type Verdict,
} from '../../sim-kit/index.ts';
import { DocumentBook } from './document-book.ts';
import { SoapFault } from './fault.ts';
import { describeService } from './platform.ts';
import type { MahSettings } from './settings.ts';
import { verifySignature } from './signature.ts';
import { type Message, readInquire, readMessage, readSubmit } from './trace2-message.ts';
import { alienReply, codeReply, faultReply, inquireReply, retyped, submitReply } from './trace2-reply.ts';

/** A second manufacturer's trace service: SOAP 1.2, attributes, every message signed with the partner's certificate. */
export function trace2Platform(settings: MahSettings, wsdl: string, ledger: Ledger, now: () => number): Platform {
  const book = new DocumentBook(ledger, settings);
  const rate = new RequestRate(settings.requestsPerSecond);
  const known = settings.certificates.map(({ partnerCode, certificate }) => ({
    partnerCode,
    fingerprint: new X509Certificate(certificate).fingerprint256,
  }));

  const judge = ({ operation, envelope, payload }: Message): Verdict => {
    const { fingerprint256 } = verifySignature(envelope, now(), settings.skewMs);
    const partner = known.find(({ fingerprint }) => fingerprint === fingerprint256);
    if (partner === undefined) throw new SoapFault('wsse:FailedAuthentication', 'The certificate is not known here');
    if (!rate.take(now())) return { refused: codeReply(operation, '9001', '系统繁忙,请稍后再试') };
    const refuse = () => codeReply(operation, '2002', '业务校验未通过');
    if (operation === 'Submit') {
      const report = readSubmit(payload);
      return { refuse, apply: () => submitReply(book.report(report, partner, now())) };
    }
    const asked = readInquire(payload);
    if (asked.partnerCode !== partner.partnerCode) return { refused: codeReply('Inquire', '2001', '未知的合作方') };
    return {
      refuse,
      apply: () => {
        const { status, receiptNo } = book.query(asked, now());
        return inquireReply(status, receiptNo);
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
    broken: () => codeReply('Submit', '9999', '系统内部错误'),
  };
}

function openMessage(request: SimRequest, judge: (message: Message) => Verdict): Call {
  const text = utf8(request.body) ?? '';
  // Read with a pattern and not with the parser: a fault may strike a message that is not even well-formed.
  const [, documentNo] = /\sdocNo="([^"]{1,200})"/.exec(text) ?? [];
  const operation = /<(?:[\w.-]+:)?(Submit|Inquire)[\s>]/.exec(text)?.[1] ?? 'unknown';
  return {
    operation,
    documentNos: documentNo === undefined ? [] : [documentNo],
    effect: operation === 'Submit' ? 'write' : 'read',
    check: () => {
      try {
        return judge(readMessage(request));
      } catch (error) {
        if (error instanceof SoapFault) return { refused: faultReply(error) };
        throw error;
      }
    },
  };
}
