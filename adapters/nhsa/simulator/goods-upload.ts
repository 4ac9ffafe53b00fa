import type { Values } from './field.ts';
import type { GoodsBook, RowResult } from './goods-book.ts';
import type { GoodsRow } from './goods-row.ts';
import type { Account, Dialect } from './settings.ts';

/** Said of good rows that were held back with a bad one. */
const heldBack = '同批次存在错误数据,整批未处理';

/**
 * Books an upload row by row. Hunan takes the good rows and refuses the bad ones; the national baseline and Beijing answer for the whole
 * batch, so one bad row leaves everything unbooked.
 */
export function upload(
  rows: readonly GoodsRow[],
  parts: { book: GoodsBook; account: Account; dialect: Dialect; operation: string; now: number },
): readonly RowResult[] {
  const { book, account, operation, now } = parts;
  const seen = new Set<string>();
  const judged = rows.map((row) => {
    const objection = book.objection(row, account, seen);
    seen.add(row.bchno);
    return { row, objection };
  });
  const whole = parts.dialect !== 'hunan' && judged.some(({ objection }) => objection !== undefined);
  return judged.map(({ row, objection }) => {
    if (objection !== undefined) return { row, ok: false, message: objection };
    return whole ? { row, ok: false, message: heldBack } : book.book(row, account, operation, now);
  });
}

/**
 * The answer's `output`: 3505A answers for the batch in `result` (national V1.1.83) or returns every row in `selinfoDetail` (湖南 V1.1.27);
 * 3506A returns its rows in `selinfoErrDetail`.
 */
export function uploadOutput(results: readonly RowResult[], dialect: Dialect): Values {
  if (results[0]?.row.kind === 'return') {
    return { [dialect === 'beijing' ? 'InfoErrDetailList' : 'selinfoErrDetail']: results.map(returnRow) };
  }
  if (dialect === 'beijing') return batchResult(results);
  if (dialect === 'hunan')
    return { selinfoDetail: results.map((result) => ({ ...result.row.values, ...verdict(result) })) };
  return { result: batchResult(results) };
}

/** One verdict for all: 3505 and 3506 have no other (V1.1.83), 0205 neither (北京 V1.28). */
export function batchResult(results: readonly RowResult[]): Values {
  const refused = results.findIndex((result) => !result.ok && result.message !== heldBack);
  const first = results[refused];
  if (first === undefined || first.ok) return { retRslt: '1', msgRslt: '上传成功' };
  return { retRslt: '0', msgRslt: `第${refused + 1}行:${first.message}` };
}

function returnRow(result: RowResult): Values {
  const { values } = result.row;
  return {
    med_list_codg: values.med_list_codg ?? '',
    fixmedins_hilist_id: values.fixmedins_hilist_id ?? '',
    fixmedins_hilist_name: values.fixmedins_hilist_name ?? '',
    fixmedins_bchno: result.row.bchno,
    ...verdict(result),
    memo: values.memo ?? '',
  };
}

function verdict(result: RowResult): Values {
  if (!result.ok) return { retRslt: '0', msgRslt: result.message, medins_prod_sel_no: '' };
  return { retRslt: '1', msgRslt: result.note, medins_prod_sel_no: result.selNo };
}
