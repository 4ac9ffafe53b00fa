import { type Catalogue, completeLine } from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';

export interface CompletedLines {
  readonly lines: readonly RecognisedLine[];
  readonly notes: readonly string[];
  /** Indexes into the lines. */
  readonly otherProductLines: ReadonlySet<number>;
}

/**
 * Completes every line from the catalogue.
 * @param day yyyy-MM-dd in China on which the event happened
 * @returns the lines, contradictions as notes `<pointer>: <warning> (<what the table says>)`, and the lines whose codes belong to another product.
 */
export function completeLines(lines: readonly RecognisedLine[], catalogue: Catalogue, day: string): CompletedLines {
  const notes: string[] = [];
  const otherProductLines = new Set<number>();
  const completed = lines.map((given, index) => {
    const { line, warnings, otherProduct } = completeLine(given, catalogue, day);
    if (otherProduct) otherProductLines.add(index);
    for (const { pointer, warning, table } of warnings) notes.push(`/lines/${index}${pointer}: ${warning} (${table})`);
    return line;
  });
  return { lines: completed, notes, otherProductLines };
}
