import { complaint, type Field, objectOf, textOf, type Values } from './field.ts';
import type { GoodsBook } from './goods-book.ts';
import type { Dialect } from './settings.ts';

/* 【3507】【3507A】商品信息删除: 医疗保障信息平台定点医药机构接口规范 V1.1.83. */
const table: readonly Field[] = [
  { name: 'fixmedins_bchno', type: 'C30', required: true },
  { name: 'inv_data_type', type: 'C30', required: true, values: ['1', '2', '3', '4'] },
];

export const deletions = ['3507', '3507A'] as const;

/** `data` of 3507 is one object, `goodDetail` of 3507A a list. @returns undefined where the node is missing or of the wrong shape. */
export function deletedRows(infno: string, input: Values): readonly unknown[] | undefined {
  if (infno === '3507') return objectOf(input.data) === undefined ? undefined : [input.data];
  return Array.isArray(input.goodDetail) ? input.goodDetail : undefined;
}

/** Deletes row by row. @returns one row each, with its verdict. */
export function deleteRows(rows: readonly unknown[], code: string, infno: string, book: GoodsBook): readonly Values[] {
  return rows.map((row) => {
    const values = objectOf(row) ?? {};
    const [bchno, dataType] = [textOf(values, 'fixmedins_bchno'), textOf(values, 'inv_data_type')];
    const keys = { fixmedins_bchno: bchno, inv_data_type: dataType };
    const found = complaint(values, table);
    if (found !== undefined) return { ...keys, retRslt: '0', msgRslt: found };
    return book.remove(code, dataType, bchno, infno)
      ? { ...keys, retRslt: '1', msgRslt: '删除成功' }
      : { ...keys, retRslt: '0', msgRslt: `批次流水号[${bchno}]对应的记录不存在` };
  });
}

/** 0207 names its rows otherwise (北京 V1.28). */
export function deleteOutput(infno: string, rows: readonly Values[], dialect: Dialect): Values {
  const [first] = rows;
  if (infno === '3507') return { result: { retRslt: first?.retRslt, msgRslt: first?.msgRslt } };
  return { [dialect === 'beijing' ? 'InfoErrDetailList' : 'goodErrDetail']: rows };
}
