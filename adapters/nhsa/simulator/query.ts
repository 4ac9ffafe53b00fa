import { complaint, type Field, textOf, type Values } from './field.ts';
import type { GoodsBook, GoodsRecord } from './goods-book.ts';

/* 【3513】销售药品追溯信息查询: 医疗保障信息平台定点医药机构接口规范 V1.1.83. Answers in camelCase, one row for each trace code. */
const table: readonly Field[] = [
  { name: 'fixmedins_code', type: 'C30', required: true },
  { name: 'medins_list_codg', type: 'C30' },
  { name: 'fixmedins_bchno', type: 'C30' },
  { name: 'med_list_codg', type: 'C50' },
  { name: 'mdtrt_id', type: 'C30' },
  { name: 'certno', type: 'C50' },
  { name: 'begndate', type: 'D' },
  { name: 'enddate', type: 'D' },
  { name: 'psn_no', type: 'C30' },
  { name: 'psn_cert_type', type: 'C6' },
  { name: 'psn_name', type: 'C50' },
  { name: 'drug_trac_codg', type: 'C100' },
];

/** Query member → member of the uploaded row. One of the first five must be given. */
const matches: ReadonlyArray<readonly [string, string]> = [
  ['fixmedins_bchno', 'fixmedins_bchno'],
  ['medins_list_codg', 'fixmedins_hilist_id'],
  ['med_list_codg', 'med_list_codg'],
  ['mdtrt_id', 'mdtrt_sn'],
  ['certno', 'certno'],
  ['psn_no', 'psn_no'],
  ['psn_cert_type', 'psn_cert_type'],
  ['psn_name', 'psn_name'],
];
const keys = matches.slice(0, 5).map(([name]) => name);

export function queryComplaint(data: Values, code: string): string | undefined {
  const found = complaint(data, table);
  if (found !== undefined) return found;
  // Only the institution's own data is ever shown.
  if (textOf(data, 'fixmedins_code') !== code) return '无权查询其他机构数据';
  return keys.some((name) => textOf(data, name) !== '') ? undefined : `参数[${keys.join(',')}]至少一项不能为空`;
}

export function queryRows(data: Values, code: string, book: GoodsBook): readonly Values[] {
  const bchno = textOf(data, 'fixmedins_bchno');
  const records = bchno === '' ? book.all(code, '4') : book.find(code, '4', bchno);
  return records
    .filter((record) => fits(record, data))
    .flatMap((record) => rows(record, textOf(data, 'drug_trac_codg')));
}

function fits(record: GoodsRecord, data: Values): boolean {
  const day = textOf(record.row.values, 'sel_retn_time').slice(0, 10);
  const [from, to] = [textOf(data, 'begndate'), textOf(data, 'enddate')];
  if ((from !== '' && day < from) || (to !== '' && day > to)) return false;
  return matches.every(
    ([asked, held]) => textOf(data, asked) === '' || textOf(data, asked) === textOf(record.row.values, held),
  );
}

function rows(record: GoodsRecord, code: string): Values[] {
  const { values } = record.row;
  const { codes } = record.row;
  const settlementType = textOf(values, 'mdtrt_setl_type') || textOf(values, 'MDTRT_SETL_TYPE');
  return codes
    .filter((held) => code === '' || held === code)
    .map((drugTracCodg, index) => ({
      rid: `${record.number}-${index + 1}`,
      fixmedinsCode: record.institution,
      medListCodg: textOf(values, 'med_list_codg'),
      medinsListCodg: textOf(values, 'fixmedins_hilist_id'),
      medinsListName: textOf(values, 'fixmedins_hilist_name'),
      fixmedinsBchno: record.row.bchno,
      mdtrtId: textOf(values, 'mdtrt_sn'),
      mdtrtSetlType: settlementType,
      drugTracCodg,
      psnNo: textOf(values, 'psn_no'),
      psnCertType: textOf(values, 'psn_cert_type'),
      certno: textOf(values, 'certno'),
      psnName: textOf(values, 'psn_name'),
      memo: textOf(values, 'memo'),
      trdnFlag: textOf(values, 'trdn_flag'),
      opterName: textOf(values, 'sel_retn_opter_name'),
      crteTime: record.createdAt,
      updtTime: record.createdAt,
      optTime: textOf(values, 'sel_retn_time'),
      valiFlag: record.isValid ? '1' : '0',
      fixBlngAdmdvs: record.institution.slice(1, 7),
    }));
}
