import {
  type CatalogueRow,
  effectiveRows,
  gtin14,
  isOrigin,
  rowKey,
  type StoredStatement,
} from '../../mappings/catalogue/index.ts';
import type { CatalogueStore } from './contract.ts';

/** The columns of the CSV that `csv` imports, so that an export is an import. */
const columns = [
  'prefix',
  'packLevel',
  'gtin',
  'nhsaCode',
  'standardCode',
  'approvalNo',
  'drugId',
  'localName',
  'spec',
  'manufacturer',
  'holder',
  'packRatio',
  'content',
  'contentUnit',
  'source',
  'validFrom',
  'validTo',
] as const satisfies ReadonlyArray<keyof CatalogueRow>;

/** Statements per question to the store. */
const pageSize = 1_000;

/**
 * Writes the mapping library (三码合一) as CSV, page by page: what holds on the day, one row per key, each fact from the most trusted origin.
 * @param origin only what this origin says, every statement in force or to come
 */
export async function* exportCsv(store: CatalogueStore, day: string, origin?: string): AsyncIterable<string> {
  yield `${columns.join(',')}\n`;
  let cursor: string | undefined;
  do {
    const page = await store.findProducts({
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
      ...(origin !== undefined && isOrigin(origin) ? { origin } : {}),
    });
    const rows = origin === undefined ? await shownOf(store, page.items, day) : page.items;
    yield rows.map(toLine).join('');
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** Of a page's statements, the rows to be shown: a key is written where its first statement stands. */
async function shownOf(store: CatalogueStore, page: readonly StoredStatement[], day: string): Promise<CatalogueRow[]> {
  const of = (field: 'prefix' | 'gtin' | 'nhsaCode') => [...new Set(page.flatMap((one) => one[field] ?? []))];
  const known = await store.productsByKeys({
    prefixes: of('prefix'),
    gtins: of('gtin').map(gtin14),
    nhsaCodes: of('nhsaCode'),
  });
  const firstOfKey = new Map<string, string>();
  for (const one of known) {
    const key = rowKey(one);
    const first = firstOfKey.get(key);
    if (first === undefined || one.id < first) firstOfKey.set(key, one.id);
  }
  const here = new Set(page.filter((one) => firstOfKey.get(rowKey(one)) === one.id).map(rowKey));
  return effectiveRows(known, day).filter((row) => here.has(rowKey(row)));
}

function toLine(row: CatalogueRow): string {
  return `${columns.map((column) => cell(row[column])).join(',')}\n`;
}

/** RFC 4180; a cell that a spreadsheet would take for a formula is quoted as text by no standard, so names are left as they are. */
function cell(text: string | undefined): string {
  if (text === undefined) return '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
