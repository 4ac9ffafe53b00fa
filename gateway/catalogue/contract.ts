/** What the catalogue promises to the other rooms, and what it needs of the store. */
import type {
  Catalogue,
  Origin,
  PackRelation,
  RelationPlan,
  StatementOutcome,
  StoredRelation,
  StoredStatement,
} from '../../mappings/catalogue/index.ts';
import type { RecognisedLine } from '../../mappings/model/index.ts';

/** Any of the codes by which a product is known. */
export interface ProductKeys {
  readonly prefixes?: readonly string[];
  /** GTIN-14 */
  readonly gtins?: readonly string[];
  readonly nhsaCodes?: readonly string[];
}

/** All conditions hold together. Absent ones do not count. */
export interface ProductQuery {
  readonly prefix?: string;
  /** Any length; compared as GTIN-14. */
  readonly gtin?: string;
  readonly nhsaCode?: string;
  readonly standardCode?: string;
  readonly approvalNo?: string;
  /** Beginning of the name. */
  readonly name?: string;
  readonly origin?: Origin;
  /** Only those that another origin contradicts. */
  readonly disputed?: boolean;
  readonly cursor?: string;
  readonly limit: number;
}

export interface CataloguePage<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

/** One import: a file, a request or a run of pack events. */
export interface ImportRecord {
  /** UUIDv7 */
  readonly id: string;
  readonly origin: Origin;
  readonly format: string;
  /** File name or request. */
  readonly source: string;
  /** SHA-256 hex of the file, when it is a configured one. */
  readonly hash?: string;
  readonly actor: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** The catalogue's part of the store. Current statements are those that are not superseded. */
export interface CatalogueStore {
  /**
   * Keeps statements in one transaction, as planStatements decides.
   * @param options `dryRun`: only says what would become of them. `confirm`: what is said again counts as said by this import (for `retire`).
   */
  putProducts(
    statements: readonly StoredStatement[],
    options: { readonly now: number; readonly dryRun?: boolean; readonly confirm?: boolean },
  ): Promise<readonly StatementOutcome[]>;
  /** Supersedes the current statements of an origin that the import did not say (again). @returns how many */
  retireProducts(origin: Origin, importId: string, now: number): Promise<number>;
  /** Current statements that name one of the keys. */
  productsByKeys(keys: ProductKeys): Promise<StoredStatement[]>;
  /** Current statements, by id. */
  findProducts(query: ProductQuery): Promise<CataloguePage<StoredStatement>>;
  /** Every statement ever made of a key (`rowKey`), oldest first. */
  productHistory(key: string): Promise<StoredStatement[]>;
  /** Rises with every change of the products, by any node. */
  catalogueRevision(): Promise<number>;

  /** Keeps relations in one transaction, as planRelations decides. */
  putRelations(
    relations: readonly StoredRelation[],
    options: { readonly now: number; readonly dryRun?: boolean },
  ): Promise<RelationPlan['outcomes']>;
  /** Current relations in which one of the codes is the pack itself or its parent. */
  relationsOf(codes: readonly string[]): Promise<StoredRelation[]>;
  /** Every relation ever kept of one pack, oldest first. */
  relationHistory(code: string): Promise<StoredRelation[]>;
  /** Current relations with another parent elsewhere, by code. */
  disputedRelations(page: { readonly cursor?: string; readonly limit: number }): Promise<CataloguePage<StoredRelation>>;

  putImport(record: ImportRecord): Promise<void>;
  /** Newest first. */
  imports(filter: { readonly origin?: Origin; readonly limit: number }): Promise<ImportRecord[]>;
}

/** One pack as the relations tell it. */
export interface Pack {
  readonly code: string;
  readonly parent?: string;
  /** In order of their codes. */
  readonly children: readonly string[];
  readonly level?: number;
  readonly packRatio?: string;
  readonly lot?: string;
  /** As stated, else as its children show it; absent when neither tells. */
  readonly boxStatus?: PackRelation['boxStatus'];
  readonly origin: Origin;
  readonly disputed: boolean;
}

export interface CatalogueService {
  /** The rows that hold on the day for the codes and products of the lines: a promise only when the store must be asked. */
  tableFor(lines: readonly RecognisedLine[], day: string): Catalogue | Promise<Catalogue>;
  /** The same for single codes. */
  rowsFor(keys: ProductKeys, day: string): Promise<Catalogue>;
}
