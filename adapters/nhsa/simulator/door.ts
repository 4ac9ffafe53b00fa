import type { Reply, SimRequest } from '../../sim-kit/index.ts';
import type { Envelope } from './envelope.ts';
import type { Account } from './settings.ts';

/** `refused` is the door's own answer: a refusal, or a token. */
export type Admission = { readonly account: Account; readonly apiName: string } | { readonly refused: Reply };

/** What stands before the platform: who may pass, and the form of messages and answers. */
export interface Door {
  /** False where the platform knows no 9001. */
  readonly signsIn: boolean;
  /** Never fails: what cannot be read is empty. */
  read(request: SimRequest): Envelope;
  admit(request: SimRequest, envelope: Envelope, now: number): Admission;
  /** @returns the first complaint about the head of the message, in the platform's words. */
  complaint(
    request: SimRequest,
    envelope: Envelope,
    caller: Exclude<Admission, { refused: Reply }>,
  ): string | undefined;
  wrap(reply: Reply, envelope: Envelope, account: Account): Reply;
}
