import { gtin14, rowKey } from './row-key.ts';
import type { Catalogue, CatalogueRow } from './types.ts';

/** Makes the look-ups of a table. A row ends on the day on which a later row of the same key begins. */
export function compileCatalogue(rows: readonly CatalogueRow[]): Catalogue {
  const bounded = [...group(rows, rowKey).values()].flatMap(bound);
  return {
    byPrefix: group(bounded, ({ prefix }) => prefix),
    byGtin: group(bounded, ({ gtin }) => (gtin === undefined ? undefined : gtin14(gtin))),
    byNhsaCode: group(bounded, ({ nhsaCode }) => nhsaCode),
    byStandardCode: group(bounded, ({ standardCode }) => standardCode),
    byApprovalNo: group(bounded, ({ approvalNo }) => approvalNo),
  };
}

function bound(rows: readonly CatalogueRow[]): CatalogueRow[] {
  const inTime = [...rows].sort((left, right) => (left.validFrom < right.validFrom ? -1 : 1));
  return inTime.map((row, index) => {
    const next = inTime[index + 1];
    if (next === undefined || (row.validTo !== undefined && row.validTo <= next.validFrom)) return row;
    return { ...row, validTo: next.validFrom };
  });
}

function group(
  rows: readonly CatalogueRow[],
  keyOf: (row: CatalogueRow) => string | undefined,
): Map<string, CatalogueRow[]> {
  const groups = new Map<string, CatalogueRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return groups;
}
