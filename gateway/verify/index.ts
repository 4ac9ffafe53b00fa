export type {
  Evidence,
  PlatformAnswer,
  Reason,
  SalePlace,
  Verdict,
  Verification,
  VerifiedCode,
  VerifyOrder,
  VerifyService,
} from './contract.ts';
export { type ReasonCode, reasonCodes } from './contract.ts';
export { warningWords } from './judge-reading.ts';
export { createVerifyService, type VerifyDeps } from './verify.ts';
