/**
 * A platform simulator: a real server, as strict as the platform it imitates, with its own ledger of what it applied and
 * faults on demand. It shares no code with the adapter it faces (architecture §3, rule 2).
 */
export interface Simulator {
  readonly id: string;
  readonly port: number;
  readonly controlPort: number;
  /** Base URL to use as a link's endpoint. */
  readonly endpoint: string;
  /** Append-only. */
  ledger(): readonly LedgerEntry[];
  setFault(order: FaultOrder): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/** One record that the platform applied (booked). The same record booked twice stands here twice. */
export interface LedgerEntry {
  readonly seq: number;
  readonly at: number;
  /** The platform's native function (3505A, uploadretail, Report). */
  readonly operation: string;
  readonly institution: string;
  /** Native business key: fixmedins_bchno, bill_code, documentNo. */
  readonly key: string;
  readonly documentNo: string;
  readonly codes: readonly string[];
  readonly receipt: string;
}

/** The faults every simulator knows; see docs/guides/sandbox.md. */
export const simFaults = [
  'delay', // answers correctly after `ms`
  'refuse', // a business refusal in the platform's own form
  'limit', // 429 with Retry-After (rest, soap) or TOP code 7 with ban seconds
  'unavailable', // HTTP 503
  'hang', // accepts the request, applies nothing, never answers
  'apply-hang', // applies, never answers
  'reset', // applies nothing, resets the connection
  'apply-reset', // applies, then resets the connection
  'truncated', // applies, ends the body in the middle
  'drip', // applies, then sends one byte each 100 ms
  'alien', // applies, answers with a well-formed body of another shape
  'html', // an HTML error page with status 200, nothing applied
  'empty', // applies, answers 200 with an empty body
  'gbk', // applies, answers in GBK instead of UTF-8
  'wrong-type', // applies, answers with the success code in another JSON/XML type
  'dark', // refuses connections (listening socket closed) for `ms`
] as const;
export type SimFault = (typeof simFaults)[number];

/** `match`: only requests whose document number contains it; `times`: how many requests (default 1); `ms`: for delay and dark. */
export interface FaultOrder {
  readonly fault: SimFault;
  readonly match?: string;
  readonly times?: number;
  readonly ms?: number;
}

export interface SimulatorOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly controlPort: number;
  /** Overrides of the simulator's accounts, limits and rules. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export type StartSimulator = (options: SimulatorOptions) => Promise<Simulator>;
