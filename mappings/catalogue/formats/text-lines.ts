import type { Chunks } from '../parsed.ts';
import { UnreadableFileError } from '../read-rows.ts';

/** A line beyond it is no line of any table: 92 columns of the insurance's file stay far below. */
const maxLineLength = 1_048_576;

/** Cuts UTF-8 text into lines (LF or CRLF), numbered from 1; a byte order mark and empty lines are passed over. */
export async function* textLines(chunks: Chunks): AsyncIterable<{ readonly line: number; readonly text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [rest, line] = ['', 0];
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new UnreadableFileError(line + 1, 'is no UTF-8', { cause: error });
    }
  };
  for await (const chunk of chunks) {
    const pieces = (rest + decode(chunk)).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > maxLineLength) throw new UnreadableFileError(line + 1, 'is longer than any line of a table');
    for (const piece of pieces) {
      line += 1;
      const text = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
      if (text !== '') yield { line, text };
    }
  }
  const last = rest + decode();
  if (last !== '') yield { line: line + 1, text: last };
}
