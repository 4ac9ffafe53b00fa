import iconv from 'iconv-lite';
import type { SimFault } from '../../sim-kit/index.ts';
import type { CodeResult } from './refused.ts';
import type { Style } from './settings.ts';

export interface Receipt {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly number: string;
  readonly rows: readonly CodeResult[];
}

/** The text of a receipt. */
export function receiptText(receipt: Receipt, style: Style): string {
  return style === 'xml' ? xml(receipt) : csv(receipt);
}

/** The bytes of a receipt, spoilt where a fault says so. */
export function spoiltReceipt(text: string, fault: SimFault | undefined): Buffer {
  switch (fault) {
    case 'truncated':
      return Buffer.from(text.slice(0, text.length / 2));
    case 'alien':
      return Buffer.from('<Notice><Text>维护公告</Text></Notice>');
    case 'empty':
      return Buffer.alloc(0);
    case 'gbk':
      // The declaration keeps saying UTF-8, as a careless exporter does.
      return iconv.encode(text, 'gbk');
    case 'wrong-type':
      return Buffer.from(text.replace(/<Code>[^<]*<\/Code>/, '<Code><Value>0</Value></Code>').replace(/,0,/, ',zero,'));
    default:
      return Buffer.from(text);
  }
}

function xml({ file, code, message, number, rows }: Receipt): string {
  const items = rows.map(
    (row) => `<Item code="${escaped(row.code)}" result="${row.result}" message="${escaped(row.message)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Receipt><FileName>${escaped(file)}</FileName><Code>${code}</Code><Message>${escaped(message)}</Message>`,
    `<ReceiptNo>${number}</ReceiptNo><Codes>${items.join('')}</Codes></Receipt>`,
  ].join('');
}

function csv({ file, code, message, number, rows }: Receipt): string {
  const lines = [
    ['file', 'receiptNo', 'traceCode', 'result', 'message'],
    [file, number, '', code, message],
    ...rows.map((row) => [file, number, row.code, row.result, row.message]),
  ];
  return `${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
