import { chinaDate, chinaDateTime, type Ledger } from '../../sim-kit/index.ts';

export interface NewBill {
  /** The upload it came by. */
  readonly method: string;
  readonly enterprise: string;
  readonly billCode: string;
  readonly billType: string;
  readonly billTime: string;
  readonly codes: readonly string[];
  readonly icCode: string;
  /** ent_ids of an in/out bill; a retail bill may name the shop. */
  readonly from: string;
  readonly to: string;
}

/** Why one code of a bill was not processed. */
export interface CodeFailure {
  readonly code: string;
  readonly errorCode: string;
  readonly errorDesc: string;
}

export interface Bill extends NewBill {
  readonly seqNo: string;
  readonly createdDate: string;
  readonly acceptedAt: number;
  readonly processedAt: number;
  readonly failures: readonly CodeFailure[];
}

/** 2 is 未通过码制校验 in the list of exception flags of 单据明细; the number of 已出售 is not published. */
const badForm = { errorCode: '2', errorDesc: '未通过码制校验' };
const soldAlready = { errorCode: '8', errorDesc: '存在已出售的码' };

/** The pack that a code lies in. */
export type Packs = (code: string, now: number) => string | undefined;

/** Bills of all enterprises. What becomes of each code is settled when the bill is accepted, and shown when its processing is over. */
export class BillBook {
  readonly #ledger: Ledger;
  readonly #processMs: number;
  readonly #packs: Packs;
  readonly #bills = new Map<string, Bill>();
  readonly #sold = new Set<string>();

  constructor(ledger: Ledger, processMs: number, packs: Packs) {
    this.#ledger = ledger;
    this.#packs = packs;
    this.#processMs = processMs;
  }

  has(enterprise: string, billCode: string): boolean {
    return this.#bills.has(`${enterprise} ${billCode}`);
  }

  /** Queues a bill. Booked in the ledger with the codes that pass; a bill of which none passes will fail, and is not booked. */
  accept(bill: NewBill, now: number): Bill {
    const failures = bill.codes.flatMap((code) => this.#objection(code, bill.billType));
    const passed = bill.codes.filter((code) => !failures.some((failure) => failure.code === code));
    for (const code of passed) {
      if (bill.billType === '116') this.#sold.delete(code);
      if (endsTheCode(bill.billType)) this.#sold.add(code);
    }
    const seqNo = `Q${chinaDate(now).replaceAll('-', '')}${String(this.#bills.size + 1).padStart(10, '0')}`;
    const times = { acceptedAt: now, processedAt: now + this.#processMs, createdDate: chinaDateTime(now) };
    const accepted: Bill = { ...bill, seqNo, failures, ...times };
    this.#bills.set(`${bill.enterprise} ${bill.billCode}`, accepted);
    if (passed.length > 0 || bill.codes.length === 0) {
      this.#ledger.append({
        operation: bill.method,
        institution: bill.enterprise,
        key: bill.billCode,
        documentNo: bill.billCode,
        codes: passed,
        receipt: seqNo,
      });
    }
    return accepted;
  }

  /** Deletes a bill, whose codes may move again. @returns false where there is none. */
  remove(enterprise: string, billCode: string): boolean {
    const key = `${enterprise} ${billCode}`;
    const { billType = '', codes = [] } = this.#bills.get(key) ?? {};
    if (endsTheCode(billType)) for (const code of codes) this.#sold.delete(code);
    return this.#bills.delete(key);
  }

  /** @param billCode narrows to one bill when given. */
  find(enterprise: string, billCode: string): readonly Bill[] {
    if (billCode === '') return [...this.#bills.values()].filter((bill) => bill.enterprise === enterprise);
    const bill = this.#bills.get(`${enterprise} ${billCode}`);
    return bill === undefined ? [] : [bill];
  }

  /** Every bill of every enterprise, in the order of acceptance. */
  all(): readonly Bill[] {
    return [...this.#bills.values()];
  }

  /** @returns the pack that a code lies in, where the platform knows it. */
  parentOf(code: string, now: number): string | undefined {
    return this.#packs(code, now);
  }

  /** @returns whether the code was sold, used or destroyed. */
  isGone(code: string): boolean {
    return this.#sold.has(code);
  }

  #objection(code: string, billType: string): CodeFailure[] {
    if (!/^8\d{19}$/.test(code)) return [{ code, ...badForm }];
    return !billType.startsWith('1') && this.#sold.has(code) ? [{ code, ...soldAlready }] : [];
  }
}

/** Sold (321), injected (322), used (323) or destroyed (205): the code goes nowhere after that. */
function endsTheCode(billType: string): boolean {
  return billType.startsWith('3') || billType === '205';
}
