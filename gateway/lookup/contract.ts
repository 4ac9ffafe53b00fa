import type { Bilingual, JsonSchema, Outcome, Progress } from '../../adapters/contract/index.ts';
import type { SchemaError } from '../../mappings/schema.ts';

/** Asks platforms what they know, through the same protections as deliveries; answers are kept for a while. */
export interface LookupService {
  /** @returns what may be asked on a link by its profile; undefined for a link that does not exist. */
  list(link: string): readonly LookupDescription[] | undefined;
  /**
   * Asks, or gives a fresh enough answer again. Settles within `timeoutMs` and never throws for a platform or link that fails: faults
   * are outcomes. A question that is asked already is asked once. What comes after the deadline is kept for the next who asks.
   */
  ask(order: LookupOrder): Promise<LookupAnswer>;
}

export interface LookupOrder {
  readonly tenant: string;
  readonly institution: string;
  readonly link: string;
  readonly operation: string;
  /** As the look-up's schema describes them. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}

export interface LookupAnswer {
  readonly outcome: Outcome;
  /** How old the outcome is; 0 for one that was asked for just now. */
  readonly ageMs: number;
  /** Where the parameters break the look-up's schema. */
  readonly errors?: readonly SchemaError[];
}

export interface LookupDescription {
  readonly operation: string;
  readonly native: string;
  readonly title: Bilingual;
  readonly answers: Bilingual;
  readonly params: JsonSchema;
  readonly example: Progress;
  readonly cacheMs: number;
}
