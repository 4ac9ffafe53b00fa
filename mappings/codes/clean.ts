import type { CodeWarning } from './warning.ts';

/** U+FF01–U+FF5E mirror ASCII 0x21–0x7E at this distance (Unicode, Halfwidth and Fullwidth Forms). */
const fullWidthOffset = 0xfee0;
const fullWidth = /[\uff01-\uff5e]/g;
/** Zero-width characters and byte order marks that QR decoders and copy-paste leave behind; never part of a code. */
const invisible = /\u200b|\u200c|\u200d|\u2060|\ufeff/g;

export interface CleanText {
  readonly text: string;
  readonly warnings: readonly CodeWarning[];
}

/**
 * Takes off what keyboards, input methods and scanners add: blanks and line ends around the code, invisible characters,
 * full-width forms. FNC1 (GS, 0x1D) stays: it is data.
 */
export function clean(raw: string): CleanText {
  const visible = raw.replace(invisible, '').trim();
  const text = visible.replace(fullWidth, (char) => String.fromCharCode(char.charCodeAt(0) - fullWidthOffset));
  return { text, warnings: text === visible ? [] : ['FULL_WIDTH_CONVERTED'] };
}
