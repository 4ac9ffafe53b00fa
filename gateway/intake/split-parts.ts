import type { RecognisedLine } from '../../mappings/model/index.ts';

/** Most lines and most codes that one request of the platform may carry; undefined: no limit. */
export interface PartLimits {
  readonly maxItems?: number | undefined;
  readonly maxCodes?: number | undefined;
}

/**
 * Splits lines into parts that keep the platform's limits, in line order. Deterministic: the parts are the platform's records.
 * A single line above `maxCodes` cannot be split and is named in `tooLarge`.
 * @param indexes indexes into `lines`
 */
export function splitParts(
  lines: readonly RecognisedLine[],
  indexes: readonly number[],
  limits: PartLimits,
): { readonly parts: ReadonlyArray<readonly number[]>; readonly tooLarge: readonly number[] } {
  const maxItems = limits.maxItems ?? Number.POSITIVE_INFINITY;
  const maxCodes = limits.maxCodes ?? Number.POSITIVE_INFINITY;
  const codesOf = (index: number) => lines[index]?.codes.length ?? 0;
  const tooLarge = indexes.filter((index) => codesOf(index) > maxCodes);
  const parts: number[][] = [];
  let codes = 0;
  for (const index of indexes) {
    const part = parts.at(-1);
    if (part === undefined || part.length >= maxItems || codes + codesOf(index) > maxCodes) {
      parts.push([index]);
      codes = codesOf(index);
      continue;
    }
    part.push(index);
    codes += codesOf(index);
  }
  return { parts, tooLarge };
}
