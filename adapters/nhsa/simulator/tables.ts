import type { Field } from './field.ts';
import type { GoodsKind } from './goods-kinds.ts';
import type { Dialect } from './settings.ts';
import { stockTables } from './stock-tables.ts';

/*
 * Field tables of the goods transactions that carry trace codes.
 * national: 医疗保障信息平台定点医药机构接口规范 V1.1.83 (2025-03-14), 【3505A】【3506A】
 * hunan:    湖南省医疗保障信息平台定点医药机构接口规范 V1.1.27 (2024-10), the same transactions
 */
const yesNo = ['0', '1'];
const required = true;

/** Fields that both transactions carry alike. */
const product: readonly Field[] = [
  { name: 'med_list_codg', type: 'C50' },
  { name: 'fixmedins_hilist_id', type: 'C30', required },
  { name: 'fixmedins_hilist_name', type: 'C200', required },
  { name: 'fixmedins_bchno', type: 'C30', required },
  { name: 'setl_id', type: 'C30' },
  { name: 'mdtrt_sn', type: 'C30', required },
  { name: 'psn_no', type: 'C30' },
  { name: 'psn_cert_type', type: 'C6' },
  { name: 'certno', type: 'C50' },
  { name: 'psn_name', type: 'C50' },
  { name: 'manu_lotnum', type: 'C30', required },
  { name: 'manu_date', type: 'D', required },
  { name: 'expy_end', type: 'D' },
  { name: 'rx_flag', type: 'C3', required, values: yesNo },
  { name: 'trdn_flag', type: 'C3', required, values: yesNo },
  { name: 'finl_trns_pric', type: 'N16,6' },
  { name: 'sel_retn_cnt', type: 'N16,4', required },
  { name: 'sel_retn_time', type: 'T', required },
  { name: 'sel_retn_opter_name', type: 'C50', required },
  { name: 'memo', type: 'C500' },
  { name: 'drugtracinfo', type: 'A' },
];

const nationalSale: readonly Field[] = [
  ...product,
  { name: 'prsc_dr_cert_type', type: 'C6' },
  { name: 'prsc_dr_certno', type: 'C50' },
  { name: 'prsc_dr_name', type: 'C50', required },
  { name: 'phar_cert_type', type: 'C6' },
  { name: 'phar_certno', type: 'C50' },
  // Printed as required, made optional by the change log of V1.1.79.
  { name: 'phar_name', type: 'C50' },
  { name: 'phar_prac_cert_no', type: 'C50' },
  { name: 'hi_feesetl_type', type: 'C6', values: ['0', '1', '2'] },
  { name: 'rxno', type: 'C40' },
  { name: 'rx_circ_flag', type: 'C3', values: yesNo },
  { name: 'rtal_docno', type: 'C40', required },
  { name: 'stoout_no', type: 'C40' },
  { name: 'bchno', type: 'C30' },
  { name: 'drug_trac_codg', type: 'C100' },
  { name: 'drug_prod_barc', type: 'C30' },
  { name: 'shelf_posi', type: 'C20' },
  { name: 'mdtrt_setl_type', type: 'C6', required, values: ['1', '2'] },
];

const nationalReturn: readonly Field[] = [...product, { name: 'medins_prod_sel_no', type: 'C50' }];

const hunanSale = changed(
  nationalSale,
  [
    { name: 'med_list_codg', type: 'C50', required },
    { name: 'phar_name', type: 'C50', required },
    { name: 'phar_prac_cert_no', type: 'C50', required },
    { name: 'finl_trns_pric', type: 'N16,6', required },
    { name: 'drug_prod_barc', type: 'C500', required },
    { name: 'drugtracinfo', type: 'A', required },
    // Printed in upper case in this province.
    { name: 'MDTRT_SETL_TYPE', type: 'C6', required, values: ['1', '2'] },
    { name: 'prsc_dr_no', type: 'C50' },
    { name: 'phar_no', type: 'C50' },
  ],
  ['mdtrt_setl_type', 'drug_trac_codg'],
);

