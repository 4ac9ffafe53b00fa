export { hasValidCheckDigit, isGtin } from './check-digit.ts';
export { readGs1 } from './read.ts';
