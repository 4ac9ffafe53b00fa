export { type Analysis, analyse } from './analyse.ts';
export { isDrugTraceCode } from './drug-trace.ts';
export { hasValidCheckDigit, isGtin } from './gs1/index.ts';
export { type CodeProblem, type CodeProblemKind, codeProblemMessages } from './problem.ts';
export {
  type CodeParts,
  type Confidence,
  type Identifies,
  type Reading,
  type ReadingKind,
  readingKinds,
} from './reading.ts';
export { isCodeProblem, recognise } from './recognise.ts';
export { type CodeWarning, codeWarnings } from './warning.ts';
