import { compilePath, type Within } from './path.ts';
import type { RawCondition, RawTest, Scope } from './types.ts';

export type Condition = (scope: Scope) => boolean;

/**
 * Compiles `when:` and conditional `required:`: every path must pass its test.
 * @throws Error for an unknown path.
 */
export function compileCondition(raw: RawCondition, within: Within): Condition {
  const tests = Object.entries(raw).map(([path, test]) => {
    const { read } = compilePath(path, within);
    const passes = compileTest(test);
    return (scope: Scope) => passes(read(scope));
  });
  return (scope) => tests.every((test) => test(scope));
}

function compileTest(test: RawTest): (value: string | undefined) => boolean {
  if (typeof test === 'string') return (value) => value === test;
  if ('present' in test) return (value) => (value !== undefined) === test.present;
  return (value) => value !== undefined && test.includes(value);
}
