import type { Store } from '../store/contract.ts';
import type { Finding, FindingQuery, Movement } from './contract.ts';
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

/** Events asked for at once: each comes with all its lines. */
const eventsAtOnce = 50;

export function createFindings(store: {
  readonly ledger: Pick<Store['ledger'], 'findings'>;
  readonly getEvent: Store['getEvent'];
}): Findings {
  /** An auditor looks for the document, not for our number of it. @returns by event; without those that are kept no longer */
  async function documentNos(movements: readonly Movement[]): Promise<ReadonlyMap<string, string>> {
    const events = [...new Map(movements.map((movement) => [movement.eventId, movement])).values()];
    const found = new Map<string, string>();
    for (let from = 0; from < events.length; from += eventsAtOnce) {
      const some = events.slice(from, from + eventsAtOnce);
      for (const event of await Promise.all(some.map(({ tenant, eventId }) => store.getEvent(tenant, eventId)))) {
        if (event !== undefined) found.set(event.id, event.documentNo);
      }
    }
    return found;
  }

  return {
    async find(query) {
      const { items, cursor } = await store.ledger.findings(query);
      const told = items
        .flatMap(({ evidence }) => evidence)
        .filter(({ tenant }) => query.tenant === undefined || query.tenant === tenant);
      const documents = await documentNos(told);
      const seen = items.map((finding) => ({
        ...finding,
        meaning: classMeanings[finding.class],
        evidence: finding.evidence.map((movement) => {
          const sight = seenBy(query.tenant, movement);
          const documentNo = sight.eventId === undefined ? undefined : documents.get(sight.eventId);
          return documentNo === undefined ? sight : { ...sight, documentNo };
        }),
      }));
      return { items: seen, ...(cursor === undefined ? {} : { cursor }) };
    },
  };
}
