/** What the store keeps and promises. Long because a room's contract is one file: what it needs from a second one would be a cycle. */
import type { BusinessIds, CodeVerdict, Fault, ItemResult, Progress } from '../../adapters/contract/index.ts';
import type { EventKind, Settlement as EventSettlement, RecognisedEvent } from '../../mappings/model/index.ts';
import type { CatalogueStore } from '../catalogue/contract.ts';
import type { LedgerStore } from '../ledger/contract.ts';
import type { StockClaim, StockCover, UncodedStockStore } from '../policy/contract.ts';

/**
 * Delivery states (architecture §5). `pending`: accepted there, being processed. `held`: link isolated, settings missing, or sale not
 * settled yet. `cancelled`: never sent, because what it would have reported did not happen.
 */
export const deliveryStates = [
  'queued',
  'sending',
  'delivered',
  'rejected',
  'pending',
  'unknown',
  'parked',
  'held',
  'cancelled',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];
/** What a delivery becomes that a person takes up again. */
export type RequeuedState = Extract<DeliveryState, 'queued' | 'unknown' | 'pending'>;
export const finalStates: ReadonlySet<DeliveryState> = new Set(['delivered', 'rejected', 'cancelled']);

export interface NewEvent {
  readonly event: Omit<StoredEvent, 'deliveries' | 'settling'> & { readonly settling?: AwaitingSettlement };
  readonly codes: ReadonlyArray<{ readonly value: string; readonly kind: string; readonly line: number }>;
  readonly deliveries: readonly NewDelivery[];
  /** What its lines take from the 无码库 or give back. Absent: nothing. */
  readonly stock?: StockWish;
}

/** `cover`: how intake took them to be served when it decided; the store accepts only what was decided on the truth. */
export interface StockWish {
  readonly claims: readonly StockClaim[];
  readonly cover: StockCover;
}

export interface StoredEvent {
  /** UUIDv7 */
  readonly id: string;
  readonly tenant: string;
  readonly institution: string;
  readonly kind: EventKind;
  readonly documentNo: string;
  /** SHA-256 hex of the canonical content: same identity and same fingerprint is a replay. */
  readonly fingerprint: string;
  readonly occurredAt: number;
  readonly acceptedAt: number;
  /** As sent, its codes recognised; a settlement reported later stands in it. */
  readonly event: RecognisedEvent;
  /** Absent: the event never waited for a settlement. */
  readonly settling?: Settling;
  /** Notes of intake: routes taken or `none`, warnings. JSON. */
  readonly notes: readonly string[];
  readonly deliveries: readonly Delivery[];
}

/** 医保结算 before the sale may be reported: the till settles, then tells. */
export type Settling = AwaitingSettlement | ({ readonly state: WaitEnd['state'] } & WaitEnd);

export interface AwaitingSettlement {
  readonly state: 'awaiting';
}

/** What the till learnt by settling. */
export type ReportedSettlement = Pick<EventSettlement, 'id' | 'visitNo' | 'person'> &
  Partial<Pick<EventSettlement, 'type'>>;

export type WaitEnd = {
  readonly at: number;
  readonly actor: string;
} & (
  | { readonly state: 'settled'; readonly settlement: ReportedSettlement }
  | { readonly state: 'abandoned'; readonly reason: string }
);

export type EndedWait =
  | { readonly type: 'done'; readonly repeated: boolean }
  | { readonly type: 'refused'; readonly settling: Settling | undefined };

export interface NewDelivery {
  /** UUIDv7 */
  readonly id: string;
  readonly link: string;
  readonly operation: string;
  readonly primary: boolean;
  readonly part: { readonly index: number; readonly count: number };
  /** Indexes into event.lines that this delivery carries. */
  readonly lines: readonly number[];
  /** Of lines that are cut in pieces: the codes that this part carries. */
  readonly slices?: readonly LineSlice[];
  /**
   * `queued`; or `held` with a reason when the directory lacks what the link needs, or with `awaits` until the sale is settled. The
   * store itself turns `queued` into `held` while a hold is on.
   */
  readonly state: 'queued' | 'held';
  readonly awaits?: 'settlement';
  readonly reason?: string;
  readonly nextAt: number;
  /** Document that must be finished on this link first: a return waits for its sale. */
  readonly after?: { readonly kind: EventKind; readonly documentNo: string };
}

