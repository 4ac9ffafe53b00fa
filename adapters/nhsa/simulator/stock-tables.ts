import type { Field } from './field.ts';
import type { Dialect } from './settings.ts';

/*
 * Field tables of stock and purchases: 医疗保障信息平台定点医药机构接口规范 V1.1.83 (2025-03-14), 【3501A】 to 【3504A】;
 * hunan: 湖南省医疗保障信息平台定点医药机构接口规范 V1.1.27 (2024-10), its differences.
 */
const yesNo = ['0', '1'];
const required = true;

const item: readonly Field[] = [
  { name: 'med_list_codg', type: 'C50' },
  { name: 'fixmedins_hilist_id', type: 'C30', required },
  { name: 'fixmedins_hilist_name', type: 'C200', required },
  { name: 'fixmedins_bchno', type: 'C30', required },
  { name: 'rx_flag', type: 'C3', required, values: yesNo },
  { name: 'memo', type: 'C500' },
];

const count: readonly Field[] = [
  ...item,
  { name: 'invdate', type: 'D', required },
  { name: 'inv_cnt', type: 'N16,2', required },
  { name: 'manu_lotnum', type: 'C30' },
  { name: 'manu_date', type: 'D', required },
  { name: 'expy_end', type: 'D', required },
  { name: 'drugtracinfo', type: 'A' },
];

/** 库存变更类型; 108 to 111 since V1.1.70. */
const changeTypes = Array.from({ length: 11 }, (_, n) => String(101 + n));

const change: readonly Field[] = [
  ...item,
  { name: 'inv_chg_type', type: 'C6', required, values: changeTypes },
  { name: 'pric', type: 'N16,6', required },
  { name: 'cnt', type: 'N16,4', required },
  { name: 'inv_chg_time', type: 'T', required },
  { name: 'inv_chg_opter_name', type: 'C50' },
  { name: 'trdn_flag', type: 'C2', values: yesNo },
  { name: 'drugtracinfo', type: 'A' },
  { name: 'trac_codg_pac_hery', type: 'C3', values: ['1', '2', '3'] },
];

const bought: readonly Field[] = [
  ...item,
  { name: 'spler_name', type: 'C200', required },
  { name: 'spler_pmtno', type: 'C50' },
  { name: 'manu_date', type: 'D', required },
  { name: 'expy_end', type: 'D', required },
  { name: 'finl_trns_pric', type: 'N16,6' },
  { name: 'purc_retn_cnt', type: 'N16,4', required },
  { name: 'purc_invo_codg', type: 'C50' },
  { name: 'purc_retn_stoin_time', type: 'T', required },
  { name: 'purc_retn_opter_name', type: 'C50', required },
];

const purchase: readonly Field[] = [
  ...bought,
  { name: 'dynt_no', type: 'C50' },
  { name: 'manu_lotnum', type: 'C30', required },
  { name: 'prodentp_name', type: 'C200', required },
  { name: 'aprvno', type: 'C100', required },
  { name: 'purc_invo_no', type: 'C50' },
  { name: 'prod_geay_flag', type: 'C3', values: yesNo },
];

const purchaseReturn: readonly Field[] = [
  ...bought,
  { name: 'purc_invo_no', type: 'C50', required },
  { name: 'medins_prod_purc_no', type: 'C50' },
];

interface StockTables {
  readonly count: readonly Field[];
  readonly change: readonly Field[];
  readonly purchase: readonly Field[];
  readonly 'purchase-return': readonly Field[];
}

const national: StockTables = { count, change, purchase, 'purchase-return': purchaseReturn };

const hunan: StockTables = {
  ...national,
  // No node for codes here; a price besides.
  count: [...count.filter(({ name }) => name !== 'drugtracinfo'), { name: 'pric', type: 'N16,6', required }],
  purchase: purchase.map((row) => (row.name === 'finl_trns_pric' ? { ...row, required } : row)),
};

export const stockTables: Readonly<Record<Dialect, StockTables>> = { national, hunan, beijing: national };

/** 【3503A】 of 湖南 wants the invoice beside its rows, under a node spelt so. */
export const invoiceNode = 'purc_invo_file_List';
export const invoiceTable: readonly Field[] = [
  { name: 'fixmedins_bchno', type: 'C30', required },
  { name: 'file_data', type: 'C1000000', required },
  { name: 'file_name', type: 'C200', required },
];
