import type { Account } from './settings.ts';

/** The platform's own refusal. Thrown while a request is read; becomes the answer, signed for the sender once he is known. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly account: Account | undefined;

  constructor(code: string, message: string, account?: Account) {
    super(message);
    this.code = code;
    this.account = account;
  }
}
