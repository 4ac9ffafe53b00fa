import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RegulatorSettings } from './settings.ts';

/** Digest of a text for one sender; a plain digest takes the secret as the last part of its text, an HMAC as its key as well. */
export function digestOf(
  base: string,
  secret: string,
  { algorithm, encoding }: Pick<RegulatorSettings, 'algorithm' | 'encoding'>,
): string {
  const name = algorithm.replace('HMAC-', '').replace('SHA-', 'SHA').toLowerCase();
  const hash = algorithm.startsWith('HMAC-') ? createHmac(name, secret) : createHash(name);
  const bytes = hash.update(Buffer.from(base + secret, 'utf8')).digest();
  if (encoding === 'base64') return bytes.toString('base64');
  return encoding === 'upper' ? bytes.toString('hex').toUpperCase() : bytes.toString('hex');
}

export function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
