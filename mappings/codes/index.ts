export { hasValidCheckDigit, isGtin } from './check-digit.ts';
export { isDrugTraceCode } from './drug-trace.ts';
export { type CodeProblem, type CodeProblemKind, codeProblemMessages } from './problem.ts';
export { isCodeProblem, recognise } from './recognise.ts';
export { type CodeWarning, codeWarnings } from './warning.ts';
