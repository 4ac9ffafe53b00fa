import { createCipheriv, createDecipheriv } from 'node:crypto';

/** SM4 in ECB mode with PKCS#7 padding, as every encrypting transport of this family uses it (GM/T 0002; 北京 V1.28). */
const MODE = 'sm4-ecb';

/** Bytes of an SM4 key. */
export const SM4_KEY_LENGTH = 16;

/** @param key 16 bytes @returns the ciphertext of the text in UTF-8 */
export function sm4Encrypt(key: Uint8Array, text: string): Buffer {
  const cipher = createCipheriv(MODE, key, null);
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
}

/** @param key 16 bytes @returns the text; undefined for what is no ciphertext of this key, or no UTF-8 inside */
export function sm4Decrypt(key: Uint8Array, ciphertext: Uint8Array): string | undefined {
  try {
    const decipher = createDecipheriv(MODE, key, null);
    const bytes = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Wrong padding, wrong length, wrong bytes: which of them helps nobody who holds no key.
    return undefined;
  }
}
