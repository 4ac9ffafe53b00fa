export { type Assessor, type AssessorDeps, createAssessor } from './assessor.ts';
export { byCode } from './by-code.ts';
export { familyOf } from './family.ts';
export { createFindings, type Findings, type SeenFinding } from './findings.ts';
export type { CodeDelivery, CodeEntry, CodeHistory, Ledger } from './history.ts';
export { createLedger } from './ledger.ts';
export { isDispatch, isReceipt, isSale, standingSales } from './rules/index.ts';
export { type SeenMovement, seenBy } from './sight.ts';
export { type ClassMeaning, classMeanings, type Suspicion } from './suspicion.ts';
