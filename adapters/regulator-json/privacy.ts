import { scrubber } from '../kit/scrub.ts';

/** The secret and the digests made with it; the tables name no person. */
export const scrub = scrubber(['secret', 'digest', 'sign', 'signature', 'x-digest', 'x-sign']);
