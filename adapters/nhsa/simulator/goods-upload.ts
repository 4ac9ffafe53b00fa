import { objectOf, textOf, type Values } from './field.ts';
import type { GoodsBook, RowResult } from './goods-book.ts';
import type { GoodsKind } from './goods-kinds.ts';
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

/** Nodes of the A variants that return rows (national V1.1.83); 【3503A】 and 【3505A】 answer for the batch in `result`. */
const rowNodes: Readonly<Partial<Record<GoodsKind, string>>> = {
  change: 'invinfoErrDetail',
  'purchase-return': 'purcinfoErrDetail',
  return: 'selinfoErrDetail',
};

/** What 湖南 V1.1.27 returns whole, with the verdict and the platform's number. */
const wholeRows: Readonly<Partial<Record<GoodsKind, readonly [node: string, number: string]>>> = {
  sale: ['selinfoDetail', 'medins_prod_sel_no'],
  purchase: ['purcinfoDetail', 'medins_prod_purc_no'],
};

/** @returns the `output` of an A variant; undefined for 【3501A】, which has none. */
export function uploadOutput(results: readonly RowResult[], kind: GoodsKind, dialect: Dialect): Values | undefined {
  if (kind === 'count') return undefined;
  const [wholeNode, number] = (dialect === 'hunan' && wholeRows[kind]) || [undefined, ''];
  if (wholeNode !== undefined) {
    return { [wholeNode]: results.map((result) => ({ ...result.row.values, ...verdict(result, number) })) };
  }
  const node = rowNodes[kind];
  if (node !== undefined) {
    return { [dialect === 'beijing' && kind === 'return' ? 'InfoErrDetailList' : node]: results.map(errRow) };
  }
  return dialect === 'beijing' ? batchResult(results) : { result: batchResult(results) };
}

/** One verdict for all: the transactions without A have no other (V1.1.83), 0205 neither (北京 V1.28). */
export function batchResult(results: readonly RowResult[]): Values {
  const refused = results.findIndex((result) => !result.ok && result.message !== heldBack);
  const first = results[refused];
  if (first === undefined || first.ok) return { retRslt: '1', msgRslt: '上传成功' };
  return { retRslt: '0', msgRslt: `第${refused + 1}行:${first.message}` };
}

/** @returns the words for the first bad row, for a transaction whose only answer is infcode. */
export function refusal(results: readonly RowResult[]): string | undefined {
  const { retRslt, msgRslt } = objectOf(batchResult(results)) ?? {};
  return retRslt === '1' ? undefined : String(msgRslt);
}

function errRow(result: RowResult): Values {
  const { values, kind } = result.row;
  return {
    med_list_codg: textOf(values, 'med_list_codg'),
    fixmedins_hilist_id: textOf(values, 'fixmedins_hilist_id'),
    fixmedins_hilist_name: textOf(values, 'fixmedins_hilist_name'),
    fixmedins_bchno: result.row.bchno,
    ...verdict(result, kind === 'return' ? 'medins_prod_sel_no' : ''),
    memo: textOf(values, 'memo'),
  };
}

function verdict(result: RowResult, number: string): Values {
  const numbered = (value: string): Values => (number === '' ? {} : { [number]: value });
  if (!result.ok) return { retRslt: '0', msgRslt: result.message, ...numbered('') };
  return { retRslt: '1', msgRslt: result.note, ...numbered(result.number) };
}
