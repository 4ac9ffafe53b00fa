import type { TraceEvent } from '../../mappings/model/index.ts';
import { codeText } from '../../mappings/model/index.ts';
import { numbered } from './make-event.ts';

const perDocument = 100;

/** @param document 0 to 98 @returns the lines with codes that no other document of that number has. */
export function makeCodes(lines: TraceEvent['lines'], document: number): TraceEvent['lines'] {
  const [first, ...others] = lines.map((line, index) => ({
    ...line,
    codes: (line.codes ?? []).map((scanned) => {
      const renumbered = (code: string) => numbered(code, (document + 1) * perDocument + index);
      if (typeof scanned === 'string') return renumbered(scanned);
      const { parent } = scanned;
      const lies = parent === undefined ? {} : { parent: renumbered(parent) };
      return { ...scanned, value: renumbered(codeText(scanned)), ...lies };
    }),
  }));
  if (first === undefined) throw new Error('an event without lines');
  return [first, ...others];
}
