import { rowKey } from './row-key.ts';
import { type Difference, differences, type Origin, type StoredStatement, sameContent } from './statement.ts';

/** Of one statement given: what became of it. */
export interface StatementOutcome {
  /** `repeated`: the same import has already said something else of this key and day; not kept. */
  readonly type: 'added' | 'unchanged' | 'changed' | 'repeated';
  /** What other origins say of the same key and days; kept beside it. */
  readonly disputes: ReadonlyArray<Difference & { readonly origin: Origin; readonly source: string }>;
}

/** What is to be written so that the statements given are kept. */
export interface StatementPlan {
  readonly outcomes: readonly StatementOutcome[];
  readonly insert: readonly StoredStatement[];
  /** Ids of statements that their own origin corrects. */
  readonly supersede: readonly string[];
  /** Ids of statements that were said again. */
  readonly confirmed: readonly string[];
  /** Ids whose `disputed` changes, among those kept before. */
  readonly dispute: readonly string[];
  readonly settle: readonly string[];
}

/**
 * Decides what becomes of statements: nothing is overwritten silently. An origin may correct itself (the earlier statement is kept as
 * superseded) and may say what holds from a later day; what other origins say stands beside it. Pure.
 * @param known the statements in force of all keys given: those that are not superseded
 * @param given at most one import's; later ones see earlier ones
 */
export function planStatements(known: readonly StoredStatement[], given: readonly StoredStatement[]): StatementPlan {
  const byKey = new Map<string, StoredStatement[]>();
  for (const statement of known) push(byKey, rowKey(statement), statement);
  const insert = new Map<string, StoredStatement>();
  const supersede: string[] = [];
  const confirmed: string[] = [];
  const keys = new Set<string>();

  const outcomes = given.map((statement): StatementOutcome => {
    const key = rowKey(statement);
    keys.add(key);
    const all = byKey.get(key) ?? [];
    const own = all.filter(({ origin }) => origin === statement.origin);
    const disputes = disputesOf(statement, all);
    const same = own.find(({ validFrom }) => validFrom === statement.validFrom) ?? saidBefore(statement, own);
    if (same !== undefined && sameContent(same, statement)) {
      confirmed.push(same.id);
      return { type: 'unchanged', disputes };
    }
    if (same === undefined || same.validFrom !== statement.validFrom) {
      push(byKey, key, statement);
      insert.set(statement.id, statement);
      return { type: 'added', disputes };
    }
    if (same.importId === statement.importId) return { type: 'repeated', disputes };
    supersede.push(same.id);
    byKey.set(key, [...all.filter(({ id }) => id !== same.id), statement]);
    insert.set(statement.id, statement);
    return { type: 'changed', disputes };
  });

  const dispute: string[] = [];
  const settle: string[] = [];
  for (const key of keys) {
    const all = byKey.get(key) ?? [];
    for (const statement of all) {
      const disputed = disputesOf(statement, all).length > 0;
      if (disputed === statement.disputed) continue;
      if (insert.has(statement.id)) insert.set(statement.id, { ...statement, disputed });
      else (disputed ? dispute : settle).push(statement.id);
    }
  }
  return { outcomes, insert: [...insert.values()], supersede, confirmed, dispute, settle };
}

/** @returns the contradictions between a statement and those of other origins that hold on one of its days. */
export function disputesOf(statement: StoredStatement, all: readonly StoredStatement[]): StatementOutcome['disputes'] {
  const ends = (one: StoredStatement) => endOf(one, all);
  return all
    .filter(({ origin }) => origin !== statement.origin)
    .filter((other) => statement.validFrom < ends(other) && other.validFrom < ends(statement))
    .flatMap((other) =>
      differences(statement, other).map((difference) => ({
        ...difference,
        origin: other.origin,
        source: other.source,
      })),
    );
}

const never = '9999-12-31';

/** The first day on which a statement no longer holds: its own end, or a later statement of its origin. */
function endOf(statement: StoredStatement, all: readonly StoredStatement[]): string {
  let end = statement.validTo ?? never;
  for (const { origin, validFrom } of all) {
    if (origin === statement.origin && validFrom > statement.validFrom && validFrom < end) end = validFrom;
  }
  return end;
}

/** The latest statement of the same origin that began earlier: saying it again from a later day on says nothing new. */
function saidBefore(statement: StoredStatement, own: readonly StoredStatement[]): StoredStatement | undefined {
  const earlier = own.filter(({ validFrom }) => validFrom < statement.validFrom);
  const latest = earlier.reduce<StoredStatement | undefined>(
    (found, one) => (found === undefined || one.validFrom > found.validFrom ? one : found),
    undefined,
  );
  return latest !== undefined && sameContent(latest, statement) ? latest : undefined;
}

function push(lists: Map<string, StoredStatement[]>, key: string, statement: StoredStatement): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [statement]);
  else list.push(statement);
}
