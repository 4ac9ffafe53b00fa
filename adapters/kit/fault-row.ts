import type { FaultCategory, FaultRow } from '../contract/index.ts';

/** The four texts of a fault row; a tuple keeps a fault table readable as a table. */
export interface FaultWords {
  readonly zh: string;
  readonly en: string;
  readonly hintZh: string;
  readonly hintEn: string;
}

/** @returns the row as one that speaks of packs themselves: already sold, cancelled. */
export function ofPack(row: FaultRow): FaultRow {
  return { ...row, ofPack: true };
}

/** @returns a row of a fault table; `pattern` is tested on the native message. */
export function faultRow(
  native: readonly string[],
  category: FaultCategory,
  code: string,
  words: FaultWords,
  pattern?: RegExp,
): FaultRow {
  return {
    native,
    ...(pattern && { pattern }),
    category,
    code,
    message: { zh: words.zh, en: words.en },
    hint: { zh: words.hintZh, en: words.hintEn },
  };
}
