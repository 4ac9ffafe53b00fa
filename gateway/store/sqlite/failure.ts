import { fieldOf, messageOf } from '../thrown.ts';

/** An error in the form that crosses the thread boundary. `kind` as in StoreError; `broken`: reopen the database before going on. */
export interface Failure {
  readonly kind: 'full' | 'unavailable' | 'mistake';
  readonly message: string;
  readonly broken: boolean;
}

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const full = 13;
const busy = 5;
const locked = 6;
const constraint = 19;
const mismatch = 20;
const range = 25;

/**
 * Sorts an error thrown by an operation. `mistake`: only that operation is at fault (a constraint, a programming error) and its
 * neighbours may go on; everything else condemns the whole batch.
 */
export function classify(error: unknown): Failure {
  const message = messageOf(error);
  const code = resultCode(error);
  if (code === undefined) return { kind: 'mistake', message, broken: false };
  if (code === full) return { kind: 'full', message: `SQLite: ${message}`, broken: false };
  if (code === constraint || code === mismatch || code === range) return { kind: 'mistake', message, broken: false };
  return { kind: 'unavailable', message: `SQLite: ${message}`, broken: code !== busy && code !== locked };
}

function resultCode(error: unknown): number | undefined {
  const extended = fieldOf(error, 'errcode');
  return typeof extended === 'number' ? extended & 0xff : undefined;
}
