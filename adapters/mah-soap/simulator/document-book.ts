import { createHash } from 'node:crypto';
import { chinaStamp, type Ledger } from '../../sim-kit/index.ts';
import { fieldProblem } from './field-rules.ts';
import type { DocumentKey, Item, Report } from './report.ts';
import type { MahSettings, Partner } from './settings.ts';

export interface RowResult {
  readonly lineNo: string;
  readonly code: string;
  readonly message: string;
}

/** `code`: 0 accepted, 1001 exists with the same content, 1002 exists with other content, 2001 partner, 2002 field, 2003 codes. */
export interface ReportResult {
  readonly code: string;
  readonly message: string;
  readonly receiptNo: string;
  readonly rows: readonly RowResult[];
}

interface Held {
  readonly fingerprint: string;
  readonly receiptNo: string;
  readonly acceptedAt: number;
}

/** The manufacturer's documents: one for ever per partner, type and number. */
export class DocumentBook {
  readonly #ledger: Ledger;
  readonly #settings: MahSettings;
  readonly #documents = new Map<string, Held>();

  constructor(ledger: Ledger, settings: MahSettings) {
    this.#ledger = ledger;
    this.#settings = settings;
  }

  report(report: Report, partner: Pick<Partner, 'partnerCode'>, now: number): ReportResult {
    if (report.partnerCode !== partner.partnerCode) return refused('2001', '未知的合作方');
    const problem = fieldProblem(report);
    if (problem !== undefined) return refused('2002', problem);
    const held = this.#documents.get(key(report));
    if (held !== undefined) return this.#repeated(held, report);
    const rows = report.items.map((item) => this.#judge(item));
    if (rows.every((row) => row.code !== '0')) return { ...refused('2003', '追溯码不属于本企业'), rows };
    const receiptNo = `R${chinaStamp(now).slice(0, 14)}${String(this.#documents.size + 1).padStart(8, '0')}`;
    this.#documents.set(key(report), { fingerprint: fingerprint(report), receiptNo, acceptedAt: now });
    this.#ledger.append({
      operation: 'Report',
      institution: report.partnerCode,
      key: `${report.documentType}:${report.documentNo}`,
      documentNo: report.documentNo,
      codes: report.items.filter((_item, index) => rows[index]?.code === '0').flatMap((item) => item.codes),
      receipt: receiptNo,
    });
    return { code: '0', message: '接收成功', receiptNo, rows };
  }

  query(
    asked: DocumentKey,
    now: number,
  ): { readonly status: 'ACCEPTED' | 'PENDING' | 'NOT_FOUND'; readonly receiptNo: string } {
    const held = this.#documents.get(key(asked));
    if (held === undefined) return { status: 'NOT_FOUND', receiptNo: '' };
    if (now - held.acceptedAt < this.#settings.pendingMs) return { status: 'PENDING', receiptNo: '' };
    return { status: 'ACCEPTED', receiptNo: held.receiptNo };
  }

  #repeated(held: Held, report: Report): ReportResult {
    if (held.fingerprint !== fingerprint(report)) return refused('1002', '单据已存在且内容不同');
    return { code: '1001', message: '单据已存在', receiptNo: held.receiptNo, rows: [] };
  }

  #judge(item: Item): RowResult {
    const own =
      this.#settings.gtins.includes(item.productCode.padStart(14, '0')) ||
      item.codes.every((code) => this.#isOwn(code));
    return own
      ? { lineNo: item.lineNo, code: '0', message: '' }
      : { lineNo: item.lineNo, code: '2003', message: '追溯码不属于本企业' };
  }

  /** By prefix, or by the GTIN of AI (01) at the head of a GS1 element string or in a GS1 Digital Link. */
  #isOwn(code: string): boolean {
    if (this.#settings.codePrefixes.some((prefix) => code.startsWith(prefix))) return true;
    const [, gtin] = /(?:^(?:\][A-Za-z]\d)?\(?01\)?|\/01\/)(\d{14})/.exec(code) ?? [];
    return gtin !== undefined && this.#settings.gtins.includes(gtin);
  }
}

function refused(code: string, message: string): ReportResult {
  return { code, message, receiptNo: '', rows: [] };
}

function key(document: DocumentKey): string {
  return JSON.stringify([document.partnerCode, document.documentType, document.documentNo]);
}

/** Of everything but the message's own number. */
function fingerprint({ messageId: _own, ...content }: Report): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
