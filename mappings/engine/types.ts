import type { RecognisedCode, RecognisedEvent, RecognisedLine } from '../model/index.ts';

/** Categories a platform's reply may be given by a profile; the hub's own ones (link-open, overloaded) are not among them. */
export const replyCategories = [
  'invalid-request',
  'rejected',
  'already-accepted',
  'auth',
  'rate-limited',
  'unavailable',
  'unknown-outcome',
  'contract-broken',
  'misconfigured',
] as const;
export type ReplyCategory = (typeof replyCategories)[number];

export const resendModes = ['safe', 'keyed', 'unsafe'] as const;
export type ResendMode = (typeof resendModes)[number];

/** What a profile stands on, best first; `demonstration`: for sandboxes alone; `agent`: no link may use it (profile.schema.json). */
export const supportLevels = ['certified', 'documented', 'reported', 'baseline', 'demonstration', 'agent'] as const;
export type SupportLevel = (typeof supportLevels)[number];

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export interface ProfileFault {
  readonly native: readonly string[];
  readonly pattern?: RegExp;
  readonly category: ReplyCategory;
  readonly code: string;
  readonly message: Bilingual;
  readonly hint: Bilingual;
}

export interface OperationLimits {
  readonly maxItems?: number;
  readonly maxCodes?: number;
  /** `children`: the platform wants the smallest packs instead of a case's own code. */
  readonly packs?: 'whole' | 'children';
}

/** What `from:` paths see. The institution's credentials are not reachable by any path. */
export interface MapInput {
  readonly event?: RecognisedEvent;
  readonly institution: {
    readonly code: string;
    readonly name: string;
    readonly region: string;
    readonly identity: Readonly<Record<string, string>>;
  };
  /** Native ids of the whole record. */
  readonly ids: Readonly<Record<string, string>>;
  /** Native ids per line, in line order. */
  readonly itemIds?: ReadonlyArray<Readonly<Record<string, string>>>;
  /** Values the adapter supplies (sign-in number, now in China time …). */
  readonly call: Readonly<Record<string, string>>;
}

/** Where a field is being filled: the input, and the line and code of the surrounding `each`. */
export interface Scope {
  readonly input: MapInput;
  readonly constants: Readonly<Record<string, string>>;
  readonly line?: RecognisedLine | undefined;
  readonly lineIndex?: number | undefined;
  readonly code?: RecognisedCode | undefined;
  readonly codeIndex?: number | undefined;
  /** 1-based, among the rows really sent. */
  row?: number | undefined;
}

/**
 * A function that `call:` may name. Pure.
 * @param value what `from` gave, if anything
 * @returns the field's text, or undefined for "no value" (then `default` and `required` apply).
 * @throws Error whose message says, without personal values, why the input cannot be used.
 */
export type CallFunction = (value: string | undefined, scope: Scope) => string | undefined;
export type CallFunctions = Readonly<Record<string, CallFunction>>;

/** An example of a profile: absolute paths of a MapInput and of the message it must give. */
export interface ProfileExample {
  readonly operation: string;
  readonly input: string;
  readonly output: string;
}

/** A compiled mapping profile. `map` is pure. */
export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly support: SupportLevel;
  /** Points that its sources leave open, the eldest ancestor's first. */
  readonly open: readonly string[];
  readonly constants: Readonly<Record<string, string>>;
  readonly faults: readonly ProfileFault[];
  readonly resend: Readonly<Record<string, ResendMode>>;
  readonly limits: Readonly<Record<string, OperationLimits>>;
  readonly operations: readonly string[];
  /** yyyy-MM-dd in China; absent for the version in force since ever. */
  readonly inForceFrom?: string;
  /** All versions, the eldest first; the profile itself alone where there is one. */
  readonly versions: readonly Profile[];
  /** @returns the version in force at that instant (epoch ms), judged by the day in China. */
  at(epochMs: number): Profile;
  /** The profile itself first, then its parent, then the parent's parent. */
  readonly chain: readonly string[];
  readonly examples: readonly ProfileExample[];
  /** The profile after inheritance, before compiling: what the golden files hold. */
  readonly resolved: RawProfile;
  /** @throws MappingError when the input lacks or breaks what the profile demands. */
  map(operation: string, input: MapInput): Record<string, unknown>;
}

/** Text or list of texts that a path's value must be among; or whether it must be there at all. */
export type RawTest = string | readonly string[] | { readonly present: boolean };
export type RawCondition = Readonly<Record<string, RawTest>>;

/** One field as written in the file, after inheritance (no nulls left). */
export interface RawField {
  readonly from?: string | readonly string[];
  readonly const?: string;
  readonly default?: string;
  readonly lookup?: string | Readonly<Record<string, string>>;
  readonly format?: string | Readonly<Record<string, string | number>>;
  readonly when?: RawCondition;
  readonly each?: string;
  readonly call?: string;
  readonly type?: string;
  readonly required?: boolean | RawCondition;
  readonly fields?: RawFields;
  readonly note?: string;
}
export type RawFields = Readonly<Record<string, RawField>>;

/** What becomes of an optional field that the event has no value for. */
export type EmptyFields = 'omit' | 'fill';

/** How this platform spells the names of the tables: they stay as written where inheritance and errors are concerned. */
export interface RawSpelling {
  readonly keyCase?: 'as-written' | 'upper' | 'lower';
  readonly aliases?: Readonly<Record<string, string>>;
}

export interface RawOperation extends RawSpelling {
  readonly emptyFields?: EmptyFields;
  readonly title?: string;
  readonly note?: string;
  readonly node?: string;
  readonly root?: RawFields;
  readonly items?: { readonly node: string; readonly each: string; readonly when?: RawCondition };
  readonly fields?: RawFields;
  readonly examples?: ReadonlyArray<{ readonly input: string; readonly output: string }>;
}

export interface RawFault {
  readonly native: readonly string[];
  readonly pattern?: string;
  readonly category: ReplyCategory;
  readonly code: string;
  readonly message: Bilingual;
  readonly hint: Bilingual;
}

export interface RawProfile extends RawSpelling {
  readonly emptyFields?: EmptyFields;
  readonly id: string;
  readonly title: string;
  readonly extends?: string;
  readonly source: string;
  readonly effectiveFrom?: string;
  readonly note?: string;
  readonly support: SupportLevel;
  readonly open?: readonly string[];
  readonly lengthUnit?: string;
  readonly constants?: Readonly<Record<string, string>>;
  readonly lookups?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly faults?: readonly RawFault[];
  readonly resend?: Readonly<Record<string, ResendMode>>;
  readonly limits?: Readonly<Record<string, OperationLimits>>;
  readonly operations?: Readonly<Record<string, RawOperation>>;
}
