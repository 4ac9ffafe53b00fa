import { type Catalogue, completeLine } from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';

/**
 * Completes every line from the catalogue.
 * @param day yyyy-MM-dd in China on which the event happened
 * @returns the lines, and contradictions as notes `<pointer>: <warning> (<what the table says>)`.
 */
export function completeLines(
  lines: readonly RecognisedLine[],
  catalogue: Catalogue,
  day: string,
): { readonly lines: readonly RecognisedLine[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const completed = lines.map((given, index) => {
    const { line, warnings } = completeLine(given, catalogue, day);
    for (const { pointer, warning, table } of warnings) notes.push(`/lines/${index}${pointer}: ${warning} (${table})`);
    return line;
  });
  return { lines: completed, notes };
}
