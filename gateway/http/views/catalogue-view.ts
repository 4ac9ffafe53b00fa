import {
  type CatalogueRow,
  rowKey,
  type StoredRelation,
  type StoredStatement,
  toRow,
} from '../../../mappings/catalogue/index.ts';
import type { CataloguePage, ImportReport, Pack, ProductRecord } from '../../catalogue/contract.ts';
import type {
  CatalogueConflictList,
  CatalogueImport,
  CatalogueProduct,
  PackView,
  ProductStatement,
} from '../openapi.generated.ts';
import { given, instant } from './given.ts';

/** `prefix 8123456` of the catalogue is `prefix:8123456` in addresses. */
export function keyText(key: string): string {
  return key.replace(' ', ':');
}

export function statementView(statement: StoredStatement): ProductStatement {
  const { origin, recordedAt, supersededAt, disputed } = statement;
  return {
    key: keyText(rowKey(statement)),
    origin,
    disputed,
    recordedAt: instant(recordedAt),
    ...given({ supersededAt: supersededAt === undefined ? undefined : instant(supersededAt) }),
    row: rowView(toRow(statement)),
  };
}

function rowView(row: CatalogueRow): ProductStatement['row'] {
  return { ...row };
}

export function productView(key: string, { row, statements }: ProductRecord): CatalogueProduct {
  return { key, ...given({ row: row && rowView(row) }), statements: statements.map(statementView) };
}

/** Statements and relations that contradict each other stand together under their key. */
export function conflictsView(
  products: CataloguePage<StoredStatement>,
  relations: CataloguePage<StoredRelation>,
): CatalogueConflictList {
  const items = new Map<string, CatalogueConflictList['items'][number]>();
  for (const statement of products.items) {
    const key = keyText(rowKey(statement));
    const item = items.get(key) ?? { key, statements: [], relations: [] };
    items.set(key, { ...item, statements: [...item.statements, statementView(statement)] });
  }
  for (const relation of relations.items) {
    const key = `code:${relation.code}`;
    const item = items.get(key) ?? { key, statements: [], relations: [] };
    items.set(key, { ...item, relations: [...item.relations, relationView(relation)] });
  }
  return { items: [...items.values()], ...given({ cursor: products.cursor ?? relations.cursor }) };
}

export function relationView(relation: StoredRelation): CatalogueConflictList['items'][number]['relations'][number] {
  const { parent, level, packRatio, lot, boxStatus, origin, recordedAt, endedAt } = relation;
  return {
    origin,
    recordedAt: instant(recordedAt),
    ...given({
      parent,
      level,
      packRatio,
      lot,
      boxStatus,
      endedAt: endedAt === undefined ? undefined : instant(endedAt),
    }),
  };
}

export function packView(pack: Pack, history: readonly StoredRelation[]): PackView {
  const { code, children, origin, disputed, parent, level, packRatio, lot, boxStatus } = pack;
  return {
    code,
    children: [...children],
    origin,
    disputed,
    ...given({ parent, level, packRatio, lot, boxStatus }),
    history: history.map(relationView),
  };
}

export function importView({ id, result, counts, problems, conflicts }: ImportReport): CatalogueImport {
  return {
    id,
    result,
    counts: { ...counts },
    problems: problems.map(({ line, column, message }) => ({ ...given({ line, column }), message })),
    conflicts: conflicts.map(({ line, key, differences }) => ({
      line,
      key: keyText(key),
      differences: differences.map((difference) => ({ ...difference })),
    })),
  };
}
