import { chinaDateTime, type Ledger } from '../../sim-kit/index.ts';
import { textOf } from './field.ts';
import { dataTypes, type GoodsKind } from './goods-kinds.ts';
import type { GoodsRow } from './goods-row.ts';
import type { Account, NhsaSettings } from './settings.ts';

/** A booked row, with the platform's own number for it (商品销售流水号, 商品采购流水号 …). */
export interface GoodsRecord {
  readonly row: GoodsRow;
  readonly institution: string;
  readonly number: string;
  readonly createdAt: string;
  /** 有效标志: false once it has been deleted. */
  readonly isValid: boolean;
}

export type RowResult =
  | { readonly row: GoodsRow; readonly ok: true; readonly number: string; readonly note: string }
  | { readonly row: GoodsRow; readonly ok: false; readonly message: string };

const numberLetters: Readonly<Record<GoodsKind, string>> = {
  count: 'I',
  change: 'C',
  purchase: 'P',
  'purchase-return': 'P',
  sale: 'S',
  return: 'S',
};

/** What a return may refer to: the number of the record that it takes back. */
const references: Readonly<Partial<Record<GoodsKind, readonly [field: string, words: string, record: string]>>> = {
  return: ['medins_prod_sel_no', '商品销售流水号', '销售记录'],
  'purchase-return': ['medins_prod_purc_no', '商品采购流水号', '采购记录'],
};

/**
 * Goods records of all institutions. Keyed by data type and fixmedins_bchno within an institution; a code may be sold only once until it
 * is returned.
 */
export class GoodsBook {
  readonly #ledger: Ledger;
  readonly #duplicates: NhsaSettings['duplicates'];
  readonly #records = new Map<string, GoodsRecord[]>();
  readonly #numbers = new Set<string>();
  readonly #sold = new Set<string>();

  constructor(ledger: Ledger, duplicates: NhsaSettings['duplicates']) {
    this.#ledger = ledger;
    this.#duplicates = duplicates;
  }

  /** @returns why the row cannot be booked now, or undefined. `batch` holds the numbers of the rows before it. */
  objection(row: GoodsRow, account: Account, batch: ReadonlySet<string>): string | undefined {
    if (row.complaint !== undefined) return row.complaint;
    const known = this.#valid(account.code, dataTypes[row.kind], row.bchno).length > 0 || batch.has(row.bchno);
    if (known && this.#duplicates === 'reject') return `定点医药机构批次流水号[${row.bchno}]重复上传`;
    const [field, words, record] = references[row.kind] ?? ['', '', ''];
    const number = field === '' ? '' : textOf(row.values, field);
    if (number !== '' && !this.#numbers.has(`${account.code} ${number}`))
      return `未找到${words}[${number}]对应的${record}`;
    return undefined;
  }

  /** Books the row. Overwriting keeps the platform's number and still counts as applied once more. */
  book(row: GoodsRow, account: Account, operation: string, now: number): RowResult & { ok: true } {
    const earlier = this.find(account.code, dataTypes[row.kind], row.bchno);
    const kept = this.#duplicates === 'overwrite' ? earlier[0] : undefined;
    const serial = String(this.#numbers.size + 1).padStart(10, '0');
    const number = kept?.number ?? `${numberLetters[row.kind]}${account.code}${serial}`;
    const repeated = row.kind === 'sale' && row.codes.some((code) => this.#sold.has(code));
    this.#move(row, row.kind === 'sale');
    const record = { row, institution: account.code, number, createdAt: chinaDateTime(now), isValid: true };
    this.#records.set(keyOf(account.code, row), kept === undefined ? [...earlier, record] : [record]);
    this.#numbers.add(`${account.code} ${number}`);
    this.#ledger.append({
      operation,
      institution: account.code,
      key: row.bchno,
      documentNo: row.documentNo,
      codes: row.codes,
      receipt: number,
    });
    // 湖南省接口规范 V1.1.27 【3505A】: 药品追溯码重复使用不影响结算，但会记录监管.
    return { row, ok: true, number, note: repeated ? '上传成功,药品追溯码重复使用已记录监管' : '上传成功' };
  }

  /** 【3507】: every record of that data type and number. @returns false when there is none (any more). */
  remove(code: string, dataType: string, bchno: string, operation: string): boolean {
    const valid = this.#valid(code, dataType, bchno);
    for (const { row, number } of valid) {
      this.#move(row, row.kind !== 'sale');
      const { documentNo, codes } = row;
      this.#ledger.append({ operation, institution: code, key: bchno, documentNo, codes, receipt: number });
    }
    const all = this.find(code, dataType, bchno);
    this.#records.set(
      `${code} ${dataType} ${bchno}`,
      all.map((record) => ({ ...record, isValid: false })),
    );
    return valid.length > 0;
  }

  find(code: string, dataType: string, bchno: string): readonly GoodsRecord[] {
    return this.#records.get(`${code} ${dataType} ${bchno}`) ?? [];
  }

  all(code: string, dataType: string): readonly GoodsRecord[] {
    return [...this.#records.values()]
      .flat()
      .filter(({ row, institution }) => institution === code && dataTypes[row.kind] === dataType);
  }

  #valid(code: string, dataType: string, bchno: string): readonly GoodsRecord[] {
    return this.find(code, dataType, bchno).filter(({ isValid }) => isValid);
  }

  #move({ kind, codes }: GoodsRow, toBuyer: boolean): void {
    if (kind !== 'sale' && kind !== 'return') return;
    for (const code of codes) {
      if (toBuyer) this.#sold.add(code);
      else this.#sold.delete(code);
    }
  }
}

function keyOf(code: string, { kind, bchno }: GoodsRow): string {
  return `${code} ${dataTypes[kind]} ${bchno}`;
}
