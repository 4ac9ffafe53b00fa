import { gtin14 } from './row-key.ts';
import type { CatalogueRow } from './types.ts';

/**
 * Where a statement comes from, the most trusted first: where two that hold on one day differ, the first decides what is shown and
 * filled in, and both are kept. What a person of this hub wrote corrects what was bought in; the insurance's own catalogue names its own
 * codes; 码段 of 码上放心 are the official table of prefixes and levels; manufacturers' files and pack events know single packs.
 */
export const origins = ['user', 'config', 'nhsa', 'msfx', 'manufacturer', 'pack-event'] as const;
export type Origin = (typeof origins)[number];

export function isOrigin(text: string): text is Origin {
  return origins.some((origin) => origin === text);
}

/** @returns the rank of an origin; a lower one decides. */
export function rankOf(origin: Origin): number {
  return origins.indexOf(origin);
}

/** A row with who said it, ready to be kept. */
export interface Statement extends CatalogueRow {
  readonly origin: Origin;
}

export interface StoredStatement extends Statement {
  /** UUIDv7 */
  readonly id: string;
  readonly importId: string;
  /** epoch ms */
  readonly recordedAt: number;
  /** epoch ms: corrected or withdrawn by its own origin since. */
  readonly supersededAt?: number;
  /** Another origin says something else of the same key on the same day. */
  readonly disputed: boolean;
}

/** What makes two origins contradict each other. Names and makers are written in many ways: a difference there says nothing. */
const disputable = ['packLevel', 'gtin', 'nhsaCode', 'standardCode', 'approvalNo', 'packRatio', 'content'] as const;
const contents = [
  ...disputable,
  'contentUnit',
  'prefix',
  'drugId',
  'localName',
  'spec',
  'manufacturer',
  'holder',
  'validTo',
] as const;

export interface Difference {
  readonly field: (typeof disputable)[number];
  readonly ours: string;
  readonly theirs: string;
}

/** @returns the facts on which two statements about one key contradict each other; what only one of them states is no contradiction. */
export function differences(ours: CatalogueRow, theirs: CatalogueRow): Difference[] {
  return disputable.flatMap((field) => {
    const [own, other] = [ours[field], theirs[field]];
    if (own === undefined || other === undefined || sameValue(field, own, other)) return [];
    return [{ field, ours: own, theirs: other }];
  });
}

/** @returns one text for all facts that a statement makes: equal texts say the same. */
export function contentText(row: CatalogueRow): string {
  return contents.map((field) => row[field] ?? '').join('\u001f');
}

export function sameContent(left: CatalogueRow, right: CatalogueRow): boolean {
  return contents.every((field) => left[field] === right[field]);
}

function sameValue(field: string, left: string, right: string): boolean {
  return left === right || (field === 'gtin' && gtin14(left) === gtin14(right));
}
