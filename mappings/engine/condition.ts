import { compilePath, type Within } from './path.ts';
import { didYouMean } from './suggest.ts';
import type { RawCondition, RawTest, Scope } from './types.ts';

export type Condition = (scope: Scope) => boolean;

/**
 * Compiles `when:` and conditional `required:`: every path must pass its test.
 * @throws Error for an unknown path, or a text that its value can never be.
 */
export function compileCondition(raw: RawCondition, within: Within): Condition {
  const tests = Object.entries(raw).map(([path, test]) => {
    const { read, texts } = compilePath(path, within);
    if (texts !== undefined) checkTexts(path, test, texts);
    const passes = compileTest(test);
    return (scope: Scope) => passes(read(scope));
  });
  return (scope) => tests.every((test) => test(scope));
}

/** A test for a text that is never there would silently never hold. */
function checkTexts(path: string, test: RawTest, texts: readonly string[]): void {
  const wanted = typeof test === 'string' ? [test] : 'present' in test ? [] : test;
  const never = wanted.find((text) => !texts.includes(text));
  if (never !== undefined) throw new Error(`'${path}' is never '${never}'${didYouMean(never, texts)}`);
}

function compileTest(test: RawTest): (value: string | undefined) => boolean {
  if (typeof test === 'string') return (value) => value === test;
  if ('present' in test) return (value) => (value !== undefined) === test.present;
  return (value) => value !== undefined && test.includes(value);
}
