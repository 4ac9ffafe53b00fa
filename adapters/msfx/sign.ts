import { createHash, createHmac } from 'node:crypto';

/** The three digests TOP knows; `hmac` is HMAC-MD5 (TOP "API调用方法详解", 签名). */
export const signMethods = ['md5', 'hmac', 'hmac-sha256'] as const;
export type SignMethod = (typeof signMethods)[number];

/**
 * Signs a TOP request: names sorted by byte, name and value joined without separators, raw UTF-8, upper-case hex.
 * Empty names and values and `sign` itself take no part (TOP "API调用方法详解"; the Java and .NET clients skip empty ones).
 * @param secret the AppSecret; bytes for tests of the published HMAC vectors
 */
export function sign(
  params: Readonly<Record<string, string>>,
  secret: string | Uint8Array,
  method: SignMethod,
): string {
  const base = signatureBase(params);
  return digest(base, secret, method).toUpperCase();
}

/** @returns the text that is signed, without the secret. */
export function signatureBase(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .filter(([name, value]) => name !== '' && value !== '' && name !== 'sign')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');
}

function digest(base: string, secret: string | Uint8Array, method: SignMethod): string {
  switch (method) {
    case 'md5':
      return createHash('md5').update(secret).update(base, 'utf8').update(secret).digest('hex');
    case 'hmac':
      return createHmac('md5', secret).update(base, 'utf8').digest('hex');
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(base, 'utf8').digest('hex');
    default:
      throw new TypeError(`unsupported sign method ${String(method satisfies never)}`);
  }
}
