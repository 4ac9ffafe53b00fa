import { chinaDateTime, type Ledger } from '../../sim-kit/index.ts';
import type { GoodsRow } from './goods-row.ts';
import type { Account, NhsaSettings } from './settings.ts';

/** A booked row, with the platform's own number for it (商品销售流水号). */
export interface Record3505 {
  readonly row: GoodsRow;
  readonly institution: string;
  readonly selNo: string;
  readonly createdAt: string;
}

export type RowResult =
  | { readonly row: GoodsRow; readonly ok: true; readonly selNo: string; readonly note: string }
  | { readonly row: GoodsRow; readonly ok: false; readonly message: string };

/** Goods records of all institutions. Keyed by fixmedins_bchno within an institution; a code may be sold only once until it is returned. */
export class GoodsBook {
  readonly #ledger: Ledger;
  readonly #duplicates: NhsaSettings['duplicates'];
  readonly #records = new Map<string, Record3505[]>();
  readonly #selNos = new Set<string>();
  readonly #sold = new Set<string>();

  constructor(ledger: Ledger, duplicates: NhsaSettings['duplicates']) {
    this.#ledger = ledger;
    this.#duplicates = duplicates;
  }

  /** @returns why the row cannot be booked now, or undefined. `batch` holds the numbers of the rows before it. */
  objection(row: GoodsRow, account: Account, batch: ReadonlySet<string>): string | undefined {
    if (row.complaint !== undefined) return row.complaint;
    const known = this.find(account.code, row.bchno).length > 0 || batch.has(row.bchno);
    if (known && this.#duplicates === 'reject') return `定点医药机构批次流水号[${row.bchno}]重复上传`;
    const selNo = row.kind === 'return' ? String(row.values.medins_prod_sel_no ?? '') : '';
    if (selNo !== '' && !this.#selNos.has(`${account.code} ${selNo}`))
      return `未找到商品销售流水号[${selNo}]对应的销售记录`;
    return undefined;
  }

  /** Books the row. Overwriting keeps the platform's number and still counts as applied once more. */
  book(row: GoodsRow, account: Account, operation: string, now: number): RowResult & { ok: true } {
    const earlier = this.find(account.code, row.bchno);
    const kept = this.#duplicates === 'overwrite' ? earlier[0] : undefined;
    const selNo = kept?.selNo ?? `S${account.code}${String(this.#selNos.size + 1).padStart(10, '0')}`;
    const repeated = row.kind === 'sale' && row.codes.some((code) => this.#sold.has(code));
    for (const code of row.codes) {
      if (row.kind === 'sale') this.#sold.add(code);
      else this.#sold.delete(code);
    }
    const record = { row, institution: account.code, selNo, createdAt: chinaDateTime(now) };
    this.#records.set(`${account.code} ${row.bchno}`, kept === undefined ? [...earlier, record] : [record]);
    this.#selNos.add(`${account.code} ${selNo}`);
    this.#ledger.append({
      operation,
      institution: account.code,
      key: row.bchno,
      documentNo: row.documentNo,
      codes: row.codes,
      receipt: selNo,
    });
    // 湖南省接口规范 V1.1.27 【3505A】: 药品追溯码重复使用不影响结算，但会记录监管.
    return { row, ok: true, selNo, note: repeated ? '上传成功,药品追溯码重复使用已记录监管' : '上传成功' };
  }

  find(code: string, bchno: string): readonly Record3505[] {
    return this.#records.get(`${code} ${bchno}`) ?? [];
  }

  all(code: string): readonly Record3505[] {
    return [...this.#records.values()].flat().filter((record) => record.institution === code);
  }
}
