import type { Reply } from '../../sim-kit/index.ts';
import type { ReportResult } from './document-book.ts';
import type { SoapFault } from './fault.ts';
import { ns } from './names.ts';

const contentType = 'text/xml; charset=utf-8';

export function reportReply(result: ReportResult): Reply {
  const rows = result.rows.map(
    (row) => `<Row lineNo="${escapeXml(row.lineNo)}">${tag('Code', row.code)}${tag('Message', row.message)}</Row>`,
  );
  const parts = [tag('Code', result.code), tag('Message', result.message), tag('ReceiptNo', result.receiptNo)];
  return answer('Report', `<Result>${parts.join('')}<Rows>${rows.join('')}</Rows></Result>`);
}

export function queryReply(status: string, receiptNo: string): Reply {
  return answer('Query', `<Result>${tag('Code', '0')}${tag('Status', status)}${tag('ReceiptNo', receiptNo)}</Result>`);
}

/** The same refusal for either operation. */
export function codeReply(operation: 'Report' | 'Query', code: string, message: string): Reply {
  return answer(operation, `<Result>${tag('Code', code)}${tag('Message', message)}</Result>`);
}

/** SOAP 1.1 §6.2: a Fault travels with HTTP 500. */
export function faultReply(fault: SoapFault): Reply {
  const body = `<soap:Fault>${tag('faultcode', fault.code)}${tag('faultstring', fault.message)}</soap:Fault>`;
  return { status: 500, contentType, body: envelope(body) };
}

export function alienReply(): Reply {
  return {
    status: 200,
    contentType,
    body: envelope('<PingResponse xmlns="urn:other:service"><pong>true</pong></PingResponse>'),
  };
}

/** The result as elements instead of a text that holds XML. */
export function retyped(reply: Reply): Reply {
  const body = reply.body.replace(
    /(<tns:(?:report|query)Result>)(.*?)(<\/tns:)/s,
    (_all, open: string, text: string, close: string) => {
      return `${open}${text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')}${close}`;
    },
  );
  return { ...reply, body };
}

function answer(operation: 'Report' | 'Query', result: string): Reply {
  const name = `${operation.toLowerCase()}Result`;
  const body = `<tns:${operation}Response xmlns:tns="${ns.service}"><tns:${name}>${escapeXml(result)}</tns:${name}></tns:${operation}Response>`;
  return { status: 200, contentType, body: envelope(body) };
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${ns.soap}" xmlns:wsse="${ns.wsse}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function tag(name: string, text: string): string {
  return text === '' ? `<${name}/>` : `<${name}>${escapeXml(text)}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
