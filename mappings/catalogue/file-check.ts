import { createKeyTable, hash53 } from './key-table.ts';
import type { ParsedItem } from './parsed.ts';
import { maxPackLevels } from './relation.ts';
import { rowKey } from './row-key.ts';
import { contentText } from './statement.ts';

/** What one line says against the lines before it; `repeats`: the same key again, with other facts. */
export interface Contradiction {
  readonly column?: string;
  readonly message: string;
  readonly repeats: boolean;
}

/** Packs of which it is remembered where they stand: the larger ones, a hundredth of a file or less. Beyond, circles are found when the packs are opened. */
const maxRemembered = 1_000_000;

/**
 * Watches a file for lines that contradict each other: one key with two meanings, a pack that lies in itself by way of others. Hashes only, at
 * most some 200 MiB for files of more than six million keys, a few for an ordinary one.
 */
export function createFileCheck(): (item: Exclude<ParsedItem, { type: 'problem' }>) => Contradiction | undefined {
  const keys = createKeyTable();
  const holders = new Set<number>();
  const parents = new Map<number, number>();

  function circle(code: string, parent: string, level: number | undefined): string | undefined {
    const [own, outer] = [hash53(code), hash53(parent)];
    if (level === 1 && holders.has(own)) return 'is a smallest pack (level 1), but others lie in it';
    if (holders.size < maxRemembered) holders.add(outer);
    // A smallest pack holds nothing, so that no circle leads through it.
    if (level === 1) return undefined;
    let above: number | undefined = outer;
    for (let depth = 0; depth <= maxPackLevels && above !== undefined; depth += 1) {
      if (above === own) return 'lies in itself, by way of the packs around it';
      above = parents.get(above);
    }
    if (parents.size < maxRemembered) parents.set(own, outer);
    return undefined;
  }

  return (item) => {
    const [key, content] =
      item.type === 'product'
        ? [`${rowKey(item.row)} ${item.row.validFrom}`, contentText(item.row)]
        : [item.relation.code, relationText(item.relation)];
    const first = keys.firstLine(key, content, item.line);
    if (first !== undefined)
      return { message: `says something else of the same key than line ${first}`, repeats: true };
    if (item.type === 'product' || item.relation.parent === undefined) return undefined;
    const { code, parent, level } = item.relation;
    const message = circle(code, parent, level);
    return message === undefined ? undefined : { column: 'parent', message, repeats: false };
  };
}

type Relation = Extract<ParsedItem, { type: 'relation' }>['relation'];

function relationText({ parent, level, packRatio, lot, boxStatus }: Relation): string {
  return `${parent}|${level}|${packRatio}|${lot}|${boxStatus}`;
}
