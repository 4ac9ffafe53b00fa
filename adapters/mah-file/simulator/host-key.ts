import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/** PKCS #8 of an Ed25519 key without its 32 bytes (RFC 8410 §7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');
const rawLength = 32;
const algorithm = 'ssh-ed25519';
/** The format pads to the block size of the cipher, 8 for none, with 1, 2, 3 … */
const blockBytes = 8;

export interface HostKey {
  /** OpenSSH's own format (PROTOCOL.key of OpenSSH), unencrypted. */
  readonly privateKey: string;
  /** `SHA256:…` as ssh-keygen -l prints it. */
  readonly fingerprint: string;
}

/** An Ed25519 host key made from a text: for a sandbox, whose fingerprint can then stand in a public configuration file. */
export function hostKeyOf(seed: string): HostKey {
  const secret = createHash('sha256').update(seed).digest();
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, secret]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const point = spki.subarray(spki.length - rawLength);
  const publicBlob = Buffer.concat([text(algorithm), text(point)]);
  const check = Buffer.alloc(4);
  const plain = Buffer.concat([check, check, publicBlob, text(Buffer.concat([secret, point])), text('simulator')]);
  const padding = Buffer.from(Array.from({ length: -plain.length & (blockBytes - 1) }, (_none, index) => index + 1));
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0', 'latin1'),
    ...['none', 'none', ''].map(text),
    uint32(1),
    text(publicBlob),
    text(Buffer.concat([plain, padding])),
  ]);
  const label = 'OPENSSH PRIVATE KEY';
  return {
    privateKey: `-----BEGIN ${label}-----\n${file.toString('base64')}\n-----END ${label}-----\n`,
    fingerprint: `SHA256:${createHash('sha256').update(publicBlob).digest('base64').replace(/=+$/, '')}`,
  };
}

function text(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
