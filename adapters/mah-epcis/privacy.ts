import { scrubber } from '../kit/scrub.ts';

/** Secrets of the request; the documents name no person. */
export const scrub = scrubber([
  'apiKey',
  'api-key',
  'x-api-key',
  'authorization',
  'username',
  'password',
  'token',
  'access_token',
  'secret',
]);
