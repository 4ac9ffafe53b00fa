/** One request as it came in: the body undecoded, header names in lower case. */
export interface SimRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a platform says once a request has been read, but not yet judged. */
export interface Call {
  /** The platform's name of the function, or `unknown`. */
  readonly operation: string;
  /** Read leniently, before any check: a fault may strike a request that would never pass. */
  readonly documentNos: readonly string[];
  readonly effect: 'read' | 'write';
  /** Authenticates and validates; books nothing. */
  check(): Verdict;
}

/** `refused`: the platform's own refusal. Otherwise exactly one of `apply` (books, then answers) or `refuse` is called, once. */
export type Verdict = { readonly refused: Reply } | { apply(): Reply; refuse(): Reply };

/** The part of a simulator that is this platform's own; all of it is synchronous, so one request is judged and booked at a time. */
export interface Platform {
  open(request: SimRequest): Call;
  /** The platform's form of "too many requests". */
  limited(retryAfterMs: number): Reply;
  /** A well-formed answer of quite another shape. */
  alien(): Reply;
  /** The same answer with its success code in another type. */
  retyped(reply: Reply): Reply;
  /** The platform's form of an internal error. */
  broken(): Reply;
}
