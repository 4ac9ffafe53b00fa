import { StoreError } from '../contract.ts';
import { fieldOf, messageOf } from '../thrown.ts';

const diskFull = '53100';
/** Deadlock and serialization failure: nothing was done, doing it again helps. */
const transient: ReadonlySet<string> = new Set(['40P01', '40001']);
/** Data exception, integrity constraint, syntax or access rule: this statement will never work. */
const mistakes = /^(22|23|42)/;

/**
 * @returns StoreError `full` for a full disk, RangeError for a statement at fault itself, StoreError `unavailable` for everything
 * else (connection, shutdown, read-only, timeout). Details of the server, which quote row values, are left out.
 */
export function toStoreError(error: unknown): Error {
  const code = codeOf(error);
  const message = messageOf(error);
  if (code !== undefined && mistakes.test(code)) return new RangeError(`PostgreSQL ${code}: ${message}`);
  if (code === diskFull) return new StoreError('full', 'PostgreSQL: no space left on its disk');
  const text = code === undefined ? message : `${code} ${message}`;
  return new StoreError('unavailable', `PostgreSQL: ${text}`, transient.has(code ?? '') ? { cause: 'transient' } : {});
}

/** @returns whether the same statement may simply be run again. */
export function isTransient(error: unknown): boolean {
  return error instanceof StoreError && error.cause === 'transient';
}

function codeOf(error: unknown): string | undefined {
  const code = fieldOf(error, 'code');
  return typeof code === 'string' ? code : undefined;
}
