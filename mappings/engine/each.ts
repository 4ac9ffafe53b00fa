import type { Condition } from './condition.ts';
import type { Within } from './path.ts';
import type { Scope } from './types.ts';

/** A loop: the scopes of its elements, in the order of the event. */
export interface Loop {
  readonly within: Within;
  scopes(scope: Scope): Scope[];
}

/**
 * Compiles `each:`. There are three: `lines`; `line.codes`, the codes of the line in hand; `codes`, those of all lines.
 * @throws Error for any other, or `line.codes` outside a line.
 */
export function compileEach(each: string, within: Within): Loop {
  if (each === 'lines') return { within: { line: true, code: false }, scopes: lineScopes };
  if (each === 'codes')
    return { within: { line: true, code: true }, scopes: (scope) => lineScopes(scope).flatMap(codeScopes) };
  if (each !== 'line.codes') throw new Error(`cannot go through '${each}'; write lines, line.codes or codes`);
  if (!within.line) throw new Error("'line.codes' stands outside each: lines");
  return { within: { line: true, code: true }, scopes: codeScopes };
}

/** @returns the loop with only the elements for which the condition holds. */
export function onlyWhen(loop: Loop, condition: Condition | undefined): Loop {
  if (condition === undefined) return loop;
  return { within: loop.within, scopes: (scope) => loop.scopes(scope).filter(condition) };
}

function lineScopes({ input, constants }: Scope): Scope[] {
  return (input.event?.lines ?? []).map((line, lineIndex) => ({ input, constants, line, lineIndex }));
}

function codeScopes(scope: Scope): Scope[] {
  return (scope.line?.codes ?? []).map((code, codeIndex) => ({ ...scope, code, codeIndex }));
}
