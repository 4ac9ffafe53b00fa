import type { CatalogueRow } from './types.ts';

/** @returns what a row speaks of; a later row of the same key takes its place. */
export function rowKey({ prefix, gtin, nhsaCode }: Pick<CatalogueRow, 'prefix' | 'gtin' | 'nhsaCode'>): string {
  if (prefix !== undefined) return `prefix ${prefix}`;
  return gtin === undefined ? `nhsaCode ${nhsaCode}` : `gtin ${gtin14(gtin)}`;
}

/** GTIN-8, -12 and -13 are the same number as the GTIN-14 with leading zeros (GS1 General Specifications §3.3.2). */
export function gtin14(gtin: string): string {
  return gtin.padStart(14, '0');
}
