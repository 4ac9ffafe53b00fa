import type { RecognisedEvent } from '../../mappings/model/index.ts';
import type { LedgerStore } from '../ledger/contract.ts';
import { lyings, relationsFor } from '../ledger/index.ts';

/** A code of the event whose pack lies in another one of the same event. */
export interface ParentInDocument {
  /** Index into event.lines. */
  readonly line: number;
  /** Index into the line's codes. */
  readonly code: number;
  /** Normal form of the larger pack's code. */
  readonly parent: string;
}

/** @returns the packs that stand in the event together with a larger one around them. @throws StoreError */
export type FindParents = (tenant: string, event: RecognisedEvent) => Promise<readonly ParentInDocument[]>;

/**
 * Both say that the same pack moved; 码上放心 refuses such a bill (TOP API 文档, uploadinoutbill: 异常类型 6 有上下级关联). It is said and
 * taken: what the catalogue knows of packs may be older than the packs. A pack event names both on purpose.
 */
export function createFindParents(ledger: Pick<LedgerStore, 'relationsAround'>): FindParents {
  return async (tenant, { kind, occurredAt, lines }) => {
    const packs = lines.flatMap(({ codes }, line) =>
      codes.flatMap((code, index) => (code.identifies === undefined ? [{ line, code: index, ...named(code) }] : [])),
    );
    if (kind === 'pack' || !mayHoldParents(packs)) return [];
    const here = new Set(packs.map(({ value }) => value));
    const around = lyings(relationsFor(new Set([tenant]), await ledger.relationsAround([...here])));
    const at = Date.parse(occurredAt);
    const parentIn = (code: string, seen: ReadonlySet<string>): string | undefined => {
      for (const { parent, from, until } of around.get(code) ?? []) {
        if (at < from || until <= at || seen.has(parent)) continue;
        const found = here.has(parent) ? parent : parentIn(parent, new Set([...seen, parent]));
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return packs.flatMap(({ line, code, value }) => {
      const parent = parentIn(value, new Set([value]));
      return parent === undefined ? [] : [{ line, code, parent }];
    });
  };
}

function named({ value, prefix }: RecognisedEvent['lines'][number]['codes'][number]) {
  return { value, prefix };
}

/** Packs of one prefix (药品标识码) are of one product at one level: none of them lies in another. */
function mayHoldParents(packs: ReadonlyArray<{ readonly prefix?: string | undefined }>): boolean {
  const [first] = packs;
  return packs.length > 1 && packs.some(({ prefix }) => prefix === undefined || prefix !== first?.prefix);
}

/** @returns `<pointer>: PARENT_IN_DOCUMENT (<the larger pack's code>)` */
export function parentNote({ line, code, parent }: ParentInDocument): string {
  return `/lines/${line}/codes/${code}: PARENT_IN_DOCUMENT (${parent})`;
}
