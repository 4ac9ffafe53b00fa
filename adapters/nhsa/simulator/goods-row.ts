import { complaint, objectOf, textOf, type Values } from './field.ts';
import type { GoodsKind } from './goods-kinds.ts';
import type { GoodsTables } from './tables.ts';

/** An uploaded row that has been read; `complaint` says why it cannot be booked. */
export interface GoodsRow {
  readonly kind: GoodsKind;
  readonly values: Values;
  readonly bchno: string;
  readonly documentNo: string;
  readonly codes: readonly string[];
  readonly complaint?: string;
}

/** 零售单据号 of a sale; the other transactions have no such field and carry the document in `memo`. */
export function documentField(kind: GoodsKind): string {
  return kind === 'sale' ? 'rtal_docno' : 'memo';
}

export function readRow(value: unknown, kind: GoodsKind, tables: GoodsTables): GoodsRow {
  const values = objectOf(value) ?? {};
  const nodes = Array.isArray(values.drugtracinfo) ? values.drugtracinfo.map((node: unknown) => objectOf(node)) : [];
  const found = rowComplaint(values, kind, tables) ?? codesComplaint(nodes, tables.codes[kind] ?? []);
  return {
    kind,
    values,
    bchno: textOf(values, 'fixmedins_bchno'),
    documentNo: textOf(values, documentField(kind)),
    codes: nodes.map((node) => textOf(node ?? {}, 'drug_trac_codg')),
    ...(found === undefined ? {} : { complaint: found }),
  };
}

function rowComplaint(values: Values, kind: GoodsKind, tables: GoodsTables): string | undefined {
  const found = complaint(values, tables.rows[kind]) ?? bchnoComplaint(values, tables);
  if (found !== undefined || kind !== 'sale') return found;
  if (textOf(values, tables.settlementType) !== '1') return undefined;
  const missing = tables.insured.find((name) => textOf(values, name) === '');
  if (missing !== undefined) return `医保结算时参数[${missing}]不能为空`;
  const refused = Object.entries(tables.notInsured ?? {}).find(([name, value]) => textOf(values, name) === value);
  return refused === undefined ? undefined : `医保结算时参数[${refused[0]}]不能为[${refused[1]}]`;
}

function bchnoComplaint(values: Values, { bchnoType }: GoodsTables): string | undefined {
  if (bchnoType === undefined) return undefined;
  const { at, field, types } = bchnoType;
  const stated = textOf(values, 'fixmedins_bchno').slice(at, at + 2);
  return stated === types[textOf(values, field)] ? undefined : `参数[fixmedins_bchno]的类型与[${field}]不符`;
}

function codesComplaint(
  nodes: ReadonlyArray<Values | undefined>,
  table: Parameters<typeof complaint>[1],
): string | undefined {
  for (const node of nodes) {
    if (node === undefined) return '节点[drugtracinfo]的子节点应为对象';
    const found = complaint(node, table);
    if (found !== undefined) return found;
  }
  return undefined;
}
