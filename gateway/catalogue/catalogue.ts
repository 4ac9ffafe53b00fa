import type { Catalogue, CatalogueRow } from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';
import type { CatalogueService, CatalogueStore, ProductKeys } from './contract.ts';
import { keysNamed, keysOfLines, rowsOn, toTable } from './day-table.ts';
import { type CacheKey, createStatementCache } from './statement-cache.ts';

export interface CatalogueDeps {
  readonly store: CatalogueStore;
  readonly clock: () => number;
}

/** A chain's assortment is some 10,000 products of one to three codes each. */
const maxCachedKeys = 100_000;
/** How late a node may learn of what another one has changed. */
const revisionCheckMs = 5_000;

/** The catalogue as intake and the API ask it: kept in the store, what is in use kept in memory. */
export function createCatalogue({ store, clock }: CatalogueDeps): CatalogueService & { changed(): void } {
  const cache = createStatementCache(store, maxCachedKeys);
  const rowsOfDay = new Map<string, readonly CatalogueRow[]>();
  let revision: number | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;

  /** Beside the work, never in its way. A store that does not answer is noticed by the work itself. */
  function checkRevision(): void {
    if (checking !== undefined || clock() - checkedAt < revisionCheckMs) return;
    checkedAt = clock();
    checking = store
      .catalogueRevision()
      .then((current) => {
        if (revision !== undefined && current !== revision) clear();
        revision = current;
      })
      .catch(clear)
      .finally(() => {
        checking = undefined;
      });
  }

  function clear(): void {
    cache.clear();
    rowsOfDay.clear();
  }

  /** What holds on a day is worked out once per key: most events are of today. */
  function keep(day: string, key: CacheKey, rows: readonly CatalogueRow[]): void {
    if (rowsOfDay.size >= maxCachedKeys) rowsOfDay.clear();
    rowsOfDay.set(`${day}${key}`, rows);
  }

  function remembered(keys: ReadonlySet<CacheKey>, day: string): Catalogue | undefined {
    const rows = new Map<CacheKey, readonly CatalogueRow[]>();
    for (const key of keys) {
      const known = rowsOfDay.get(`${day}${key}`);
      if (known === undefined) return undefined;
      rows.set(key, known);
    }
    return toTable(rows);
  }

  async function loaded(keys: ReadonlySet<CacheKey>, day: string): Promise<Catalogue> {
    const first = await cache.load(keys);
    const known = new Map([...first, ...(await cache.load(keysNamed(first.values())))]);
    const rows = rowsOn(keys, (key) => known.get(key) ?? [], day);
    // What the cache did not keep came from before a change.
    for (const [key, list] of rows) if (cache.get(key) === known.get(key)) keep(day, key, list);
    return toTable(rows);
  }

  return {
    tableFor(lines: readonly RecognisedLine[], day) {
      checkRevision();
      const keys = keysOfLines(lines);
      return remembered(keys, day) ?? loaded(keys, day);
    },
    rowsFor(keys, day) {
      checkRevision();
      return loaded(cacheKeys(keys), day);
    },
    changed: clear,
  };
}

function cacheKeys({ prefixes = [], gtins = [], nhsaCodes = [] }: ProductKeys): Set<CacheKey> {
  return new Set<CacheKey>([
    ...prefixes.map((code): CacheKey => `p${code}`),
    ...gtins.map((code): CacheKey => `g${code}`),
    ...nhsaCodes.map((code): CacheKey => `n${code}`),
  ]);
}
