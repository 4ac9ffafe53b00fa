import type { Outcome, Progress } from '../../adapters/contract/index.ts';
import type { Delivery } from '../store/contract.ts';

/** Claims due deliveries per link, sends, records, schedules, enquires. One loop per link; none waits for another. */
export interface Dispatcher {
  start(): void;
  /** New or freed work on a link (all links when omitted). Cheap; may be called for every accepted event. */
  wake(link?: string): void;
  /** Gives back what this node has claimed of a link and not begun, once a hold on it is durable: it must not go any more. */
  recall(link: string): Promise<void>;
  /** Stop claiming, let attempts finish (at most graceMs), release leases. */
  drain(graceMs: number): Promise<void>;
  /** Resolves with the delivery as soon as it is settled in this process (any state but queued/sending), or undefined when the time is up. */
  waitSettled(deliveryId: string, timeoutMs: number): Promise<Delivery | undefined>;
  /** Runs the adapter's probe (a read) for one institution of the link. */
  probe(link: string, tenant: string, institution: string): Promise<ReadResult>;
  /** Runs a read of the adapter for one institution of the link, all its steps; the platform's faults come back as outcomes. */
  read(link: string, question: Question): Promise<ReadResult>;
}

/** What is asked, for which institution. */
export interface Question {
  readonly tenant: string;
  readonly institution: string;
  readonly operation: string;
  /** What the operation needs to know; it finds it in the progress of its first request. */
  readonly params?: Progress | undefined;
}

export interface ReadResult {
  readonly outcome: Outcome;
  readonly durationMs: number;
}
