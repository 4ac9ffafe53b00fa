import { createHash, createHmac } from 'node:crypto';

/** Digests that JSON interfaces of Chinese platforms ask for; SM3 is GB/T 32905-2016 (GM/T 0004-2012), HMAC is RFC 2104. */
export const digestAlgorithms = [
  'sm3',
  'sha256',
  'sha1',
  'md5',
  'hmac-sm3',
  'hmac-sha256',
  'hmac-sha1',
  'hmac-md5',
] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

export const digestEncodings = ['hex', 'hex-upper', 'base64'] as const;
export type DigestEncoding = (typeof digestEncodings)[number];

/**
 * Digests a signing string; text goes in as UTF-8, bytes are for published vectors.
 * @param secret key of the HMAC forms; the plain ones do not use it (where it takes part, it stands in the signing string)
 * @throws TypeError for an HMAC with an empty key, which anybody could compute.
 */
export function digestText(
  text: string | Uint8Array,
  { algorithm, encoding }: { readonly algorithm: DigestAlgorithm; readonly encoding: DigestEncoding },
  secret: string | Uint8Array,
): string {
  const bytes = rawDigest(text, algorithm, secret);
  if (encoding === 'base64') return bytes.toString('base64');
  const hex = bytes.toString('hex');
  return encoding === 'hex' ? hex : hex.toUpperCase();
}

function rawDigest(text: string | Uint8Array, algorithm: DigestAlgorithm, secret: string | Uint8Array): Buffer {
  const [first = '', keyed] = algorithm.split('-');
  if (keyed === undefined) return createHash(first).update(text).digest();
  if (secret.length === 0) throw new TypeError(`${algorithm} needs a key`);
  return createHmac(keyed, secret).update(text).digest();
}
