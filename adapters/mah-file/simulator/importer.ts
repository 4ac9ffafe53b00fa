import { createHash } from 'node:crypto';
import { chinaStamp, type Ledger, type SimFault, unzipOne, utf8 } from '../../sim-kit/index.ts';
import { type Document, readDocument } from './document.ts';
import type { Folders } from './folders.ts';
import type { Layout } from './layout.ts';
import { type Receipt, receiptText, spoiltReceipt } from './receipt.ts';
import { type CodeResult, Refused } from './refused.ts';
import type { Account, DropSettings } from './settings.ts';

/** How long a spoilt receipt stands. */
const mendedAfterMs = 1_000;

interface Waiting {
  readonly file: string;
  readonly arrivedAt: number;
  readonly fault: SimFault | undefined;
}

interface Due {
  readonly at: number;
  readonly path: string;
  readonly content: Buffer;
}

/** What imports the files of one account: looks at each once, books it, moves it, and writes its receipt. */
export class Importer {
  readonly #account: Account;
  readonly #settings: DropSettings;
  readonly #layout: Layout;
  readonly #folders: Folders;
  readonly #ledger: Ledger;
  readonly #known = new Map<string, { readonly hash: string; readonly receipt: Receipt }>();
  #waiting: readonly Waiting[] = [];
  #receipts: readonly Due[] = [];

  constructor(account: Account, settings: DropSettings, layout: Layout, folders: Folders, ledger: Ledger) {
    this.#account = account;
    this.#settings = settings;
    this.#layout = layout;
    this.#folders = folders;
    this.#ledger = ledger;
  }

  /** A file now stands in the inbox under its own name. */
  arrived(file: string, now: number, fault: SimFault | undefined): void {
    this.#waiting = [...this.#waiting, { file, arrivedAt: now, fault }];
    this.work(now);
  }

  /** Does what is due by now. */
  work(now: number): void {
    const due = this.#waiting.filter(({ arrivedAt }) => now - arrivedAt >= this.#settings.importAfterMs);
    this.#waiting = this.#waiting.filter((file) => !due.includes(file));
    for (const file of due) this.#import(file, now);
    const written = this.#receipts.filter(({ at }) => at <= now);
    this.#receipts = this.#receipts.filter((receipt) => !written.includes(receipt));
    for (const { path, content } of written) this.#folders.put(path, content);
  }

  #import({ file, fault }: Waiting, now: number): void {
    const path = this.#layout.inbox(file);
    const content = this.#folders.read(path);
    const receipt = this.#judge(file, content, now, fault);
    const accepted = receipt.code === '0';
    this.#folders.put(path, undefined);
    const moved = accepted ? this.#layout.done(file) : this.#layout.error(file);
    if (moved !== undefined) this.#folders.put(moved, content);
    const text = receiptText(receipt, this.#settings.style);
    const at = now + this.#settings.receiptAfterMs;
    const written = { path: this.#layout.receipt(file, accepted), content: Buffer.from(text) };
    const spoilt = { ...written, at, content: spoiltReceipt(text, fault) };
    const isTrue = spoilt.content.equals(written.content);
    // Whoever spoilt it notices, and writes it anew.
    this.#receipts = [...this.#receipts, spoilt, ...(isTrue ? [] : [{ ...written, at: at + mendedAfterMs }])];
  }

  #judge(file: string, content: Buffer, now: number, fault: SimFault | undefined): Receipt {
    const hash = createHash('sha256').update(content).digest('hex');
    const known = this.#known.get(file);
    if (known !== undefined && known.hash === hash) return known.receipt;
    try {
      if (known !== undefined) throw new Refused('E05', '同名文件已处理过,内容不同');
      const document = readDocument(this.#textOf(file, content));
      if (fault === 'refuse') throw new Refused('E06', '业务校验未通过');
      const receipt = this.#book(file, document, now);
      this.#known.set(file, { hash, receipt });
      return receipt;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { file, code: error.code, message: error.message, number: '', rows: error.rows };
    }
  }

  #textOf(file: string, content: Buffer): string {
    const text = file.endsWith('.zip') ? this.#unzipped(file, content) : utf8(content);
    if (text === undefined) throw new Refused('E01', '不是 UTF-8 文本');
    return text;
  }

  #unzipped(file: string, content: Buffer): string | undefined {
    let archive: ReturnType<typeof unzipOne>;
    try {
      archive = unzipOne(content);
    } catch {
      // Whatever is wrong with it, the sender learns that it cannot be read.
      throw new Refused('E01', '文件不完整或不是只含一个文件的 zip');
    }
    if (archive.name !== file.replace(/\.zip$/, '.xml')) throw new Refused('E01', '压缩包内的文件名不符');
    return utf8(archive.content);
  }

  #book(file: string, document: Document, now: number): Receipt {
    if (document.corpId !== '' && document.corpId !== this.#account.corpId)
      throw new Refused('E03', '企业编号与账号不符');
    const rows = document.codes.map((code) => this.#verdict(code));
    if (rows.every(({ result }) => result !== '0')) throw new Refused('E04', '追溯码不属于本企业', rows);
    const number = `F${chinaStamp(now).slice(0, 8)}${String(this.#known.size + 1).padStart(6, '0')}`;
    this.#ledger.append({
      operation: document.event,
      institution: this.#account.corpId,
      key: file,
      documentNo: document.documentNo || this.#layout.documentNo(file),
      codes: rows.filter(({ result }) => result === '0').map(({ code }) => code),
      receipt: number,
    });
    return { file, code: '0', message: '处理成功', number, rows };
  }

  #verdict(code: string): CodeResult {
    const { codePrefixes, gtins } = this.#settings;
    const gtin = /^\(?01\)?(\d{14})/.exec(code)?.[1] ?? '';
    const own = codePrefixes.some((prefix) => code.startsWith(prefix)) || gtins.includes(gtin);
    return own ? { code, result: '0', message: '' } : { code, result: 'E04', message: '追溯码不属于本企业' };
  }
}
