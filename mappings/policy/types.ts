import type { Bilingual } from '../engine/types.ts';
import type { RecognisedEvent, RecognisedLine } from '../model/index.ts';

/**
 * note: a duty or a right to know of; warn: a rule is not kept, as far as the event tells; exempt: these lines need no code;
 * block: the event is refused.
 */
export const outcomes = ['note', 'warn', 'exempt', 'block'] as const;
export type PolicyOutcome = (typeof outcomes)[number];

/** Conditions on the event as a whole. All given conditions must hold. */
export interface EventConditions {
  readonly kinds?: readonly string[];
  readonly settlement?: NonNullable<RecognisedEvent['settlement']>['type'];
  readonly regions?: readonly string[];
  readonly roles?: readonly string[];
  readonly daysLate?: number;
}

/** Conditions on each line. */
export interface LineConditions {
  readonly coded?: boolean;
  readonly split?: boolean;
  readonly noCodeReasons?: readonly string[];
  readonly exempt?: boolean;
  readonly repeated?: boolean;
  readonly unregistered?: boolean;
  readonly boughtBefore?: string;
  readonly contradicted?: boolean;
  readonly codeCount?: CodeCount;
  readonly otherProduct?: boolean;
}

/** More packs than trace codes on a line, or more codes than packs. */
export type CodeCount = 'short' | 'surplus';

export type Conditions = EventConditions & LineConditions;

/** What rules ask beside the event itself. */
export interface Circumstances {
  /** yyyy-MM-dd in China: when the event arrived. Absent: on the day it happened. */
  readonly arrivedOn?: string | undefined;
  /** Of the institution, where the event does not name it. */
  readonly role?: string | undefined;
  /** Lines with a code that was sold before and not returned. */
  readonly repeatedLines?: ReadonlySet<number> | undefined;
  /** Of those the ones that only another tenant's word calls so: a rule on repeats may warn of them but refuses nothing. */
  readonly hearsayLines?: ReadonlySet<number> | undefined;
  /** Lines that the 无码库 does not cover: not registered, or more than is left of it. */
  readonly unregisteredLines?: ReadonlySet<number> | undefined;
  /** yyyy-MM-dd, by line: the latest purchase among the rows of the 无码库 that the line takes from; absent where one is not dated. */
  readonly boughtOn?: ReadonlyMap<number, string> | undefined;
  /** Lines whose codes belong, by the catalogue and without dispute, to another product than the line names. */
  readonly otherProductLines?: ReadonlySet<number> | undefined;
}

/** A line with what earlier rules and the ledger say of it. */
export interface JudgedLine {
  readonly line: RecognisedLine;
  readonly exempt: boolean;
  readonly repeated: boolean;
  readonly unregistered: boolean;
  readonly boughtOn?: string;
  readonly otherProduct: boolean;
}

/** A condition as one rule states it, ready to be tested. */
export type Condition =
  | {
      readonly on: 'event';
      readonly name: keyof EventConditions;
      readonly wanted: unknown;
      readonly fits: (event: RecognisedEvent, circumstances: Circumstances) => boolean;
    }
  | {
      readonly on: 'line';
      readonly name: keyof LineConditions;
      readonly wanted: unknown;
      readonly fits: (judged: JudgedLine) => boolean;
    };

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
  /** `when`, ready to be tested; empty: the rule concerns every event. */
  readonly conditions: readonly Condition[];
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
