import type { CataloguePage } from '../catalogue/contract.ts';
import { CursorError } from './cursor.ts';

const maxKeyLength = 200;

/** @returns the key that ended the page before, or undefined for the first page. @throws CursorError */
export function readKeyCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!/^[!-~]+$/.test(key) || key.length > maxKeyLength) throw new CursorError('cursor: not one of ours');
  return key;
}

/** Cuts a page of `limit` keys out of the rows of up to `limit + 1`, in key order; rows of one key stay together. */
export function toKeyPage<T>(rows: readonly T[], limit: number, keyOf: (row: T) => string): CataloguePage<T> {
  const keys = [...new Set(rows.map(keyOf))];
  if (keys.length <= limit) return { items: rows };
  const shown = new Set(keys.slice(0, limit));
  const last = keys[limit - 1] ?? '';
  return {
    items: rows.filter((row) => shown.has(keyOf(row))),
    cursor: Buffer.from(last, 'utf8').toString('base64url'),
  };
}
