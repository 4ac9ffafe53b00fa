import { complaint, type Field, textOf, type Values } from './field.ts';
import type { GoodsBook, GoodsRecord } from './goods-book.ts';
import { timeFields } from './goods-kinds.ts';

/*
 * 【3508】盘存 【3509】库存变更 【3510】采购 【3511】销售 信息查询 and 【3512】入库药品追溯信息查询: 医疗保障信息平台定点医药机构接口规范
 * V1.1.83. Answers in camelCase: one row per record, 3512 one per trace code.
 */
interface Query {
  readonly dataType: string;
  /** The platform's own number of the record. */
  readonly number: string;
  readonly keys: readonly string[];
}

const byItem = ['medins_list_codg', 'fixmedins_bchno'];
export const goodsQueries: Readonly<Record<string, Query>> = {
  '3508': { dataType: '1', number: 'medinsProdInvNo', keys: byItem },
  '3509': { dataType: '2', number: 'medinsProdInvChgNo', keys: byItem },
  '3510': { dataType: '3', number: 'medinsProdPurcNo', keys: byItem },
  '3511': { dataType: '4', number: 'medinsProdSelNo', keys: byItem },
  '3512': { dataType: '2', number: '', keys: [...byItem, 'med_list_codg'] },
};

/** 入库: 调拨入库, 盘盈, 其他入库, 商品采购入库, 赠药入库. */
const inbound = ['101', '103', '106', '108', '110'];

const table: readonly Field[] = [
  { name: 'fixmedins_code', type: 'C30', required: true },
  { name: 'medins_list_codg', type: 'C30' },
  { name: 'fixmedins_bchno', type: 'C30' },
  { name: 'med_list_codg', type: 'C50' },
  { name: 'begndate', type: 'D', required: true },
  { name: 'enddate', type: 'D', required: true },
  { name: 'drug_trac_codg', type: 'C100' },
];

export function goodsQueryComplaint(infno: string, data: Values, code: string): string | undefined {
  const found = complaint(data, table);
  if (found !== undefined) return found;
  // Only the institution's own data is ever shown.
  if (textOf(data, 'fixmedins_code') !== code) return '无权查询其他机构数据';
  if (textOf(data, 'begndate') > textOf(data, 'enddate')) return '开始日期不能晚于结束日期';
  const keys = goodsQueries[infno]?.keys ?? [];
  return keys.some((name) => textOf(data, name) !== '') ? undefined : `参数[${keys.join(',')}]至少一项不能为空`;
}

export function goodsQueryRows(infno: string, data: Values, code: string, book: GoodsBook): readonly Values[] {
  const query = goodsQueries[infno];
  if (query === undefined) return [];
  const bchno = textOf(data, 'fixmedins_bchno');
  const records = bchno === '' ? book.all(code, query.dataType) : book.find(code, query.dataType, bchno);
  const found = records.filter((record) => fits(record, data));
  return infno === '3512'
    ? found.flatMap((record) => codeRows(record, data))
    : found.map((record) => row(record, query));
}

function fits({ row: { kind, values } }: GoodsRecord, data: Values): boolean {
  const day = textOf(values, timeFields[kind]).slice(0, 10);
  if (day < textOf(data, 'begndate') || day > textOf(data, 'enddate')) return false;
  const [listed, national] = [textOf(data, 'medins_list_codg'), textOf(data, 'med_list_codg')];
  if (listed !== '' && listed !== textOf(values, 'fixmedins_hilist_id')) return false;
  return national === '' || national === textOf(values, 'med_list_codg');
}

function row(record: GoodsRecord, { number }: Query): Values {
  const { drugtracinfo: _, ...values } = record.row.values;
  return {
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [camelCase(name), value])),
    ...common(record),
    [number]: record.number,
    rid: record.number,
    crteTime: record.createdAt,
    updtTime: record.createdAt,
  };
}

function codeRows(record: GoodsRecord, data: Values): readonly Values[] {
  const { values, codes } = record.row;
  if (!inbound.includes(textOf(values, 'inv_chg_type'))) return [];
  const asked = textOf(data, 'drug_trac_codg');
  return codes
    .filter((code) => asked === '' || asked === code)
    .map((drugTracCodg) => ({
      ...common(record),
      medListCodg: textOf(values, 'med_list_codg'),
      medinsListName: textOf(values, 'fixmedins_hilist_name'),
      drugTracCodg,
    }));
}

function common({ row: { bchno, values }, institution, isValid }: GoodsRecord): Values {
  return {
    fixmedinsCode: institution,
    medinsListCodg: textOf(values, 'fixmedins_hilist_id'),
    fixmedinsBchno: bchno,
    valiFlag: isValid ? '1' : '0',
    fixBlngAdmdvs: institution.slice(1, 7),
  };
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
