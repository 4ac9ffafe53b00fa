import { createHash } from 'node:crypto';
import type { Ledger } from '../../sim-kit/index.ts';
import type { DocumentKey, Item, TraceDocument } from './document.ts';
import { Refusal } from './refusal.ts';
import type { MahRestSettings } from './settings.ts';

export interface RowResult {
  readonly lineNo: string;
  readonly code: string;
  readonly message: string;
}

export interface Held {
  readonly fingerprint: string;
  readonly receiptNo: string;
  readonly acceptedAt: number;
  readonly rows: readonly RowResult[];
}

/** The manufacturer's documents: one for ever per partner, type and number. */
export class DocumentBook {
  readonly #ledger: Ledger;
  readonly #settings: MahRestSettings;
  readonly #documents = new Map<string, Held>();

  constructor(ledger: Ledger, settings: MahRestSettings) {
    this.#ledger = ledger;
    this.#settings = settings;
  }

  /**
   * Books a document, good rows only.
   * @returns it, and whether it was held before with the same content
   * @throws Refusal 1002 for other content under its number, 2003 when no row is good
   */
  submit(document: TraceDocument, content: unknown, now: number): { readonly held: Held; readonly repeated: boolean } {
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    const known = this.#documents.get(key(document));
    if (known !== undefined) {
      if (known.fingerprint !== fingerprint) throw new Refusal('1002', '单据已存在且内容不同');
      return { held: known, repeated: true };
    }
    const rows = document.items.map((item) => this.#judge(item));
    const good = document.items.filter((_item, index) => rows[index]?.code === '0');
    if (good.length === 0) throw new Refusal('2003', '追溯码不属于本企业');
    const receiptNo = `MR${String(this.#documents.size + 1).padStart(10, '0')}`;
    const held = { fingerprint, receiptNo, acceptedAt: now, rows };
    this.#documents.set(key(document), held);
    this.#ledger.append({
      operation: 'submit',
      institution: document.partnerCode,
      key: `${document.documentType}:${document.documentNo}`,
      documentNo: document.documentNo,
      codes: good.flatMap(({ codes }) => codes),
      receipt: receiptNo,
    });
    return { held, repeated: false };
  }

  find(asked: DocumentKey): Held | undefined {
    return this.#documents.get(key(asked));
  }

  #judge({ lineNo, productCode, codes }: Item): RowResult {
    const { gtins, codePrefixes } = this.#settings;
    const isOwn = (code: string) =>
      codePrefixes.some((prefix) => code.startsWith(prefix)) || gtins.some((gtin) => code.startsWith(`(01)${gtin}`));
    const own = gtins.includes(productCode.padStart(14, '0')) || codes.every(isOwn);
    return own ? { lineNo, code: '0', message: '' } : { lineNo, code: '2003', message: '追溯码不属于本企业' };
  }
}

function key({ partnerCode, documentType, documentNo }: DocumentKey): string {
  return JSON.stringify([partnerCode, documentType, documentNo]);
}
