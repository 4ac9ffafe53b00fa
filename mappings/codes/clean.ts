import type { CodeWarning } from './warning.ts';

/** U+FF01–U+FF5E mirror ASCII 0x21–0x7E at this distance (Unicode, Halfwidth and Fullwidth Forms). */
const fullWidthOffset = 0xfee0;
const fullWidth = /[\uff01-\uff5e]/g;
/** Zero-width characters and byte order marks that QR decoders and copy-paste leave behind; never part of a code. */
const invisible = /\u200b|\u200c|\u200d|\u2060|\ufeff/g;
/** Control characters but GS and RS, and EOT behind RS, which ISO/IEC 15434 gives a meaning. */
const control = /[\u0000-\u0003\u0005-\u001c\u001f\u007f-\u009f]|(?<!\u001e)\u0004/g;
/** Nothing to mend: nearly every scan. */
const plain = /^[!-~\u001d]+$/;

export interface CleanText {
  readonly text: string;
  readonly warnings: readonly CodeWarning[];
}

const nothing: readonly CodeWarning[] = [];

/**
 * Takes off what keyboards, input methods and scanners add: blanks and line ends around the code, invisible and control characters,
 * full-width forms. FNC1 (GS, 0x1D) stays: it is data. What was mended is told, but for the line end that every scanner may add.
 */
export function clean(raw: string): CleanText {
  if (plain.test(raw)) return { text: raw, warnings: nothing };
  const warnings: CodeWarning[] = [];
  const replace = (text: string, pattern: RegExp, by: (char: string) => string, warning: CodeWarning): string => {
    const mended = text.replace(pattern, by);
    if (mended !== text) warnings.push(warning);
    return mended;
  };
  let text = raw.replace(/[\r\n\t]+$/, '');
  text = replace(text, invisible, () => '', 'INVISIBLE_REMOVED');
  text = replace(text, control, () => '', 'CONTROL_CHARACTERS_REMOVED');
  text = replace(
    text,
    fullWidth,
    (char) => String.fromCharCode(char.charCodeAt(0) - fullWidthOffset),
    'FULL_WIDTH_CONVERTED',
  );
  // String.trim would take GS along: it is no blank in JavaScript, but U+3000 is.
  return { text: replace(text, /^[\s\u3000]+|[\s\u3000]+$/g, () => '', 'BLANKS_TRIMMED'), warnings };
}
