import { hash, randomBytes } from 'node:crypto';
import type { ApiKey } from '../store/contract.ts';

/** 32 random bytes, Base64url: nothing to guess, so a plain digest protects the stored form. */
const keyBytes = 32;
const keyForm = /^thk_[A-Za-z0-9_-]{43}$/;

/**
 * Makes an API key. Only `key` opens the API; only `record` is stored.
 * @param label a note to recognise the key by; recorded as actor of holds and retries
 */
export function newKey(
  tenant: string,
  role: ApiKey['role'],
  label: string,
  now: number = Date.now(),
): { readonly key: string; readonly record: ApiKey } {
  const key = `thk_${randomBytes(keyBytes).toString('base64url')}`;
  return { key, record: { hash: hashKey(key), tenant, role, label, createdAt: now } };
}

/** @returns whether the text has the form of a key at all: everything else never reaches the store. */
export function looksLikeKey(text: string): boolean {
  return keyForm.test(text);
}

/** @returns SHA-256 hex. Looking up by digest leaks nothing by its timing. */
export function hashKey(key: string): string {
  return hash('sha256', key, 'hex');
}
