import type { RecognisedLine } from '../../mappings/model/index.ts';
import type { LineSlice, NewDelivery } from '../store/contract.ts';

/** Most lines and most codes that one request of the platform may carry; undefined: no limit. */
export interface PartLimits {
  readonly maxItems?: number | undefined;
  readonly maxCodes?: number | undefined;
  /** A line above `maxCodes` may go out in pieces. */
  readonly splitLines?: true | undefined;
}

/** What one part carries. */
export type Part = Pick<NewDelivery, 'lines' | 'slices'>;

/** A line, or a piece of one. */
interface Piece {
  readonly line: number;
  readonly codes: number;
  readonly slice?: LineSlice;
}

/**
 * Splits lines into parts that keep the platform's limits, in line order. Deterministic: the parts are the platform's records.
 * A line above `maxCodes` is cut into pieces of that many codes where the platform allows it; else it is named in `tooLarge`.
 * @param indexes indexes into `lines`
 */
export function splitParts(
  lines: readonly RecognisedLine[],
  indexes: readonly number[],
  limits: PartLimits,
): { readonly parts: readonly Part[]; readonly tooLarge: readonly number[] } {
  const maxItems = limits.maxItems ?? Number.POSITIVE_INFINITY;
  const maxCodes = limits.maxCodes ?? Number.POSITIVE_INFINITY;
  const codesOf = (index: number) => lines[index]?.codes.length ?? 0;
  const large = new Set(indexes.filter((index) => codesOf(index) > maxCodes));
  const pieces = indexes.flatMap((line) =>
    large.has(line) ? cut(line, codesOf(line), maxCodes) : [{ line, codes: codesOf(line) }],
  );
  const parts: Piece[][] = [];
  let codes = 0;
  for (const piece of pieces) {
    const part = parts.at(-1);
    if (part === undefined || part.length >= maxItems || codes + piece.codes > maxCodes) {
      parts.push([piece]);
      codes = piece.codes;
      continue;
    }
    part.push(piece);
    codes += piece.codes;
  }
  return { parts: parts.map(toPart), tooLarge: limits.splitLines === true ? [] : [...large] };
}

function cut(line: number, count: number, size: number): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < count; from += size) {
    const to = Math.min(from + size, count);
    pieces.push({ line, codes: to - from, slice: { line, from, to } });
  }
  return pieces;
}

function toPart(pieces: readonly Piece[]): Part {
  const slices = pieces.flatMap(({ slice }) => slice ?? []);
  return { lines: pieces.map(({ line }) => line), ...(slices.length === 0 ? {} : { slices }) };
}