/** The codes `from` (inclusive) to `to` (exclusive) of a line. */
export interface LineSlice {
  /** Index into event.lines. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export interface NewWithdrawal {
  /** UUIDv7 */
  readonly id: string;
  readonly operation: string;
  readonly reason: string;
  readonly actor: string;
  readonly now: number;
}

export interface Delivery extends Omit<NewDelivery, 'state' | 'nextAt' | 'awaits'> {
  readonly eventId: string;
  readonly tenant: string;
  readonly institution: string;
  readonly kind: EventKind;
  readonly documentNo: string;
  readonly state: DeliveryState;
  /** Due time of the next automatic step; absent when there is none. */
  readonly nextAt?: number;
  readonly attempts: number;
  readonly enquiries: number;
  readonly ids?: BusinessIds;
  readonly receipt?: string;
  readonly duplicate: boolean;
  readonly partial: boolean;
  readonly items: readonly ItemResult[];
  readonly codes: readonly CodeVerdict[];
  readonly fault?: Fault;
  /** Stepped operation in the middle, e.g. which row the enquiry is at. */
  readonly step?: { readonly operation: string; readonly progress: Progress };
  readonly firstSentAt?: number;
  /** This delivery takes another one back: its id, why, by whom. */
  readonly withdrawal?: {
    readonly of: string;
    readonly reason: string;
    readonly actor: string;
    /** What the platform gave for the record that it takes back. */
    readonly receipt?: string;
  };
  /** Id of the delivery that takes this one back. */
  readonly withdrawnBy?: string;
  /** When the outcome became unknown. */
  readonly unknownSince?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Attempt {
  readonly operation: string;
  readonly effect: 'read' | 'write';
  readonly startedAt: number;
  readonly durationMs: number;
  readonly sent: boolean;
  readonly outcome: string;
  readonly category?: string;
  readonly code?: string;
  readonly nativeCode?: string;
  readonly nativeMessage?: string;
  readonly httpStatus?: number;
  readonly attemptIds: Readonly<Record<string, string>>;
  /** Scrubbed. */
  readonly excerpt?: string;
}

/**
 * Where everything accepted lives. Two implementations (sqlite/, postgres/), one contract test.
 * Every promise resolves only after the change is durable. All times are epoch milliseconds given by the caller.
 * Failures reject with StoreError; nothing is ever half done.
 */
export interface Store {
  /** Event identity check, event, code rows, deliveries and what the event takes of the 无码库 in one transaction; concurrent calls share one commit. */
  accept(item: NewEvent): Promise<AcceptResult>;
  getEvent(tenant: string, id: string): Promise<StoredEvent | undefined>;
  findEvents(query: EventQuery): Promise<Page<StoredEvent>>;
  /**
   * Ends an event's wait for its settlement, once: reported, its deliveries are queued (or held, under a hold); abandoned, they are
   * `cancelled`, and the 无码库 has back what it took.
   * @returns `done` for the first end and for every repeat with the same content; else how the wait stands, unchanged. undefined: no such event.
   */
  endWait(tenant: string, eventId: string, end: WaitEnd): Promise<EndedWait | undefined>;

