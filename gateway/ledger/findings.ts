import type { Store } from '../store/contract.ts';
import type { Finding, FindingQuery } from './contract.ts';
import { type SeenMovement, seenBy } from './sight.ts';
import { type ClassMeaning, classMeanings } from './suspicion.ts';

/** A finding as one caller may see it. */
export interface SeenFinding extends Omit<Finding, 'evidence'> {
  readonly meaning: ClassMeaning;
  readonly evidence: readonly SeenMovement[];
}

/** What the rules found, to be listed and exported. */
export interface Findings {
  /**
   * Newest first.
   * @param query its tenant sees findings with events of its own, others' events masked; undefined: an operator sees all
   * @throws StoreError; CursorError when the cursor is none of ours.
   */
  find(query: FindingQuery): Promise<{ readonly items: readonly SeenFinding[]; readonly cursor?: string }>;
}

export function createFindings(ledger: Pick<Store['ledger'], 'findings'>): Findings {
  return {
    async find(query) {
      const { items, cursor } = await ledger.findings(query);
      const seen = items.map((finding) => ({
        ...finding,
        meaning: classMeanings[finding.class],
        evidence: finding.evidence.map((movement) => seenBy(query.tenant, movement)),
      }));
      return { items: seen, ...(cursor === undefined ? {} : { cursor }) };
    },
  };
}
