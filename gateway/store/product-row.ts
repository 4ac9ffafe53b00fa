import {
  gtin14,
  isOrigin,
  type Origin,
  rowKey,
  type StoredRelation,
  type StoredStatement,
  toRow,
} from '../../mappings/catalogue/index.ts';
import type { ImportRecord } from '../catalogue/contract.ts';

/** Table `product`: the columns that are searched, and the row itself as JSON. */
export interface ProductRow {
  readonly id: string;
  readonly key: string;
  readonly origin: string;
  readonly import_id: string;
  readonly recorded_at: number;
  readonly superseded_at: number | null;
  readonly disputed: number;
  readonly prefix: string | null;
  readonly gtin14: string | null;
  readonly nhsa_code: string | null;
  readonly standard_code: string | null;
  readonly approval_no: string | null;
  readonly name: string | null;
  readonly body: string;
}

export const productColumns = [
  'id',
  'key',
  'origin',
  'import_id',
  'recorded_at',
  'superseded_at',
  'disputed',
  'prefix',
  'gtin14',
  'nhsa_code',
  'standard_code',
  'approval_no',
  'name',
  'body',
] as const satisfies ReadonlyArray<keyof ProductRow>;

export function toProductRow(statement: StoredStatement): ProductRow {
  const { prefix, gtin, nhsaCode, standardCode, approvalNo, localName } = statement;
  return {
    id: statement.id,
    key: rowKey(statement),
    origin: statement.origin,
    import_id: statement.importId,
    recorded_at: statement.recordedAt,
    superseded_at: statement.supersededAt ?? null,
    disputed: statement.disputed ? 1 : 0,
    prefix: prefix ?? null,
    gtin14: gtin === undefined ? null : gtin14(gtin),
    nhsa_code: nhsaCode ?? null,
    standard_code: standardCode ?? null,
    approval_no: approvalNo ?? null,
    name: localName ?? null,
    body: JSON.stringify(toRow(statement)),
  };
}

export function fromProductRow(row: ProductRow): StoredStatement {
  return {
    ...JSON.parse(row.body),
    id: row.id,
    origin: asOrigin(row.origin),
    importId: row.import_id,
    recordedAt: row.recorded_at,
    disputed: row.disputed === 1,
    ...(row.superseded_at === null ? {} : { supersededAt: row.superseded_at }),
  };
}

/** Table `pack_relation`. */
export interface RelationRow {
  readonly code: string;
  readonly tenant: string;
  readonly origin: string;
  readonly recorded_at: number;
  readonly ended_at: number | null;
  readonly parent: string | null;
  readonly level: number | null;
  readonly pack_ratio: string | null;
  readonly lot: string | null;
  readonly box_status: number | null;
  readonly disputed: number;
  readonly import_id: string;
}

export const relationColumns = [
  'code',
  'tenant',
  'origin',
  'recorded_at',
  'ended_at',
  'parent',
  'level',
  'pack_ratio',
  'lot',
  'box_status',
  'disputed',
  'import_id',
] as const satisfies ReadonlyArray<keyof RelationRow>;

export function toRelationRow(relation: StoredRelation): RelationRow {
  return {
    code: relation.code,
    tenant: relation.tenant,
    origin: relation.origin,
    recorded_at: relation.recordedAt,
    ended_at: relation.endedAt ?? null,
    parent: relation.parent ?? null,
    level: relation.level ?? null,
    pack_ratio: relation.packRatio ?? null,
    lot: relation.lot ?? null,
    box_status: relation.boxStatus ?? null,
    disputed: relation.disputed ? 1 : 0,
    import_id: relation.importId,
  };
}

export function fromRelationRow(row: RelationRow): StoredRelation {
  return {
    code: row.code,
    tenant: row.tenant,
    origin: asOrigin(row.origin),
    recordedAt: row.recorded_at,
    importId: row.import_id,
    disputed: row.disputed === 1,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.parent === null ? {} : { parent: row.parent }),
    ...(row.level === null ? {} : { level: row.level }),
    ...(row.pack_ratio === null ? {} : { packRatio: row.pack_ratio }),
    ...(row.lot === null ? {} : { lot: row.lot }),
    ...(row.box_status === null ? {} : { boxStatus: asBoxStatus(row.box_status) }),
  };
}

/** Table `catalogue_import`. */
export interface ImportRow {
  readonly id: string;
  readonly origin: string;
  readonly started_at: number;
  readonly body: string;
}

export function toImportRow({ id, origin, startedAt, ...body }: ImportRecord): ImportRow {
  return { id, origin, started_at: startedAt, body: JSON.stringify(body) };
}

export function fromImportRow(row: ImportRow): ImportRecord {
  return { ...JSON.parse(row.body), id: row.id, origin: asOrigin(row.origin), startedAt: row.started_at };
}

/** The end of every text that begins with `text`: U+10FFFF sorts after whatever a name holds. */
export function afterPrefix(text: string): string {
  return `${text}\u{10FFFF}`;
}

function asOrigin(text: string): Origin {
  if (!isOrigin(text)) throw new Error(`the store holds an unknown origin: ${text}`);
  return text;
}

function asBoxStatus(value: number): 0 | 1 | 2 | 3 {
  if (value === 0 || value === 1 || value === 2 || value === 3) return value;
  throw new Error(`the store holds an unknown box status: ${value}`);
}
