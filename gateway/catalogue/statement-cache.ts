import type { StoredStatement } from '../../mappings/catalogue/index.ts';
import { gtin14 } from '../../mappings/catalogue/index.ts';
import type { CatalogueStore, ProductKeys } from './contract.ts';

/** One of the codes by which a product is known: `p` prefix, `g` GTIN-14, `n` 国家医保药品代码, `s` 本位码, `a` 批准文号, then the code. */
export type CacheKey = `${'p' | 'g' | 'n' | 's' | 'a'}${string}`;

export interface StatementCache {
  /** The current statements that name the key; undefined when the store must be asked first. */
  get(key: CacheKey): readonly StoredStatement[] | undefined;
  /** Asks the store, once for all, what of the keys is not known yet. */
  load(keys: Iterable<CacheKey>): Promise<ReadonlyMap<CacheKey, readonly StoredStatement[]>>;
  clear(): void;
}

/**
 * The codes that pass through a node are few against the catalogue: their statements stay in memory, the least recently used go first. Absence
 * is remembered as well.
 * @param maxKeys most codes kept; one of them takes about 1 kB
 */
export function createStatementCache(store: Pick<CatalogueStore, 'productsByKeys'>, maxKeys: number): StatementCache {
  const known = new Map<CacheKey, readonly StoredStatement[]>();
  let generation = 0;

  function get(key: CacheKey): readonly StoredStatement[] | undefined {
    const statements = known.get(key);
    if (statements === undefined) return undefined;
    known.delete(key);
    known.set(key, statements);
    return statements;
  }

  function keep(key: CacheKey, statements: readonly StoredStatement[]): void {
    known.set(key, statements);
    if (known.size <= maxKeys) return;
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }

  return {
    get,
    async load(keys) {
      const found = new Map<CacheKey, readonly StoredStatement[]>();
      const unknown: CacheKey[] = [];
      for (const key of keys) {
        const statements = get(key);
        if (statements === undefined) unknown.push(key);
        else found.set(key, statements);
      }
      if (unknown.length === 0) return found;
      const asked = generation;
      const byKey = sort(unknown, await store.productsByKeys(toProductKeys(unknown)));
      for (const [key, statements] of byKey) {
        found.set(key, statements);
        // What was read before a change that came meanwhile is used once and not kept.
        if (asked === generation) keep(key, statements);
      }
      return found;
    },
    clear() {
      generation += 1;
      known.clear();
    },
  };
}

function toProductKeys(keys: readonly CacheKey[]): ProductKeys {
  const of = (letter: string) => keys.filter((key) => key.startsWith(letter)).map((key) => key.slice(1));
  return { prefixes: of('p'), gtins: of('g'), nhsaCodes: of('n'), standardCodes: of('s'), approvalNos: of('a') };
}

function sort(keys: readonly CacheKey[], statements: readonly StoredStatement[]): Map<CacheKey, StoredStatement[]> {
  const byKey = new Map<CacheKey, StoredStatement[]>(keys.map((key) => [key, []]));
  for (const statement of statements) {
    const { prefix, gtin, nhsaCode, standardCode, approvalNo } = statement;
    if (prefix !== undefined) byKey.get(`p${prefix}`)?.push(statement);
    if (gtin !== undefined) byKey.get(`g${gtin14(gtin)}`)?.push(statement);
    if (nhsaCode !== undefined) byKey.get(`n${nhsaCode}`)?.push(statement);
    if (standardCode !== undefined) byKey.get(`s${standardCode}`)?.push(statement);
    if (approvalNo !== undefined) byKey.get(`a${approvalNo}`)?.push(statement);
  }
  return byKey;
}
