import type { Bilingual } from '../engine/types.ts';
import type { RecognisedEvent } from '../model/index.ts';

/** note: a duty or a right to know of; warn: a rule is not kept, as far as the event tells. */
export const outcomes = ['note', 'warn'] as const;
export type PolicyOutcome = (typeof outcomes)[number];

/** All given conditions must hold; `coded` and `split` speak of a line. */
export interface Conditions {
  readonly kinds?: readonly string[];
  readonly settlement?: NonNullable<RecognisedEvent['settlement']>['type'];
  readonly regions?: readonly string[];
  readonly coded?: boolean;
  readonly split?: boolean;
}

/** policy.schema.json */
export interface PolicyRule {
  /** Document and date. */
  readonly source: Bilingual;
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly outcome: PolicyOutcome;
  readonly when?: Conditions;
  readonly message: Bilingual;
}

/** A table after inheritance. */
export interface PolicyTable {
  readonly id: string;
  readonly title: string;
  readonly region?: string;
  readonly rules: Readonly<Record<string, PolicyRule>>;
}

export interface Rule extends PolicyRule {
  readonly id: string;
}

/** The tables, ready to be asked. */
export interface Policy {
  /** @returns the rules for an institution of this 6-digit region: those of the table with the longest fitting region. */
  rulesFor(region: string): readonly Rule[];
  /** @returns the rule that a stored decision names; undefined when the tables no longer hold it. */
  find(region: string, id: string): Rule | undefined;
}

/** What a rule says about an event. */
export interface Decision {
  readonly rule: string;
  readonly outcome: PolicyOutcome;
  readonly source: Bilingual;
  readonly message: Bilingual;
  /** Indexes of the event's lines that it concerns, ascending. */
  readonly lines: readonly number[];
}
