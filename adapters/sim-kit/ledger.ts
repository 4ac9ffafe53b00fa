import type { LedgerEntry } from './contract.ts';

/** What a platform applied, in the order it applied it. Nothing is ever changed or removed. */
export class Ledger {
  readonly #entries: LedgerEntry[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Books one record; a record is applied exactly when this has been called. */
  append(entry: Omit<LedgerEntry, 'seq' | 'at'>): LedgerEntry {
    const booked = Object.freeze({ seq: this.#entries.length + 1, at: this.#now(), ...entry });
    this.#entries.push(booked);
    return booked;
  }

  /** @param after only entries with a greater `seq`; 0 for all. */
  entries(after = 0): readonly LedgerEntry[] {
    return this.#entries.slice(after);
  }
}
