import { scrubber } from '../kit/scrub.ts';

/** Secrets of the WS-Security header; the report itself names no person. */
export const scrub = scrubber([
  'Password',
  'Nonce',
  'Username',
  'password',
  'username',
  'privateKey',
  'certificate',
  'BinarySecurityToken',
]);
