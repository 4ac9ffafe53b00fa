import { createHash } from 'node:crypto';

/** One call behind an x-tif gateway (transport T2: 广东, 河北). */
export interface TifCall {
  readonly paasId: string;
  readonly secret: string;
  /** epoch ms; a gateway allows 180 seconds of difference */
  readonly now: number;
  readonly nonce: string;
  readonly hexCase: 'lower' | 'upper';
}

/** @returns the four gateway headers. The body is no part of the signature. */
export function tifHeaders({ paasId, secret, now, nonce, hexCase }: TifCall): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = tifSignature(timestamp, secret, nonce);
  return {
    'x-tif-paasid': paasId,
    'x-tif-timestamp': timestamp,
    'x-tif-nonce': nonce,
    'x-tif-signature': hexCase === 'upper' ? signature.toUpperCase() : signature,
  };
}

/** @param timestamp unix seconds @returns hex(SHA-256(timestamp + secret + nonce + timestamp)), lower case */
export function tifSignature(timestamp: string, secret: string, nonce: string): string {
  return createHash('sha256')
    .update(timestamp + secret + nonce + timestamp)
    .digest('hex');
}
