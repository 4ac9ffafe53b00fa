import { rowKey } from './row-key.ts';
import { rankOf, type StoredStatement } from './statement.ts';
import type { CatalogueRow } from './types.ts';

/**
 * What holds on a day: per key one row, each fact from the most trusted origin that states it. Of one origin, its latest statement
 * of the key holds. Pure.
 * @param statements of any keys, none superseded
 * @param day yyyy-MM-dd, China
 */
export function effectiveRows(statements: readonly StoredStatement[], day: string): CatalogueRow[] {
  const latest = new Map<string, Map<string, StoredStatement>>();
  for (const statement of statements) {
    if (statement.validFrom > day) continue;
    const key = rowKey(statement);
    const ofKey = latest.get(key) ?? new Map<string, StoredStatement>();
    latest.set(key, ofKey);
    const known = ofKey.get(statement.origin);
    if (known === undefined || known.validFrom < statement.validFrom) ofKey.set(statement.origin, statement);
  }
  return [...latest.values()].flatMap((ofKey) => {
    const inForce = [...ofKey.values()].filter(({ validTo }) => validTo === undefined || day < validTo);
    const [first, ...others] = inForce;
    return first === undefined ? [] : [merge(first, others)];
  });
}

/** The row without what only the keeping of it needs. */
export function toRow(statement: StoredStatement): CatalogueRow {
  const { origin: _o, id: _i, importId: _m, recordedAt: _r, supersededAt: _s, disputed: _d, ...row } = statement;
  return row;
}

/** @returns what `more` says, and of `less` what it leaves open. Who states a content states its unit, or none: a unit of another's count is no help. */
export function overlaid<T extends Partial<CatalogueRow>>(
  less: Partial<CatalogueRow>,
  more: T,
): Partial<CatalogueRow> & T {
  if (more.content === undefined || less.contentUnit === undefined) return { ...less, ...more };
  const { contentUnit: _, ...shared } = less;
  return { ...shared, ...more };
}

/** The most trusted decides; its source and days stand for the row. */
function merge(one: StoredStatement, others: readonly StoredStatement[]): CatalogueRow {
  if (others.length === 0) return toRow(one);
  const [first = one, ...rest] = [one, ...others].sort((left, right) => rankOf(right.origin) - rankOf(left.origin));
  return rest.reduce((merged, statement) => overlaid(merged, toRow(statement)), toRow(first));
}