const hunanReturn = changed(
  nationalReturn,
  [
    { name: 'med_list_codg', type: 'C50', required },
    { name: 'drugtracinfo', type: 'A', required },
  ],
  [],
);

export interface GoodsTables {
  readonly rows: Readonly<Record<GoodsKind, readonly Field[]>>;
  /** Of each child of `drugtracinfo`. */
  readonly codes: Readonly<Partial<Record<GoodsKind, readonly Field[]>>>;
  /** The field that says whether the sale was settled by the insurance (1) or not (2). */
  readonly settlementType: string;
  /** Two characters of `fixmedins_bchno` that go with a field: Beijing's number says whether the row is a drug or a consumable. */
  readonly bchnoType?: {
    readonly at: number;
    readonly field: string;
    readonly types: Readonly<Record<string, string>>;
  };
  /** Required besides, when it was. */
  readonly insured: readonly string[];
  /** What a field may not say then, though it may for a self-paid sale. */
  readonly notInsured?: Readonly<Record<string, string>>;
}

/**
 * 北京市医保信息系统医院端接口服务技术规范 V1.28 names these its own way, in 0201 to 0204 as in 0205 and 0206; the rest is taken to be as in
 * the baseline.
 */
const beijingNames = new Map([
  ['med_list_codg', { name: 'nation_sub_code', type: 'C40' }],
  ['fixmedins_hilist_id', { name: 'his_code', type: 'C30', required }],
  ['fixmedins_hilist_name', { name: 'item_name', type: 'C200', required }],
  ['setl_id', { name: 'tradeno', type: 'C22' }],
] as const satisfies ReadonlyArray<readonly [string, Field]>);

function itemsInBeijing(table: readonly Field[]): readonly Field[] {
  const names: ReadonlyMap<string, Field> = beijingNames;
  return [
    ...table.map((row) => names.get(row.name) ?? row),
    { name: 'item_type', type: 'C3', required, values: ['0', '3'] },
  ];
}

function inBeijing(table: readonly Field[]): readonly Field[] {
  return [...itemsInBeijing(table), { name: 'channel_type', type: 'C3', required, values: ['1', '2'] }];
}

const allCodes = {
  count: codeTable('C100'),
  change: codeTable('C100'),
  sale: codeTable('C100'),
  return: codeTable('C100'),
};

export const goodsTables: Readonly<Record<Dialect, GoodsTables>> = {
  national: {
    rows: { ...stockTables.national, sale: nationalSale, return: nationalReturn },
    codes: allCodes,
    settlementType: 'mdtrt_setl_type',
    insured: ['setl_id'],
  },
  beijing: {
    rows: {
      count: itemsInBeijing(stockTables.beijing.count),
      change: itemsInBeijing(stockTables.beijing.change),
      purchase: itemsInBeijing(stockTables.beijing.purchase),
      'purchase-return': itemsInBeijing(stockTables.beijing['purchase-return']),
      sale: inBeijing(nationalSale),
      return: inBeijing(nationalReturn),
    },
    codes: allCodes,
    settlementType: 'mdtrt_setl_type',
    insured: ['tradeno'],
    bchnoType: { at: 18, field: 'item_type', types: { '0': '00', '3': '03' } },
  },
  hunan: {
    rows: { ...stockTables.hunan, sale: hunanSale, return: hunanReturn },
    codes: { sale: codeTable('C30'), change: codeTable('C30'), return: codeTable('C100') },
    settlementType: 'MDTRT_SETL_TYPE',
    insured: ['setl_id', 'rxno', 'prsc_dr_no', 'phar_no'],
    notInsured: { med_list_codg: 'NMLC999' },
  },
};

function codeTable(type: string): readonly Field[] {
  return [{ name: 'drug_trac_codg', type, required }];
}

function changed(base: readonly Field[], rows: readonly Field[], removed: readonly string[]): readonly Field[] {
  const replaced = new Set([...rows.map((row) => row.name), ...removed]);
  return [...base.filter((row) => !replaced.has(row.name)), ...rows];
}
