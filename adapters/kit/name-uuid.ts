import { createHash } from 'node:crypto';

/** UUID version 5: the RFC 9562 §5.5 form of a UUID made from a name. */
const VERSION_5 = 0x50;
/** RFC 9562 §4.1. */
const VARIANT = 0x80;

/**
 * A UUID made from a name: the same name gives the same one, on every host (RFC 9562 §5.5, SHA-1).
 * @param namespace a UUID of the caller's own, so that its names never meet another's
 */
export function nameUuid(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | VERSION_5, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | VARIANT, 8);
  return uuidText(hash.toString('hex'));
}

/** @returns a random UUID (version 4, RFC 9562 §5.4) of 16 random bytes given as hex. */
export function randomUuid(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | VARIANT, 8);
  return uuidText(bytes.toString('hex'));
}

function uuidText(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
