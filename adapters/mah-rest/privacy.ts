import { scrubber } from '../kit/scrub.ts';

/** Secrets of the request and its digest; the report itself names no person. */
export const scrub = scrubber([
  'appKey',
  'appSecret',
  'app_secret',
  'secret',
  'sign',
  'signature',
  'x-sign',
  'nonce',
  'x-nonce',
]);
