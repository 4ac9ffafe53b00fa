import { objectOf, type Values } from './field.ts';

/*
 * 进销存 transactions: 医疗保障信息平台定点医药机构接口规范 V1.1.83, 【3501】 to 【3506】 take one row as an object, their A variants a
 * list of rows.
 */
export type GoodsKind = 'count' | 'change' | 'purchase' | 'purchase-return' | 'sale' | 'return';

interface Upload {
  readonly kind: GoodsKind;
  /** Of the single row; the list stands under `<node>Detail`. */
  readonly node: string;
}

const singles: Readonly<Record<string, Upload>> = {
  '3501': { kind: 'count', node: 'invinfo' },
  '3502': { kind: 'change', node: 'invinfo' },
  '3503': { kind: 'purchase', node: 'purcinfo' },
  '3504': { kind: 'purchase-return', node: 'purcinfo' },
  '3505': { kind: 'sale', node: 'selinfo' },
  '3506': { kind: 'return', node: 'selinfo' },
};

/** @returns undefined for what is no upload. */
export function uploadOf(infno: string): (Upload & { readonly isList: boolean }) | undefined {
  const isList = infno.endsWith('A');
  const single = singles[isList ? infno.slice(0, -1) : infno];
  if (single === undefined) return undefined;
  return { kind: single.kind, node: isList ? `${single.node}Detail` : single.node, isList };
}

export const uploadNumbers: readonly string[] = Object.keys(singles).flatMap((infno) => [infno, `${infno}A`]);

/** The rows of an upload; undefined where its node is missing or of the wrong shape. */
export function uploadedRows(infno: string, input: Values): readonly unknown[] | undefined {
  const upload = uploadOf(infno);
  const value = upload === undefined ? undefined : input[upload.node];
  if (upload?.isList) return Array.isArray(value) ? value : undefined;
  return objectOf(value) === undefined ? undefined : [value];
}

/** inv_data_type of 【3507】: 1 盘存信息, 2 库存变更信息, 3 采购信息, 4 销售信息; purchases and sales with their returns. */
export const dataTypes: Readonly<Record<GoodsKind, string>> = {
  count: '1',
  change: '2',
  purchase: '3',
  'purchase-return': '3',
  sale: '4',
  return: '4',
};

/** The field that says when it happened. */
export const timeFields: Readonly<Record<GoodsKind, string>> = {
  count: 'invdate',
  change: 'inv_chg_time',
  purchase: 'purc_retn_stoin_time',
  'purchase-return': 'purc_retn_stoin_time',
  sale: 'sel_retn_time',
  return: 'sel_retn_time',
};
