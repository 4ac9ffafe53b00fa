/**
 * Secrets that anybody can read in our own sandbox or in a platform's public documentation. A hub that runs on one of them
 * outside the sandbox is open to everyone, so it does not start.
 */
const publicSecrets: ReadonlySet<string> = new Set([
  // config/sandbox.yaml and config/sandbox-institutions.csv
  'demo-msfx-secret',
  'sk-demo-hn-001',
  'sk-demo-hn-002',
  'demo-mah-secret-1',
  'demo-mah-secret-2',
  // TOP API 文档: the secrets of its worked signature examples
  'helloworld',
  'test',
  // What people leave in place
  'changeme',
  'change-me',
  'password',
  'secret',
  '123456',
  '12345678',
]);

/** @returns whether the text is a known sample, or a key of one repeated byte. */
export function isSampleSecret(text: string): boolean {
  return publicSecrets.has(text.toLowerCase()) || isRepeatedByte(text);
}

function isRepeatedByte(text: string): boolean {
  const key = decodeKey(text);
  return key?.every((byte) => byte === key[0]) ?? false;
}

/** @returns the 32 bytes of an AES-256 key given as 64 hex digits or as Base64; undefined for anything else. */
export function decodeKey(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return Buffer.from(text, 'base64');
  return undefined;
}
