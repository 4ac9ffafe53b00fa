import { isCodeProblem, recognise } from '../codes/index.ts';
import type { RecognisedCode, RecognisedLine } from '../model/index.ts';

/**
 * @returns the line with the smallest packs in place of every case whose contents are known; the very line given when there is none.
 * What a case's code says of its lot and expiry holds for what is inside.
 */
export function withContents(line: RecognisedLine): RecognisedLine {
  if (line.codes.every(({ contents }) => contents === undefined)) return line;
  return {
    ...line,
    codes: line.codes.flatMap((code) => code.contents?.map((inside) => packIn(code, inside)) ?? [code]),
  };
}

function packIn({ lot, expiresOn }: RecognisedCode, value: string): RecognisedCode {
  const code = recognise(value, 'small');
  const known = isCodeProblem(code) ? ({ kind: 'opaque', raw: value, value, packLevel: 'small' } as const) : code;
  return {
    ...known,
    ...(known.lot === undefined && lot !== undefined ? { lot } : {}),
    ...(known.expiresOn === undefined && expiresOn !== undefined ? { expiresOn } : {}),
  };
}
