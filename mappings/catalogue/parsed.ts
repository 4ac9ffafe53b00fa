import type { CatalogueProblem } from './error.ts';
import type { PackRelation } from './relation.ts';
import type { CatalogueRow } from './types.ts';

/** What one place of an import file says. `line` counts from 1; in a spreadsheet it is the row, in XML the line of the element's end. */
export type ParsedItem =
  | { readonly type: 'product'; readonly line: number; readonly row: CatalogueRow }
  | { readonly type: 'relation'; readonly line: number; readonly relation: Omit<PackRelation, 'origin' | 'tenant'> }
  | { readonly type: 'problem'; readonly problem: CatalogueProblem };

/** A file as it comes, piece by piece. */
export type Chunks = AsyncIterable<Uint8Array>;

/** The same, decoded. */
export type Texts = AsyncIterable<string>;

/** Reads one format without holding the file; mistakes are items, so that the reading goes on behind them. */
export type ItemReader = (texts: Texts) => AsyncIterable<ParsedItem>;
