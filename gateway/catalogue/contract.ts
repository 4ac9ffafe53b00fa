/** What the catalogue promises to the other rooms, and what it needs of the store. */
import type {
  Catalogue,
  CatalogueProblem,
  CatalogueRow,
  Difference,
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
  readonly standardCodes?: readonly string[];
  readonly approvalNos?: readonly string[];
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
  /** Fewer children are known than the ratio says, and nobody says that the pack is broken: the rest may just not be told. */
  readonly isShort?: true;
  readonly origin: Origin;
  readonly disputed: boolean;
}

/** A pack event that the store has accepted. */
export interface AcceptedPacks {
  readonly id: string;
  readonly tenant: string;
  /** epoch ms */
  readonly acceptedAt: number;
  readonly event: { readonly lines: readonly RecognisedLine[] };
}

/** Everything known of one key. */
export interface ProductRecord {
  /** As it holds on the day asked for; absent when nothing does. */
  readonly row?: CatalogueRow;
  /** Every statement ever made, oldest first; the superseded ones among them. */
  readonly statements: readonly StoredStatement[];
}

export interface TextImport {
  readonly text: string;
  readonly format: 'csv' | 'relations-csv' | 'ndjson';
  readonly source: string;
  readonly actor: string;
  readonly dryRun: boolean;
}

/** Who asks for pack relations: sees what was imported for the hub and what it reported itself; undefined sees all. */
export type PackReader = string | undefined;

export interface CatalogueService {
  /** The rows that hold on the day for the codes and products of the lines: a promise only when the store must be asked. */
  tableFor(lines: readonly RecognisedLine[], day: string): Catalogue | Promise<Catalogue>;
  /** The same for single codes. */
  rowsFor(keys: ProductKeys, day: string): Catalogue | Promise<Catalogue>;

  search(query: ProductQuery): Promise<CataloguePage<StoredStatement>>;
  /** @param key `rowKey` @returns undefined when nothing was ever said of it */
  product(key: string, day: string): Promise<ProductRecord | undefined>;
  /** One statement of origin `user`, checked before. */
  upsert(row: CatalogueRow): Promise<{ readonly statement: StoredStatement; readonly outcome: StatementOutcome }>;
  /** The mapping library as CSV, as it holds on the day. */
  export(day: string, origin?: Origin): AsyncIterable<string>;
  importText(given: TextImport): Promise<ImportReport>;
  imports(limit: number): Promise<readonly ImportRecord[]>;

  /** The packs that are known, by code. */
  relationsOf(codes: readonly string[], reader: PackReader): Promise<ReadonlyMap<string, Pack>>;
  relationHistory(code: string, reader: PackReader): Promise<readonly StoredRelation[]>;
  /** What is inside a pack, down to the smallest ones. */
  contentsOf(code: string, reader: PackReader): Promise<Contents>;
  disputedRelations(
    page: { readonly cursor?: string; readonly limit: number },
    reader: PackReader,
  ): Promise<CataloguePage<StoredRelation>>;
  /** Keeps what a pack event of the tenant tells; the same event again tells nothing new. */
  learnPacks(accepted: AcceptedPacks): Promise<void>;
}

export type Contents =
  /** The smallest packs inside, in order of their codes. */
  | { readonly type: 'children'; readonly codes: readonly string[] }
  /** Nothing is known to be inside: a smallest pack, or one whose content nobody told. */
  | { readonly type: 'whole' }
  /** What is known is not all of it: a case that was opened (零箱), or relations too many or too deep to be true. */
  | { readonly type: 'incomplete'; readonly codes: readonly string[] };

export interface ImportConflict {
  /** Line of the file. */
  readonly line: number;
  /** `rowKey`, or `code …` of a pack. */
  readonly key: string;
  readonly differences: ReadonlyArray<
    Omit<Difference, 'field'> & { readonly field: string; readonly origin: Origin; readonly source?: string }
  >;
}

export type ImportCount = 'added' | 'changed' | 'unchanged' | 'repeated' | 'disputed' | 'withdrawn' | 'problems';

export interface ImportReport {
  /** UUIDv7 */
  readonly id: string;
  /** `refused`: mistakes were found and nothing was kept. */
  readonly result: 'imported' | 'refused' | 'checked';
  readonly counts: Readonly<Record<ImportCount, number>>;
  /** The first thousand; all are counted. */
  readonly problems: readonly CatalogueProblem[];
  /** The first thousand; all stay listed as conflicts of the catalogue. */
  readonly conflicts: readonly ImportConflict[];
}
