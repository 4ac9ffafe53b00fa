import type { Fault } from './fault.ts';

/** What the platform said of one uploaded row (`key` is the operation's item key, e.g. `line-0`). */
export interface ItemResult {
  readonly key: string;
  readonly ok: boolean;
  readonly receipt?: string;
  readonly nativeCode?: string;
  readonly message?: string;
}

/** A platform's verdict on one trace code: not a fault, the call succeeded. */
export interface CodeVerdict {
  readonly code: string;
  readonly verdict: 'accepted' | 'refused' | 'alert';
  readonly nativeCode?: string;
  readonly message?: string;
}

interface Results {
  readonly items?: readonly ItemResult[];
  readonly codes?: readonly CodeVerdict[];
  /** The platform's own reference for what it accepted. */
  readonly receipt?: string;
}

/** JSON value that a stepped operation carries from one request to the next; stored with the delivery. */
export type Progress = { readonly [key: string]: string | number | boolean | readonly string[] };

/**
 * What one reply came to.
 * - `ok`: positive proof that the platform holds the record. `duplicate`: it already held it. `partial`: some items or codes were refused (see items, codes).
 * - `accepted-pending`: queued there; ask with the enquiry after `pollAfterMs`. `duplicate`: it was there before this submission.
 * - `not-found`: an enquiry's answer only: the platform does not hold the record (`items` names the rows it does hold).
 *   `failedThere`: it says itself that its processing of what it had accepted has ended without booking it, through a trouble of its own.
 * - `continue`: the operation needs a further request; `operation` names another one to go on with (default: the same).
 * - `fault`: everything else. An unrecognised reply to a write is category `unknown-outcome` or `contract-broken`.
 *   `ofRecord`: an enquiry's answer about the record itself (its processing failed there), not a failure of asking: it ends the delivery.
 */
export type Outcome =
  | ({
      readonly type: 'ok';
      readonly duplicate?: boolean;
      readonly partial?: boolean;
      readonly session?: Session;
      /** What a look-up found, in our words; JSON values only. */
      readonly answer?: Readonly<Record<string, unknown>>;
    } & Results)
  | ({
      readonly type: 'accepted-pending';
      readonly reason: string;
      readonly pollAfterMs: number;
      readonly duplicate?: boolean;
    } & Results)
  | ({ readonly type: 'not-found'; readonly failedThere?: true } & Results)
  | ({
      readonly type: 'continue';
      readonly operation?: string;
      readonly progress: Progress;
      /** This step's part of a look-up's answer; lists of the parts are joined. */
      readonly answer?: Readonly<Record<string, unknown>>;
    } & Results)
  | ({ readonly type: 'fault'; readonly fault: Fault; readonly ofRecord?: true } & Results);

/** What a sign-in gave: values for later requests of the same institution, good until `expiresAt` (epoch ms). */
export interface Session {
  readonly values: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}
