import type { Bilingual } from '../../adapters/contract/index.ts';
import type { CodeProblemKind, CodeWarning } from '../../mappings/codes/index.ts';
import type { CodeKind } from '../../mappings/model/index.ts';
import type { SeenMovement } from '../ledger/index.ts';

/**
 * sell: nothing speaks against it. report-only: lawful, and the platforms will note it (a repeat that the region allows, a split pack).
 * ask: compare the pack with what is said before it is handed out. stop: do not hand it out.
 */
export const verdicts = ['sell', 'report-only', 'ask', 'stop'] as const;
export type Verdict = (typeof verdicts)[number];

/** Asked by a till before it sells. */
export interface VerifyService {
  /**
   * Never waits longer than the deadline for a platform.
   * @param place awaited beside the local evidence, which does not need it
   * @throws StoreError, or what `place` rejects with
   */
  verify(order: Omit<VerifyOrder, keyof SalePlace>, place: SalePlace | Promise<SalePlace>): Promise<Verification>;
}

/** What the directory says of the institution. */
export interface SalePlace {
  /** 6 digits (GB/T 2260) */
  readonly region: string;
  readonly role?: string;
}

export interface VerifyOrder extends SalePlace {
  readonly tenant: string;
  readonly institution: string;
  readonly kind: 'retail-sale' | 'dispense';
  /** 拆零: less than the whole pack is to be sold. */
  readonly split: boolean;
  /** Byte for byte as scanned. */
  readonly codes: readonly string[];
  readonly deadlineMs: number;
}

export interface Verification {
  /** In the order asked. */
  readonly items: readonly VerifiedCode[];
  /** Those that could know of such codes. */
  readonly platforms: readonly PlatformAnswer[];
  readonly tookMs: number;
}

export interface VerifiedCode {
  readonly raw: string;
  /** Normal form; absent where the text is no trace code. */
  readonly code?: string;
  readonly kind?: CodeKind;
  readonly product?: VerifiedProduct;
  readonly verdict: Verdict;
  /** The gravest first; at least one. */
  readonly reasons: readonly Reason[];
  readonly evidence: readonly Evidence[];
}

export interface VerifiedProduct {
  readonly name?: string;
  readonly spec?: string;
  readonly nhsaCode?: string;
  readonly gtin?: string;
  readonly manufacturer?: string;
}

/** Why a verdict is what it is; beside these, what recognition says of a scan (CodeProblemKind, CodeWarning). */
export const reasonCodes = [
  'NOTHING_AGAINST',
  'UNKNOWN_PRODUCT',
  'BATCH_CODE',
  'ALREADY_SOLD',
  'SPLIT_BEFORE',
  'OUTER_PACK_SOLD',
  'RECEIVED_AFTER_SALE',
  'HELD_ELSEWHERE',
  'SENT_AWAY',
  'REPEATED_IN_CALL',
  'PARENT_IN_CALL',
  'NO_PACK_CODE',
  'PLATFORM_ALERT',
  'PLATFORM_REFUSES',
  'DESTROYED',
  'RECALLED',
  'EXPIRED',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** What a pharmacist can read aloud. */
export interface Reason {
  readonly code: ReasonCode | CodeProblemKind | CodeWarning;
  readonly verdict: Verdict;
  readonly message: Bilingual;
  /** Who says so, where it is a rule. */
  readonly source?: Bilingual;
}

export type Evidence =
  | { readonly from: 'ledger'; readonly ageMs: number; readonly movement: SeenMovement }
  | { readonly from: 'catalogue'; readonly ageMs: number; readonly source: string }
  | {
      readonly from: 'platform';
      /** Since the platform said so. */
      readonly ageMs: number;
      readonly link: string;
      readonly verdict: 'accepted' | 'refused' | 'alert';
      readonly message?: string;
    };

export interface PlatformAnswer {
  readonly link: string;
  /** cached: all that was asked was known from before. no-answer: late, dead or isolated; the codes were judged without it. */
  readonly state: 'answered' | 'cached' | 'no-answer';
  /** Of the oldest answer used. */
  readonly ageMs?: number;
  /** Code of the fault (GET /v1/errors). */
  readonly fault?: string;
}
