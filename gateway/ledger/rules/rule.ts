import type { FindingDraft } from '../contract.ts';
import type { PackLife } from '../pack-life.ts';

/** @returns what the rule finds; undefined: nothing. Pure, and the same whatever order the events arrived in. */
export type Rule = (life: PackLife) => FindingDraft | undefined;
