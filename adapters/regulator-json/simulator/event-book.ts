import { createHash } from 'node:crypto';
import type { Ledger } from '../../sim-kit/index.ts';
import { Refusal } from './refusal.ts';
import type { Envelope } from './style.ts';

export interface Held {
  readonly fingerprint: string;
  readonly receiptNo: string;
  readonly acceptedAt: number;
}

/** Events by sender and event id: one for ever. */
export class EventBook {
  readonly #ledger: Ledger;
  readonly #events = new Map<string, Held>();
  readonly #documentNos = new Map<string, string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** @throws Refusal 2001 for an event held with the same content, 2003 with other content */
  book({ eventId, account, content, documentNo, codes }: Envelope, now: number): Held {
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('hex');
    const key = `${account.uscId} ${eventId}`;
    const known = this.#events.get(key);
    if (known?.fingerprint === fingerprint) throw new Refusal('2001', '事件已存在', account);
    if (known !== undefined) throw new Refusal('2003', '事件已存在且内容不同', account);
    const receiptNo = `YJ${String(this.#events.size + 1).padStart(10, '0')}`;
    const held = { fingerprint, receiptNo, acceptedAt: now };
    this.#events.set(key, held);
    this.#documentNos.set(eventId, documentNo);
    this.#ledger.append({
      operation: 'submit',
      institution: account.uscId,
      key: eventId,
      documentNo,
      codes,
      receipt: receiptNo,
    });
    return held;
  }

  /** @returns the document number of an event, whoever sent it; enquiries name the event alone. */
  documentNoOf(eventId: string): string | undefined {
    return this.#documentNos.get(eventId);
  }

  find({ eventId, account }: Envelope): Held | undefined {
    return this.#events.get(`${account.uscId} ${eventId}`);
  }
}
