import type { Texts } from '../parsed.ts';
import { UnreadableFileError } from '../unreadable.ts';

/** A line beyond it is no line of any table: 92 columns of the insurance's file stay far below. */
const maxLineLength = 1_048_576;

/** Cuts text into lines (LF or CRLF), numbered from 1; empty lines are passed over. */
export async function* textLines(texts: Texts): AsyncIterable<{ readonly line: number; readonly text: string }> {
  let [rest, line] = ['', 0];
  for await (const given of texts) {
    const pieces = (rest + given).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > maxLineLength) throw new UnreadableFileError(line + 1, 'is longer than any line of a table');
    for (const piece of pieces) {
      line += 1;
      const text = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
      if (text !== '') yield { line, text };
    }
  }
  if (rest !== '') yield { line: line + 1, text: rest };
}
