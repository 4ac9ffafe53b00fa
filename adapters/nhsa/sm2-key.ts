import { type IdContext, RequestError } from '../contract/index.ts';
import { requiredKey } from './secrets.ts';

/** Order of the curve sm2p256v1 (GB/T 32918.5); a private key is 1 … n-2 (GB/T 32918.1 §6.1). */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const HEX_KEY = /^[0-9a-fA-F]{64}$/;
const KEY_BYTES = 32;

/**
 * @returns the institution's private key as 64 hex digits; given as such, or as the Base64 of 32 bytes, or of 33 with a zero in front.
 * @throws RequestError NHSA_KEY_MISSING, NHSA_SM2_KEY_INVALID: raised by the sign-in, which holds the institution.
 */
export function signingKey(context: IdContext): string {
  const given = requiredKey('sm2_private_key', context);
  const hex = HEX_KEY.test(given) ? given.toLowerCase() : hexOf(Buffer.from(given, 'base64'));
  const value = BigInt(`0x${hex || '0'}`);
  if (value < 1n || value > ORDER - 2n)
    throw new RequestError('NHSA_SM2_KEY_INVALID', 'sm2_private_key is no private key of SM2');
  return hex;
}

function hexOf(bytes: Buffer): string {
  const key = bytes.length === KEY_BYTES + 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes;
  return key.length === KEY_BYTES ? key.toString('hex') : '';
}
