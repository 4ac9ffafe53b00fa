import type { Ledger } from '../../sim-kit/index.ts';
import type { JsonMap } from './rules.ts';
import type { Account, EpcisSettings } from './settings.ts';
import { gtinOf, lastPart, readableCode } from './uris.ts';

export interface StoredEvent {
  readonly event: JsonMap;
  readonly eventId: string;
  readonly epcs: readonly string[];
  readonly documentNos: readonly string[];
  readonly visibleAt: number;
}

export interface JobError {
  readonly exception: string;
  readonly detail: string;
}

export interface Job {
  readonly captureID: string;
  readonly createdAt: number;
  readonly finishedAt: number;
  readonly behaviour: 'rollback' | 'proceed';
  readonly errors: readonly JobError[];
  readonly documentNos: readonly string[];
}

/** The repository's events and capture jobs; what is captured stands in the ledger, one entry per event. */
export class Repository {
  readonly #ledger: Ledger;
  readonly #settings: EpcisSettings;
  readonly #events: StoredEvent[] = [];
  readonly #jobs = new Map<string, Job>();

  constructor(ledger: Ledger, settings: EpcisSettings) {
    this.#ledger = ledger;
    this.#settings = settings;
  }

  /** Captures the events; with `rollback` none of them when one has an error. */
  capture(events: readonly JsonMap[], behaviour: Job['behaviour'], account: Account, now: number): Job {
    const judged = events.map((event) => ({ stored: this.#stored(event, now), error: this.#errorOf(event) }));
    const errors = judged.flatMap(({ error }) => error ?? []);
    for (const { stored, error } of judged) {
      if (error === undefined && (errors.length === 0 || behaviour === 'proceed')) this.#book(stored, account);
    }
    const job: Job = {
      captureID: `job-${this.#jobs.size + 1}`,
      createdAt: now,
      finishedAt: now + this.#settings.jobMs,
      behaviour,
      errors,
      documentNos: judged.flatMap(({ stored }) => stored.documentNos),
    };
    this.#jobs.set(job.captureID, job);
    return job;
  }

  job(captureID: string): Job | undefined {
    return this.#jobs.get(captureID);
  }

  /** @returns the events that can be seen by now and pass the filter, oldest first. */
  find(passes: (stored: StoredEvent) => boolean, now: number): readonly StoredEvent[] {
    return this.#events.filter((stored) => stored.visibleAt <= now && passes(stored));
  }

  /** Numbers of the documents that an event belongs to, seen or not yet. */
  documentsOf(eventId: string): readonly string[] {
    return this.#events.find((stored) => stored.eventId === eventId)?.documentNos ?? [];
  }

  #errorOf(event: JsonMap): JobError | undefined {
    const { repeats, codePrefixes, gtins } = this.#settings;
    const known = this.#events.some(({ eventId }) => eventId === event.eventID);
    if (repeats === 'refuse' && known && event.errorDeclaration === undefined)
      return { exception: 'ResourceAlreadyExistsException', detail: `event ${String(event.eventID)} exists` };
    if (codePrefixes.length === 0 && gtins.length === 0) return undefined;
    const foreign = epcsOf(event).find(
      (epc) => !gtins.includes(gtinOf(epc) ?? '') && !codePrefixes.some((prefix) => lastPart(epc).startsWith(prefix)),
    );
    return foreign === undefined
      ? undefined
      : { exception: 'ValidationException', detail: `unknown object ${foreign}` };
  }

  #stored(event: JsonMap, now: number): StoredEvent {
    const transactions = Array.isArray(event.bizTransactionList) ? event.bizTransactionList : [];
    return {
      event: { ...event, recordTime: new Date(now).toISOString() },
      eventId: typeof event.eventID === 'string' ? event.eventID : `urn:uuid:generated-${this.#events.length + 1}`,
      epcs: epcsOf(event),
      documentNos: transactions.map((item: JsonMap) => lastPart(String(item.bizTransaction))),
      visibleAt: now + this.#settings.jobMs,
    };
  }

  #book(stored: StoredEvent, account: Account): void {
    this.#events.push(stored);
    this.#ledger.append({
      operation: 'capture',
      institution: account.name,
      key: stored.eventId,
      documentNo: stored.documentNos[0] ?? '',
      codes: stored.epcs.map(readableCode),
      receipt: stored.eventId,
    });
  }
}

/** Objects of an event, those a parent takes in included, the parent itself not. */
function epcsOf(event: JsonMap): readonly string[] {
  const lists = [event.epcList, event.childEPCs, event.inputEPCList, event.outputEPCList];
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((epc): epc is string => typeof epc === 'string');
}
