import type { RecognisedLine } from '../model/index.ts';
import type { CodeCount } from './types.ts';

/** Quantities have at most 6 places (event schema): in millionths they divide exactly. */
const scale = 1_000_000;

/**
 * Compares the packs that a line tells of with its codes: one code per smallest pack. Only where all of it is known: whole packs, each code
 * that of a smallest pack, and the line's unit one of which the catalogue says how many a pack holds (盒 and 支 differ). A case code stands for
 * what it holds, and a code that a whole batch carries for any number.
 * @returns undefined where they agree or nothing can be said
 */
export function codeCount({ split, codes, quantity, packContent }: RecognisedLine): CodeCount | undefined {
  if (split || codes.length === 0 || packContent === undefined) return undefined;
  if (!codes.every(({ packLevel, identifies }) => packLevel === 'small' && identifies === undefined)) return undefined;
  const packs = Math.round(Number(quantity) * scale) / Math.round(Number(packContent) * scale);
  if (!Number.isFinite(packs) || packs <= 0 || Math.ceil(packs) === codes.length) return undefined;
  return codes.length < packs ? 'short' : 'surplus';
}
