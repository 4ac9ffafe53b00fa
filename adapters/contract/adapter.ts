import type { CodeKind, EventKind, RecognisedEvent } from '../../mappings/model/index.ts';
import type { Bilingual, FaultRow } from './fault.ts';
import type { Outcome, Progress, Session } from './outcome.ts';
import type { NativeRequest, NativeResponse, Protocol } from './wire.ts';

/** A JSON Schema document; secrets are marked `writeOnly: true`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One platform family: data and pure functions. No clock, randomness, I/O or logger inside; they come in the call context. */
export interface Adapter {
  readonly id: string;
  readonly title: Bilingual;
  readonly protocol: Protocol;
  /** Settings of a link (shared by all its institutions). */
  readonly settingsSchema: JsonSchema;
  /** What the platform counts calls by, where several links may share it (an AppKey); links with the same one are paced as one. */
  quotaOf?(settings: Readonly<Record<string, unknown>>): string;
  /** Native identity of an institution on such a link (fixmedins_code, ref_ent_id …): text values, shown in the directory. */
  readonly identitySchema: JsonSchema;
  /** Credentials of an institution on such a link: text values, sealed in the directory, never shown. */
  readonly credentialsSchema: JsonSchema;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly faults: readonly FaultRow[];
  /** The sign-in operation; its `ok` outcome carries the session. Absent where the platform knows none; not called for a profile without it. */
  readonly login?: string;
  /** A read that proves the link works end to end. */
  readonly probe: string;
  /**
   * What the POS puts into its own settlement request (code nodes and counters), in this profile's spelling. Absent where the
   * platform settles nothing. Pure.
   * @throws RequestError when the event cannot be part of a settlement there
   */
  settlementFragment?(event: RecognisedEvent, context: IdContext): SettlementFragment;
  /** Undo rules, credential lifetimes, interface version: shown by `GET /v1/links/{id}/capabilities`. */
  readonly manifest: Manifest;
  /** @returns the text with every declared secret or personal value masked. */
  scrub(text: string): string;
}

export interface SettlementFragment {
  readonly fragment: Readonly<Record<string, unknown>>;
  /** Where each key of the fragment belongs: the platform's transaction and node. */
  readonly placement: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly interfaceVersion: string;
  readonly sources: readonly string[];
  readonly undo: Bilingual;
  /** Points the published interface leaves open; each is a setting with a safe default. */
  readonly open: readonly string[];
}

