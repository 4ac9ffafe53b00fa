import {
  type Catalogue,
  type CatalogueRow,
  effectiveRows,
  gtin14,
  overlaid,
  rowKey,
  type StoredStatement,
} from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';
import type { CacheKey } from './statement-cache.ts';

/** What the codes and the product of lines may be looked up by. */
export function keysOfLines(lines: readonly RecognisedLine[]): Set<CacheKey> {
  const keys = new Set<CacheKey>();
  for (const { product, codes } of lines) {
    if (product.gtin !== undefined) keys.add(`g${gtin14(product.gtin)}`);
    if (product.nhsaCode !== undefined) keys.add(`n${product.nhsaCode}`);
    if (product.standardCode !== undefined) keys.add(`s${product.standardCode}`);
    if (product.approvalNo !== undefined) keys.add(`a${product.approvalNo}`);
    for (const { prefix, gtin } of codes) {
      if (prefix !== undefined) keys.add(`p${prefix}`);
      else if (gtin !== undefined) keys.add(`g${gtin}`);
    }
  }
  return keys;
}

/** The keys that statements lead to: a prefix tells the 医保代码, whose own row tells the approval number. */
export function keysNamed(statements: Iterable<readonly StoredStatement[]>): Set<CacheKey> {
  const keys = new Set<CacheKey>();
  for (const list of statements) {
    for (const { gtin, nhsaCode } of list) {
      if (gtin !== undefined) keys.add(`g${gtin14(gtin)}`);
      if (nhsaCode !== undefined) keys.add(`n${nhsaCode}`);
    }
  }
  return keys;
}

/**
 * Per key, the rows that hold on the day, each completed by the rows of the GTIN and the 医保代码 it names.
 * @param known the current statements of the keys, and of those that they name
 */
export function rowsOn(
  keys: Iterable<CacheKey>,
  known: (key: CacheKey) => readonly StoredStatement[],
  day: string,
): Map<CacheKey, readonly CatalogueRow[]> {
  const rows = new Map<CacheKey, readonly CatalogueRow[]>();
  for (const key of keys) {
    rows.set(
      key,
      effectiveRows(known(key), day).map((row) => completed(row, known, day)),
    );
  }
  return rows;
}

export function toTable(rows: ReadonlyMap<CacheKey, readonly CatalogueRow[]>): Catalogue {
  const table = (letter: string) =>
    new Map(
      [...rows].flatMap(([key, list]) =>
        list.length > 0 && key.startsWith(letter) ? [[key.slice(1), list] as const] : [],
      ),
    );
  return {
    byPrefix: table('p'),
    byGtin: table('g'),
    byNhsaCode: table('n'),
    byStandardCode: table('s'),
    byApprovalNo: table('a'),
  };
}

/** A row's own words stand; the row of its GTIN, then that of its 医保代码, add what it does not say. */
function completed(row: CatalogueRow, known: (key: CacheKey) => readonly StoredStatement[], day: string): CatalogueRow {
  const own = (key: CacheKey | undefined, name: string) =>
    key === undefined
      ? undefined
      : effectiveRows(
          known(key).filter((statement) => rowKey(statement) === name),
          day,
        )[0];
  const number = row.gtin === undefined ? undefined : gtin14(row.gtin);
  const ofGtin = number === undefined ? undefined : own(`g${number}`, `gtin ${number}`);
  const nhsaCode = row.nhsaCode ?? ofGtin?.nhsaCode;
  const ofNhsaCode = nhsaCode === undefined ? undefined : own(`n${nhsaCode}`, `nhsaCode ${nhsaCode}`);
  if ((ofGtin === undefined || ofGtin === row) && ofNhsaCode === undefined) return row;
  const { packRatio: _, ...shared } = ofNhsaCode ?? {};
  return overlaid(overlaid(shared, ofGtin ?? {}), row);
}
