import { scrubber } from '../kit/scrub.ts';

/** Credentials of the login; the documents name no person. */
export const scrub = scrubber(['username', 'password', 'privateKey', 'passphrase']);
