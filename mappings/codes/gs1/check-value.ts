import type { Component, Identifier } from './dictionary.ts';
import { fitsSet, linters } from './linters.ts';

const setProblems = {
  N: 'NON_DIGIT_CHARACTER',
  X: 'INVALID_CSET82_CHARACTER',
  Y: 'INVALID_CSET39_CHARACTER',
  Z: 'INVALID_CSET64_CHARACTER',
};

/**
 * Checks an element's value against the dictionary: length, character set and every linter of its components.
 * @returns what is wrong, in the words of GS1's linters; undefined when nothing is.
 */
export function valueProblem({ components, min, max }: Identifier, value: string): string | undefined {
  if (value.length < min) return 'TOO_SHORT';
  if (value.length > max) return 'TOO_LONG';
  let at = 0;
  for (const component of components) {
    const part = value.slice(at, at + component.max);
    if (part === '' && component.optional) break;
    const problem = componentProblem(component, part);
    if (problem !== undefined) return problem;
    at += part.length;
  }
  return undefined;
}

function componentProblem({ type, min, linters: names }: Component, part: string): string | undefined {
  if (part.length < min) return 'TOO_SHORT';
  if (!fitsSet(part, type)) return setProblems[type];
  for (const name of names) {
    const problem = linters[name]?.(part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
