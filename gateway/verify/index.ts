export type {
  Evidence,
  PlatformAnswer,
  Reason,
  Verdict,
  Verification,
  VerifiedCode,
  VerifyOrder,
  VerifyService,
} from './contract.ts';
export { createVerifyService, type VerifyDeps } from './verify.ts';