  /**
   * Leases due work of one link, oldest due first: `queued`, `pending` and `unknown` with nextAt ≤ now, and those whose lease ran out
   * (`expired: true`, state as left behind: a `sending` one means a crash after the send was recorded).
   * Skips institutions and links on hold, and deliveries whose `after` document still has unfinished deliveries on this link.
   * The lease does not change the state.
   */
  claim(claim: Claim): Promise<ClaimedDelivery[]>;
  /** Prolongs leases; @returns the ids still owned. */
  renew(owner: string, ids: readonly string[], leaseUntil: number): Promise<string[]>;
  /** Gives leases back without any other change: those of these deliveries, or all (shutdown). */
  release(owner: string, ids?: readonly string[]): Promise<void>;
  /** State `sending`, with the ids this try will use: durable before the request leaves. @returns false when the lease is no longer `owner`'s. */
  markSending(mark: SendingMark): Promise<boolean>;
  /**
   * Records the attempt (if any) and the new state; ends the lease. A primary delivery that is now taken back gives the
   * 无码库 back what its lines took.
   * @returns the state really taken (`held` when a hold came in between), or undefined when the lease was lost.
   */
  settle(settlement: Settlement): Promise<DeliveryState | undefined>;
  /** Earliest nextAt of claimable work on the link, for the dispatcher's timer. */
  nextDueAt(link: string): Promise<number | undefined>;

  getDelivery(tenant: string | undefined, id: string): Promise<Delivery | undefined>;
  findDeliveries(query: DeliveryQuery): Promise<Page<Delivery>>;
  attempts(deliveryId: string): Promise<Attempt[]>;
  /**
   * By a person: parked, rejected (and not taken back), held or unknown → due now: to be sent, or to be asked for first as one of
   * unknown fate (`unknown`) or one that the platform had accepted (`pending`).
   * @returns false when the state does not allow it, or the delivery waits for a settlement.
   */
  requeue(id: string, now: number, options: { readonly actor: string; readonly to: RequeuedState }): Promise<boolean>;
  /**
   * Adds the delivery that takes another one back: same event, lines and ids; rows that the platform refused count as settled. One that
   * was rejected after some of its rows were booked can be taken back for those.
   * @returns false when the other is not as the caller saw it, is itself a withdrawal, or is being taken back already; when it is neither
   * `delivered` nor booked in part.
   */
  withdraw(original: Delivery, withdrawal: NewWithdrawal): Promise<boolean>;
  /** Deliveries per link and state, and the oldest due time. */
  counts(): Promise<LinkCounts[]>;

  /** Holds a link (institution undefined) or one tenant's institution on a link: queued work becomes `held`. Idempotent. */
  hold(hold: Hold): Promise<void>;
  /** Ends a hold: work `held` by it is queued again, due now. What waits for a settlement goes on waiting. */
  unhold(link: string, whose: HeldInstitution | undefined): Promise<void>;
  holds(): Promise<Hold[]>;

  putInstitution(entry: DirectoryEntry): Promise<void>;
  getInstitution(tenant: string, code: string): Promise<DirectoryEntry | undefined>;

  putKey(key: ApiKey): Promise<void>;
  findKey(hash: string): Promise<ApiKey | undefined>;
  hasKeys(): Promise<boolean>;
  /** All keys, by tenant and time of making. */
  keys(): Promise<ApiKey[]>;
  /** The key is worth nothing from now on. Idempotent. */
  dropKey(hash: string): Promise<void>;

  /** First result under an Idempotency-Key; kept for the life of the event, at least 7 days. `pending` rows are claims of a running request. */
  claimIdempotencyKey(tenant: string, key: string, fingerprint: string, now: number): Promise<IdempotencyClaim>;
  finishIdempotencyKey(tenant: string, key: string, reply: StoredReply): Promise<void>;
  /** Drops the claim (the request failed before anything was stored). */
  dropIdempotencyKey(tenant: string, key: string): Promise<void>;

  /** Products, pack relations and where they come from. */
  readonly catalogue: CatalogueStore;

  /** 无码库 */
  readonly uncodedStock: UncodedStockStore;

  /** What happened to packs, and what is suspicious about it. */
  readonly ledger: LedgerStore;

