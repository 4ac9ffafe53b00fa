import { complaint, objectOf, textOf, type Values } from './field.ts';
import type { GoodsTables } from './tables.ts';

export type GoodsKind = 'sale' | 'return';

/** A row of 3505A or 3506A that has been read; `complaint` says why it cannot be booked. */
export interface GoodsRow {
  readonly kind: GoodsKind;
  readonly values: Values;
  readonly bchno: string;
  /** 零售单据号 of a sale; a return has no such field and carries it in `memo`. */
  readonly documentNo: string;
  readonly codes: readonly string[];
  readonly complaint?: string;
}

export function readRow(value: unknown, kind: GoodsKind, tables: GoodsTables): GoodsRow {
  const values = objectOf(value) ?? {};
  const nodes = Array.isArray(values.drugtracinfo) ? values.drugtracinfo.map((node: unknown) => objectOf(node)) : [];
  const found =
    rowComplaint(values, kind, tables) ?? codesComplaint(nodes, kind === 'sale' ? tables.saleCode : tables.returnCode);
  return {
    kind,
    values,
    bchno: textOf(values, 'fixmedins_bchno'),
    documentNo: textOf(values, kind === 'sale' ? 'rtal_docno' : 'memo'),
    codes: nodes.map((node) => textOf(node ?? {}, 'drug_trac_codg')),
    ...(found === undefined ? {} : { complaint: found }),
  };
}

function rowComplaint(values: Values, kind: GoodsKind, tables: GoodsTables): string | undefined {
  const found = complaint(values, kind === 'sale' ? tables.sale : tables.return);
  if (found !== undefined || kind === 'return') return found;
  if (textOf(values, tables.settlementType) !== '1') return undefined;
  const missing = tables.insured.find((name) => textOf(values, name) === '');
  return missing === undefined ? undefined : `医保结算时参数[${missing}]不能为空`;
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
