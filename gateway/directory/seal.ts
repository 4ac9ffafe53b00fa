import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 'v1';
/** NIST SP 800-38D §8.2.2: 96 random bits; far fewer than 2^32 values are ever sealed under one key. */
const nonceBytes = 12;
const tagBytes = 16;

/** A sealed value cannot be opened. The message says why and holds nothing secret. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Whose value it is: bound to the envelope, so that it opens for nobody else. */
export interface SealOwner {
  readonly tenant: string;
  readonly institution: string;
  readonly link: string;
}

/**
 * Seals a text with AES-256-GCM.
 * Guarantees: without the key nothing but its length is learnt; an envelope that was changed, or moved to another institution
 * or link, does not open. Gives up: whoever holds the key opens everything sealed under it.
 * @returns `v1.<key id>.<Base64url of nonce, ciphertext and tag>`
 */
export function seal(key: Buffer, owner: SealOwner, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(boundTo(owner));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${keyId(key)}.${sealed.toString('base64url')}`;
}

/** @returns the sealed text. @throws SealError */
export function open(key: Buffer, owner: SealOwner, envelope: string): string {
  const [form, id, data, ...rest] = envelope.split('.');
  if (form !== version || id === undefined || data === undefined || rest.length > 0) {
    throw new SealError('not an envelope of a known version');
  }
  if (id !== keyId(key)) throw new SealError(`sealed under another key (${id}), the key in use is ${keyId(key)}`);
  const bytes = Buffer.from(data, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw new SealError('the envelope is damaged');
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes))
    .setAAD(boundTo(owner))
    .setAuthTag(bytes.subarray(-tagBytes));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return text.toString('utf8');
  } catch (cause) {
    throw new SealError('the envelope is damaged or belongs to another institution or link', { cause });
  }
}

/** Link ids and institution codes hold no `|`, so the text is unambiguous. */
function boundTo({ tenant, institution, link }: SealOwner): Buffer {
  return Buffer.from(`${tenant}|${institution}|${link}`, 'utf8');
}

/** Tells keys apart; 32 bits of a digest of 256 random bits give nothing away. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('tracehub seal key\0').update(key).digest('hex').slice(0, 8);
}
