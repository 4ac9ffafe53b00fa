import type { Reply, SimRequest } from '../../sim-kit/index.ts';
import type { Fields } from './fields.ts';
import type { Account } from './settings.ts';

/** A request as its style reads it, before anything in it is believed. */
export interface Envelope {
  readonly eventId: string;
  readonly sentAt: string;
  readonly account: Account;
  /** Business content; undefined in an enquiry. */
  readonly content: Fields | undefined;
  readonly documentNo: string;
  readonly codes: readonly string[];
}

/** What the platform answers, before it is written in its style. */
export interface Answer {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
  readonly eventId: string;
  readonly receiptNo?: string;
  readonly state?: 'ACCEPTED' | 'PENDING' | 'NOT_FOUND';
}

/** One way of speaking: 山西's fields with the digest among them, or the 协同平台 envelope with the digest in a header. */
export interface Style {
  /**
   * Protocol fields first, business content after (DB14/T 3290-2025).
   * @throws Refusal 1001 digest, 1002 sender, 1004 protocol field, 2002 business field
   */
  open(request: SimRequest, text: string, message: Fields, isEnquiry: boolean): Envelope;
  write(answer: Answer, account: Account | undefined): Reply;
  /** The same answer with its success mark in another JSON type. */
  retyped(reply: Reply): Reply;
}
