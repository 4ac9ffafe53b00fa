import {
  type Catalogue,
  type CatalogueRow,
  effectiveRows,
  readCsv,
  readJsonLines,
  readRelationsCsv,
  type StoredRelation,
} from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';
import type { CatalogueService, CatalogueStore, PackReader, ProductKeys } from './contract.ts';
import { keysNamed, keysOfLines, rowsOn, toTable } from './day-table.ts';
import { exportCsv } from './export.ts';
import { importFile } from './import.ts';
import { relationsIn } from './learn.ts';
import { contentsOf, packsOf } from './packs.ts';
import { type CacheKey, createStatementCache } from './statement-cache.ts';

export interface CatalogueDeps {
  readonly store: CatalogueStore;
  readonly clock: () => number;
  /** UUIDv7 */
  readonly newId: () => string;
}

/** A chain's assortment is some 10,000 products of one to three codes each. */
const maxCachedKeys = 100_000;
/** How late a node may learn of what another one has changed. */
const revisionCheckMs = 5_000;

/** The catalogue as intake and the API ask it: kept in the store, what is in use kept in memory. */
export function createCatalogue({ store, clock, newId }: CatalogueDeps): CatalogueService {
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
      const wanted = cacheKeys(keys);
      return remembered(wanted, day) ?? loaded(wanted, day);
    },
    search: (query) => store.findProducts(query),
    async product(key, day) {
      const statements = await store.productHistory(key);
      const [row] = effectiveRows(
        statements.filter(({ supersededAt }) => supersededAt === undefined),
        day,
      );
      return statements.length === 0 ? undefined : { statements, ...(row === undefined ? {} : { row }) };
    },
    async upsert(row) {
      const [now, id] = [clock(), newId()];
      const statement = { ...row, id, origin: 'user', importId: newId(), recordedAt: now, disputed: false } as const;
      const [outcome] = await store.putProducts([statement], { now });
      clear();
      if (outcome === undefined) throw new Error('the store gave no outcome');
      return { statement: { ...statement, disputed: outcome.disputes.length > 0 }, outcome };
    },
    export: (day, origin) => exportCsv(store, day, origin),
    async importText({ text, format, ...given }) {
      const items = () => textReaders[format](once(text));
      const job = { ...given, items, format, origin: 'user', tenant: '', skipErrors: false, replace: false } as const;
      const report = await importFile(job, { store, clock, newId });
      clear();
      return report;
    },
    imports: (limit) => store.imports({ limit }),

    relationsOf: (codes, reader) => packsOf(store, codes, reader),
    relationHistory: async (code, reader) => (await store.relationHistory(code)).filter(seenBy(reader)),
    contentsOf: (code, reader) => contentsOf(store, code, reader),
    async disputedRelations(page, reader) {
      const found = await store.disputedRelations(page);
      return { ...found, items: found.items.filter(seenBy(reader)) };
    },
    async learnPacks(accepted) {
      const relations = relationsIn(accepted);
      if (relations.length > 0) await store.putRelations(relations, { now: accepted.acceptedAt });
    },
  };
}

function cacheKeys({
  prefixes = [],
  gtins = [],
  nhsaCodes = [],
  standardCodes = [],
  approvalNos = [],
}: ProductKeys): Set<CacheKey> {
  return new Set<CacheKey>([
    ...prefixes.map((code): CacheKey => `p${code}`),
    ...gtins.map((code): CacheKey => `g${code}`),
    ...nhsaCodes.map((code): CacheKey => `n${code}`),
    ...standardCodes.map((code): CacheKey => `s${code}`),
    ...approvalNos.map((code): CacheKey => `a${code}`),
  ]);
}

const textReaders = { csv: readCsv, 'relations-csv': readRelationsCsv, ndjson: readJsonLines } as const;

async function* once(text: string) {
  yield text;
}

function seenBy(reader: PackReader): (relation: StoredRelation) => boolean {
  return ({ tenant }) => reader === undefined || tenant === '' || tenant === reader;
}
