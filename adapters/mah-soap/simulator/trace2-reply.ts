import type { Reply } from '../../sim-kit/index.ts';
import type { ReportResult } from './document-book.ts';
import type { SoapFault } from './fault.ts';
import { ns } from './names.ts';

const contentType = 'application/soap+xml; charset=utf-8';

/** The first manufacturer's codes → this one's. */
const codes: Readonly<Record<string, string>> = {
  '0': 'T000',
  '1001': 'T101',
  '1002': 'T102',
  '2001': 'T201',
  '2002': 'T202',
  '2003': 'T203',
  '9001': 'T901',
  '9999': 'T999',
};
const states: Readonly<Record<string, string>> = { ACCEPTED: 'DONE', PENDING: 'RUNNING', NOT_FOUND: 'NONE' };

export function submitReply({ code, message, receiptNo, rows }: ReportResult): Reply {
  const lines = rows.map((row) => `<dt:line ${attribute('no', row.lineNo)}${verdict(row.code, row.message)}/>`);
  const partial = code === '0' && rows.some((row) => row.code !== '0');
  return envelope(
    `<dt:SubmitAck ${attribute('result', partial ? 'PARTIAL' : resultOf(code))}${verdict(code, message)}` +
      `${receiptNo === '' ? '' : attribute('receipt', receiptNo)}>${lines.join('')}</dt:SubmitAck>`,
  );
}

export function inquireReply(status: string, receiptNo: string): Reply {
  const receipt = receiptNo === '' ? '' : attribute('receipt', receiptNo);
  return envelope(
    `<dt:InquireAck ${attribute('result', 'OK')}${verdict('0', '')}${attribute('state', states[status] ?? '')}${receipt}/>`,
  );
}

/** The same refusal for either operation. */
export function codeReply(operation: 'Submit' | 'Inquire', code: string, message: string): Reply {
  return envelope(`<dt:${operation}Ack ${attribute('result', resultOf(code))}${verdict(code, message)}/>`);
}

/** SOAP 1.2 part 2 §7.5.2: the sender's faults travel with HTTP 400, all others with 500. */
export function faultReply({ code, message }: SoapFault): Reply {
  const reason = `<soap:Text xml:lang="en">${escaped(message)}</soap:Text>`;
  const body = `<soap:Fault><soap:Code><soap:Value>${code}</soap:Value></soap:Code><soap:Reason>${reason}</soap:Reason></soap:Fault>`;
  return { ...envelope(body), status: code === 'soap:Sender' ? 400 : 500 };
}

export function alienReply(): Reply {
  return envelope('<pong xmlns="urn:other:service">true</pong>');
}

/** The success mark as an element instead of an attribute. */
export function retyped(reply: Reply): Reply {
  return { ...reply, body: reply.body.replace(/ result="(\w+)"([^>]*?)(\/?)>/, ' $2><dt:result>$1</dt:result>') };
}

function verdict(code: string, message: string): string {
  return attribute('code', codes[code] ?? code) + (message === '' ? '' : attribute('text', message));
}

function resultOf(code: string): string {
  return code === '0' ? 'OK' : 'ERR';
}

function envelope(body: string): Reply {
  const text = `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsse="${ns.wsse}" xmlns:dt="urn:example:drug-trace:2"><soap:Body>${body}</soap:Body></soap:Envelope>`;
  return { status: 200, contentType, body: text };
}

function attribute(name: string, value: string): string {
  return `${name}="${escaped(value)}" `;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
