import type { Page } from './contract.ts';
import { dayOfId } from './day.ts';

/** The `cursor` of a query was not made by this store. The caller's mistake: 400, not 503. */
export class CursorError extends RangeError {
  override readonly name = 'CursorError';
}

/** @returns the id that ended the page before, or undefined for the first page. @throws CursorError */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  if (dayOfId(id) === undefined) throw new CursorError('cursor: not one of ours');
  return id;
}

/**
 * Cuts a page out of `limit + 1` items, newest first.
 * The cursor names the last item shown, so that inserts (always newer) never shift a page.
 */
export function toPage<T extends { readonly id: string }>(items: readonly T[], limit: number): Page<T> {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  if (items.length <= limit || last === undefined) return { items: shown };
  return { items: shown, cursor: Buffer.from(last.id, 'latin1').toString('base64url') };
}