export interface Operation {
  readonly id: string;
  readonly effect: 'read' | 'write';
  /** May the same request be sent twice? `keyed`: the platform recognises the repeat by its business key. */
  readonly resend: 'safe' | 'keyed' | 'unsafe';
  /** The event kind this operation submits; absent for helpers (sign-in, enquiry, probe). */
  readonly kind?: EventKind;
  readonly title: Bilingual;
  /**
   * The submit operation whose record this one takes back at the platform (3507A …). It has no `kind`: it is asked for by a person,
   * never by an event. `input.ids` are those of the delivery taken back, `settledItems` the rows already gone.
   */
  readonly withdraws?: string;
  /**
   * Of one that withdraws: it names the record by a number that another institution or program may have given to its own, so that it
   * takes back only what this hub put there for all that is known.
   */
  readonly sharesNumbers?: true;
  /** The platform's own name (3505A, alibaba.alihealth…). */
  readonly native: string;
  /** Most rows (lines) and most trace codes in one request; the hub splits into parts. */
  readonly maxItems?: number;
  readonly maxCodes?: number;
  /**
   * `children`: the platform wants the smallest packs instead of a case's own code, where the hub knows them all. Default `whole`: the
   * code that was scanned. A profile may say otherwise (`limits`).
   */
  readonly packs?: 'whole' | 'children';
  /**
   * A line with more codes than one request takes may go out in pieces, one per part. Only where the request lists codes and says no
   * quantity of the line: each part would say the whole one.
   */
  readonly splitLines?: true;
  /** Every write has one, or says why not. */
  readonly enquiry?: string | { readonly none: string };
  /** @returns whether the enquiry may be asked on this link (default: it may). Where not, a person looks up what became unknown. */
  asksFate?(link: Pick<IdContext, 'profile' | 'settings'>): boolean;
  readonly pace?: Pace;
  /** A read that people and programs may ask by itself, beside any delivery. */
  readonly lookup?: Lookup;
  /** What the operator should check when the outcome stays unknown. */
  readonly checkHint?: Bilingual;
  /**
   * Deterministic native ids of the business record, from the delivery alone: stored before the first send, the same at every try.
   * Only for operations with a `kind`.
   */
  businessIds?(input: DeliveryInput, context: IdContext): BusinessIds;
  /** @throws RequestError when the input cannot be turned into a valid request. */
  buildRequest(input: DeliveryInput | undefined, context: CallContext): NativeRequest;
  parseResponse(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome;
}

/** What a look-up needs to know and how long its answer holds. */
export interface Lookup {
  /** JSON Schema of its parameters, which its first request finds in the progress: texts, numbers, booleans, lists of texts. */
  readonly params: JsonSchema;
  /** How long an answer may be given again, milliseconds; 0: asked anew every time. */
  readonly cacheMs: number;
  /** What the answer holds, for people who choose among look-ups. */
  readonly answers: Bilingual;
  /** Parameters that show how it is asked. */
  readonly example: Progress;
  /** It gives a verdict on each of many codes: tills are answered with its help before they sell. */
  readonly verifies?: {
    /** The parameter that takes the list of codes, in normal form. */
    readonly param: string;
    /** Kinds of codes that the platform knows. */
    readonly kinds: readonly CodeKind[];
  };
  /** It ends the session of the process that asks: nothing for a command, which has signed in by itself. */
  readonly endsSession?: true;
  /** @param settings of the link; absent: none are set. @returns whether the platform offers it to links of this profile. */
  offeredBy?(profile: Profile, settings?: Readonly<Record<string, unknown>>): boolean;
}

/** What the platform limits: requests per second for one pacer key; `institution` or `link` says what the key is. */
export interface Pace {
  readonly ratePerSecond: number;
  readonly burst: number;
  readonly per: 'institution' | 'link';
}

export interface BusinessIds {
  /** Ids of the whole record, e.g. bill_code. */
  readonly record: Readonly<Record<string, string>>;
  /** One per uploaded row, in line order; `key` names the row in item results. */
  readonly items: ReadonlyArray<{ readonly key: string; readonly ids: Readonly<Record<string, string>> }>;
}

/** The work of one delivery: the event with only this part's lines. */
export interface DeliveryInput {
  readonly deliveryId: string;
  readonly event: RecognisedEvent;
  /** 0-based; lines of one event that exceed the platform's limits go out as several parts. */
  readonly part: { readonly index: number; readonly count: number };
  /** As stored; empty in `businessIds`. */
  readonly ids: BusinessIds;
  /** Item keys that the platform already holds (an enquiry or an earlier partial success said so): do not send them again. */
  readonly settledItems: readonly string[];
  /** epoch ms of the first send, when there was one. */
  readonly firstSentAt?: number;
  /** The platform's own reference, when an earlier answer gave one: what an enquiry may ask by. Of a withdrawal at first what it takes back. */
  readonly receipt?: string;
}

export interface InstitutionContext {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly identity: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
}

export interface IdContext {
  readonly institution: InstitutionContext;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly profile: Profile;
}

export interface CallContext extends IdContext {
  /** epoch ms */
  readonly now: number;
  /** n random bytes as lower-case hex. */
  randomHex(bytes: number): string;
  /** 0-9999, different for consecutive calls of one institution within the same second. */
  readonly sequence: number;
  readonly session?: Session;
  /** Present from the second request of a stepped operation on. */
  readonly progress?: Progress;
}

/** A compiled mapping profile (mappings/engine). `map` is pure. */
export interface Profile {
  readonly id: string;
  readonly title: string;
  /**
   * What it stands on; `agent`: the platform is reachable only from the institution's own premises, so no link may use it;
   * `demonstration`: nobody's platform, for sandboxes alone.
   */
  readonly support?: 'certified' | 'documented' | 'reported' | 'baseline' | 'demonstration' | 'agent';
  /** Points that its sources leave open. */
  readonly open?: readonly string[];
  /** Free constants of the profile (`constants:`), merged by inheritance. */
  readonly constants: Readonly<Record<string, string>>;
  /** Fault rows that come before the adapter's own. */
  readonly faults: readonly FaultRow[];
  /** `resend` per operation id, where the region differs. */
  readonly resend: Readonly<Record<string, 'safe' | 'keyed' | 'unsafe'>>;
  /** `maxItems`, `maxCodes`, `packs` per operation id, where the region differs. */
  readonly limits: Readonly<
    Record<string, { readonly maxItems?: number; readonly maxCodes?: number; readonly packs?: 'whole' | 'children' }>
  >;
  readonly operations: readonly string[];
  /** All versions, the eldest first, and the one in force at an instant (epoch ms), judged by the day in China; absent where there is but one. */
  readonly versions?: readonly Profile[];
  at?(epochMs: number): Profile;
  /**
   * @returns the native message of the operation for this input.
   * @throws MappingError (mappings/engine) naming file, key path, inheritance chain and input path.
   */
  map(operation: string, input: MapInput): Record<string, unknown>;
}

/** What a profile's `from:` paths see. */
export interface MapInput {
  readonly event?: RecognisedEvent;
  readonly institution: InstitutionContext;
  readonly ids: Readonly<Record<string, string>>;
  /** Per line, in line order (each: lines). */
  readonly itemIds?: ReadonlyArray<Readonly<Record<string, string>>>;
  /** Values the adapter supplies (session, now in China time …). */
  readonly call: Readonly<Record<string, string>>;
}

/**
 * Thrown by buildRequest for input that the platform would refuse; ends the delivery as `rejected` with category `invalid-request`.
 * A MappingError that it stands for is its cause: that one knows the place in the input.
 */
export class RequestError extends Error {
  override readonly name: string = 'RequestError';
  readonly code: string;
  constructor(code: string, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Thrown by buildRequest for what the directory lacks or holds in a useless form (a credential, a native id): the institution is held
 * on this link, and the delivery goes out once its entry is mended.
 */
export class SetupError extends RequestError {
  override readonly name = 'SetupError';
}
