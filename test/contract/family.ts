import type { CallContext, DeliveryInput, NativeResponse } from '../../adapters/contract/index.ts';
import type { Profile } from '../../mappings/engine/index.ts';
import type { RecognisedCode, TraceEvent } from '../../mappings/model/index.ts';

/**
 * The little that the contract kit cannot know of a platform family by itself: test/contract/families/<id>.ts exports one as
 * `family`. A new profile of a family that has one needs nothing more.
 */
export interface ContractFamily {
  /** Identity and credentials of one institution that the simulator knows. */
  account(profile: Profile): Account;
  /** Settings of the link. */
  settings?(profile: Profile): Readonly<Record<string, unknown>>;
  /** What a sign-in would have given, for requests that are built but not sent. */
  readonly session?: Readonly<Record<string, string>>;
  /** Settings of the simulator that speaks the profile's dialect; a sentence where none does. */
  simulator(profile: Profile): Readonly<Record<string, unknown>> | string;
  /** Profiles of one door are alike on the wire: one of each goes through outages, crashes and crowds. */
  door(profile: Profile): string;
  /** What the platform wants of an event beyond the event schema; applied to every event the kit makes. */
  fit?(event: TraceEvent, profile: Profile): TraceEvent;
  /** Trace codes the platform takes; default: a 20-digit drug trace code and a GS1 code. */
  readonly codes?: readonly string[];
  /** How a code stands in the simulator's ledger, where it is neither as scanned nor in normal form. */
  ledgerCode?(code: RecognisedCode, profile: Profile): string;
  /** false: the operation's own message has no place for trace codes in this profile. */
  tellsCodes?(operation: string, profile: Profile): boolean;
  /** Codes that the simulator refuses in one document, naming each of them; absent where the platform's refusals name no codes. */
  readonly refusedTogether?: readonly string[];
  /** The platform's replies that say this native code in these words: one for each place where it can say so. */
  replies(native: string, words: string, at: ReplyPlace): readonly FamilyReply[];
  /** Names of alien bodies (test/adapters/alien-bodies.ts) that are the family's own language after all. */
  readonly understands?: readonly string[];
  /** Profiles that no link may name, and why: the common parents of others. */
  readonly parents?: Readonly<Record<string, string>>;
  /** Fault rows that no single reply of the platform can show, and where they are tested instead. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

export interface Account {
  readonly identity: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
}

export interface ReplyPlace {
  readonly context: CallContext;
  readonly input: DeliveryInput;
}

export interface FamilyReply {
  /** Id of the operation that is answered. */
  readonly operation: string;
  readonly response: NativeResponse;
  /** Where the place differs from the kit's (settings that switch a dialect, progress of a stepped operation). */
  readonly context?: Partial<CallContext>;
}

/** A JSON reply, or any other text; 200 unless told. */
export function replyOf(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): NativeResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: new TextEncoder().encode(text) };
}
