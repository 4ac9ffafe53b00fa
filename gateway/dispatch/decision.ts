import type { Bilingual, Fault, Outcome } from '../../adapters/contract/index.ts';
import type { LinkSettings } from '../../config/types.ts';
import type { Delivery, Settlement } from '../store/contract.ts';

/** The numbers that a link's configuration sets (defaults: config/hub.schema.json). */
export type DispatchPolicy = Pick<LinkSettings, 'retry' | 'enquiry'>;

/** How the submitting operation may be repeated and its fate learnt; a profile's overrides are already in. */
export interface Repeatability {
  readonly resend: 'safe' | 'keyed' | 'unsafe';
  readonly hasEnquiry: boolean;
  /** What a person should check when the fate stays unknown. */
  readonly checkHint?: Bilingual;
}

/** All that the next step depends on, after one run (one request, or the requests of one stepped operation). */
export interface Situation extends Repeatability {
  /** As claimed, before this run. */
  readonly delivery: Delivery;
  readonly work: 'submit' | 'enquire';
  readonly outcome: Outcome;
  /** epoch ms of the run's first request. */
  readonly startedAt: number;
  readonly httpStatus?: number | undefined;
  /** When the link takes calls again, if it said so. */
  readonly retryAt?: number | undefined;
  /** Where a stepped operation stood when a fault interrupted it. */
  readonly step?: Delivery['step'];
  /** An `auth` fault may be cured by one new sign-in. */
  readonly refreshable: boolean;
}

/** What becomes of the delivery: a settlement without its bookkeeping. */
export type Decision = Pick<
  Settlement,
  | 'state'
  | 'nextAt'
  | 'reason'
  | 'fault'
  | 'receipt'
  | 'duplicate'
  | 'partial'
  | 'items'
  | 'codes'
  | 'step'
  | 'unknownSince'
> & {
  /** false: the request was not tried; no attempt is recorded. */
  readonly counts: boolean;
  /** Hold this institution on this link, and why. */
  readonly hold?: string;
};

/** Automatic work ends; a person or a replay continues. */
export function park(reason: string, fault?: Fault): Decision {
  return { state: 'parked', reason, counts: true, ...(fault === undefined ? {} : { fault }) };
}

/** @returns both languages in one line, for reasons that stand in the store. */
export function inBoth(text: Bilingual): string {
  return `${text.zh} / ${text.en}`;
}

/** The state to go back to when a run changed nothing: what was unknown or pending before it stays so. */
export function standing(delivery: Delivery, work: Situation['work']): 'queued' | 'pending' | 'unknown' {
  if (delivery.state === 'pending' || delivery.state === 'unknown') return delivery.state;
  return work === 'enquire' ? 'unknown' : 'queued';
}
