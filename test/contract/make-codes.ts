import type { TraceEvent } from '../../mappings/model/index.ts';
import { codeText } from '../../mappings/model/index.ts';
import { numbered } from './make-event.ts';
import { seedOf } from './random.ts';

/** Codes of one manufacturer's pack per document: a name and a position give a code that no other has. */
export function makeCodes(lines: TraceEvent['lines'], name: string): TraceEvent['lines'] {
  const base = seedOf(name) % 99;
  const [first, ...others] = lines.map((line, index) => ({
    ...line,
    codes: (line.codes ?? []).map((scanned) => {
      const code = numbered(codeText(scanned), base * 100 + index + 1);
      return typeof scanned === 'string' ? code : { ...scanned, value: code };
    }),
  }));
  if (first === undefined) throw new Error('an event without lines');
  return [first, ...others];
}
