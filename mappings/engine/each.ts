import type { RecognisedLine } from '../model/index.ts';
import type { Condition } from './condition.ts';
import type { Within } from './path.ts';
import { mergeLines, splitLine } from './regroup.ts';
import { didYouMean } from './suggest.ts';
import type { Scope } from './types.ts';

/** A loop: the scopes of its elements, in the order of the event. */
export interface Loop {
  readonly within: Within;
  /** @throws MissedSplit when a line cannot be cut as the loop asks for. */
  scopes(scope: Scope): Scope[];
}

const loops = ['lines', 'packs', 'products', 'codes', 'line.codes'];

/**
 * Compiles `each:`. `lines`: one element per line. `packs`: one per code, with its share of the line's quantity, and one per
 * line without codes. `products`: one per product and lot, lines that differ only in quantity and codes made one. `codes`:
 * one per code of all lines. `line.codes`: one per code of the line in hand.
 * @throws Error for any other, or `line.codes` outside a line.
 */
export function compileEach(each: string, within: Within): Loop {
  switch (each) {
    case 'lines':
      return { within: { line: true, code: false }, scopes: lineScopes };
    case 'packs':
      return { within: { line: true, code: true }, scopes: packScopes };
    case 'products':
      return { within: { line: true, code: false }, scopes: productScopes };
    case 'codes':
      return { within: { line: true, code: true }, scopes: (scope) => lineScopes(scope).flatMap(codeScopes) };
    case 'line.codes':
      if (!within.line) throw new Error("'line.codes' stands outside each: lines");
      return { within: { line: true, code: true }, scopes: codeScopes };
    default:
      throw new Error(`cannot go through '${each}'${didYouMean(each, loops)}`);
  }
}

/** @returns the loop with only the elements for which the condition holds. */
export function onlyWhen(loop: Loop, condition: Condition | undefined): Loop {
  if (condition === undefined) return loop;
  return { within: loop.within, scopes: (scope) => loop.scopes(scope).filter(condition) };
}

function lineScopes(scope: Scope): Scope[] {
  return (scope.input.event?.lines ?? []).map((line, index) => lineScope(scope, line, index));
}

function productScopes(scope: Scope): Scope[] {
  return mergeLines(scope.input.event?.lines ?? []).map(({ line, index }) => lineScope(scope, line, index));
}

function packScopes(scope: Scope): Scope[] {
  return (scope.input.event?.lines ?? []).flatMap((line, index) =>
    splitLine(line, index).map((pack, packIndex) =>
      pack.codes.length === 0 ? lineScope(scope, pack, index) : packScope(scope, pack, index, packIndex),
    ),
  );
}

/** All scopes have the same keys in the same order: the engine reads them faster then. */
function lineScope({ input, constants }: Scope, line: RecognisedLine, lineIndex: number): Scope {
  return { input, constants, line, lineIndex, code: undefined, codeIndex: undefined, row: undefined };
}

function packScope({ input, constants }: Scope, line: RecognisedLine, lineIndex: number, codeIndex: number): Scope {
  return { input, constants, line, lineIndex, code: line.codes[0], codeIndex, row: undefined };
}

function codeScopes({ input, constants, line, lineIndex }: Scope): Scope[] {
  const codes = line?.codes ?? [];
  return codes.map((code, codeIndex) => ({ input, constants, line, lineIndex, code, codeIndex, row: undefined }));
}