  /** A write that proves the store works (readiness). */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type AcceptResult =
  | { readonly type: 'created' }
  | { readonly type: 'replayed'; readonly event: StoredEvent }
  | { readonly type: 'conflict'; readonly eventId: string }
  /** The stock serves the claims otherwise than the event says: nothing was stored. */
  | { readonly type: 'stock-differs'; readonly cover: StockCover };

export interface Claim {
  readonly link: string;
  readonly owner: string;
  readonly limit: number;
  readonly now: number;
  readonly leaseUntil: number;
}

export interface ClaimedDelivery extends Delivery {
  readonly event: RecognisedEvent;
  readonly expired: boolean;
}

export interface SendingMark {
  readonly id: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
  readonly ids: BusinessIds;
  readonly operation: string;
  readonly attemptIds: Readonly<Record<string, string>>;
}

/** Absent `nextAt`, `reason`, `fault` and `step` clear what was stored; any other absent member leaves it as it is. */
export interface Settlement {
  readonly id: string;
  readonly owner: string;
  readonly now: number;
  readonly state: Exclude<DeliveryState, 'sending' | 'cancelled'>;
  readonly nextAt?: number;
  readonly reason?: string;
  readonly fault?: Fault;
  readonly receipt?: string;
  readonly duplicate?: boolean;
  readonly partial?: boolean;
  readonly items?: readonly ItemResult[];
  readonly codes?: readonly CodeVerdict[];
  readonly step?: Delivery['step'];
  readonly ids?: BusinessIds;
  readonly unknownSince?: number;
  /** Undefined: no attempt was made (link open, overloaded): the counters stay. */
  readonly attempt?: Attempt;
}

export interface EventQuery {
  readonly tenant: string;
  readonly documentNo?: string;
  /** Normal form or raw text of a trace code. */
  readonly code?: string;
  readonly state?: DeliveryState;
  readonly settling?: Settling['state'];
  readonly from?: number;
  readonly to?: number;
  readonly cursor?: string;
  readonly limit: number;
}

export interface DeliveryQuery {
  /** Undefined: operators see all tenants. */
  readonly tenant?: string;
  readonly link?: string;
  readonly state?: DeliveryState;
  readonly cursor?: string;
  readonly limit: number;
}

/** Newest first; `cursor` is opaque and stable under inserts. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

export interface LinkCounts {
  readonly link: string;
  readonly states: Readonly<Partial<Record<DeliveryState, number>>>;
  readonly oldestDueAt?: number;
  /** Deliveries that wait for their sale to be settled. */
  readonly awaitingSettlement?: { readonly count: number; readonly oldestAt: number };
}

/** Two tenants may each have an institution of the same code; what holds one leaves the other's work alone. */
export interface HeldInstitution {
  readonly tenant: string;
  readonly institution: string;
}

/** `tenant` and `institution` are both there, or neither: then the whole link is on hold. */
export interface Hold extends Partial<HeldInstitution> {
  readonly link: string;
  readonly reason: string;
  readonly since: number;
  readonly actor: string;
}

export interface DirectoryEntry {
  readonly tenant: string;
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly role: string;
  /** Per link: native identity in clear, credentials sealed (AES-256-GCM envelope, text). */
  readonly links: Readonly<
    Record<string, { readonly identity: Readonly<Record<string, string>>; readonly sealedCredentials?: string }>
  >;
  readonly updatedAt: number;
}

export interface ApiKey {
  /** SHA-256 hex of the key. */
  readonly hash: string;
  readonly tenant: string;
  readonly role: 'tenant' | 'operator';
  readonly label: string;
  readonly createdAt: number;
}

export type IdempotencyClaim =
  | { readonly type: 'claimed' }
  | { readonly type: 'running' }
  | { readonly type: 'finished'; readonly reply: StoredReply }
  | { readonly type: 'mismatch' };

export interface StoredReply {
  readonly status: number;
  readonly body: string;
}

/** `retryAfterS` goes into Retry-After. `full`: no space (507); `unavailable`: anything else that may heal (503). */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: 'full' | 'unavailable';
  readonly retryAfterS: number;
  constructor(kind: 'full' | 'unavailable', message: string, options?: { cause?: unknown; retryAfterS?: number }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryAfterS = options?.retryAfterS ?? 5;
  }
}
