import { chinaDateTime, type Reply } from '../../sim-kit/index.ts';
import type { Envelope } from './envelope.ts';
import { complaint, type Field, objectOf, textOf, type Values } from './field.ts';
import type { GoodsBook } from './goods-book.ts';
import { deletedRows, deleteOutput, deleteRows, deletions } from './goods-delete.ts';
import { type GoodsKind, uploadedRows, uploadNumbers, uploadOf } from './goods-kinds.ts';
import { goodsQueries, goodsQueryComplaint, goodsQueryRows } from './goods-query.ts';
import { readRow } from './goods-row.ts';
import { batchResult, refusal, upload, uploadOutput } from './goods-upload.ts';
import { queryComplaint, queryRows } from './query.ts';
import type { ReplyWriter } from './reply.ts';
import type { Account, NhsaSettings } from './settings.ts';
import type { SignIns } from './sign-in.ts';
import { invoiceNode, invoiceTable } from './stock-tables.ts';
import { goodsTables } from './tables.ts';
import { type VirtualCodes, virtualCodeTable } from './virtual-code.ts';

export interface Desk {
  readonly settings: NhsaSettings;
  readonly book: GoodsBook;
  readonly signIns: SignIns;
  readonly virtualCodes: VirtualCodes;
  readonly replies: ReplyWriter;
  now(): number;
}

/** A transaction that may go ahead, or the platform's words why not. */
export type Work = (() => Reply) | string;

type Transaction = (desk: Desk, input: Values, account: Account, region: string, infno: string) => Work;

/** By 交易编号. Each looks at `input` alone and books nothing before the returned function is called. */
export const transactions: Readonly<Record<string, Transaction>> = {
  '9001': signIn,
  '9002': signOut,
  ...Object.fromEntries(uploadNumbers.map((infno) => [infno, uploadGoods])),
  ...Object.fromEntries(deletions.map((infno) => [infno, deleteGoods])),
  ...Object.fromEntries(Object.keys(goodsQueries).map((infno) => [infno, queryGoods])),
  '3513': querySales,
  '3592B': giveVirtualCode,
};

/** Transactions that change something. */
export const writes: ReadonlySet<string> = new Set([...uploadNumbers, ...deletions, '3592B']);

export function workOf(desk: Desk, { infno, input }: Envelope, account: Account, region: string): Work {
  const transaction = transactions[infno];
  if (transaction === undefined) return `交易编号[${infno}]不存在`;
  return transaction(desk, input, account, region, infno);
}

function signIn(desk: Desk, input: Values, account: Account, region: string): Work {
  const table: readonly Field[] = ['opter_no', 'mac', 'ip'].map((name) => ({ name, type: 'C20', required: true }));
  const found = nodeComplaint(input, 'signIn', table);
  if (found !== undefined) return found;
  return () => {
    const signNo = desk.signIns.open(account.code, desk.now());
    return desk.replies.ok(region, { signinoutb: { sign_time: chinaDateTime(desk.now()), sign_no: signNo } });
  };
}

function signOut(desk: Desk, input: Values, account: Account, region: string): Work {
  const table: readonly Field[] = [
    { name: 'sign_no', type: 'C30', required: true },
    { name: 'opter_no', type: 'C20', required: true },
  ];
  const found = nodeComplaint(input, 'signOut', table);
  if (found !== undefined) return found;
  const signNo = textOf(objectOf(input.signOut) ?? {}, 'sign_no');
  if (!desk.signIns.isLive(signNo, account.code, desk.now())) return '今天已签退';
  return () => {
    desk.signIns.close(signNo);
    return desk.replies.ok(region, { sign_time: chinaDateTime(desk.now()) });
  };
}

function querySales(desk: Desk, input: Values, account: Account, region: string): Work {
  const data = objectOf(input.data) ?? {};
  const found = nodeComplaint(input, 'data') ?? queryComplaint(data, account.code);
  return found ?? (() => desk.replies.ok(region, { output: queryRows(data, account.code, desk.book) }));
}

function uploadGoods(desk: Desk, input: Values, account: Account, region: string, infno: string): Work {
  const { dialect, maxRows } = desk.settings;
  const target = uploadOf(infno);
  const node = uploadedRows(infno, input);
  if (target === undefined || node === undefined) return `节点[${target?.node}]应为${target?.isList ? '数组' : '对象'}`;
  const { kind, isList } = target;
  const beside = dialect === 'hunan' && infno === '3503A' ? invoiceComplaint(input, node.length) : undefined;
  if (beside !== undefined) return beside;
  const nodes = dialect === 'hunan' && infno === '3503A' ? 2 : 1;
  if (Object.keys(input).length !== nodes)
    return `节点[${target.node}]应为${isList ? '数组' : '对象'},且不能有其他节点`;
  if (node.length === 0) return `节点[${target.node}]不能为空`;
  if (node.length > maxRows) return `单次上传不能超过${maxRows}条`;
  const rows = node.map((row: unknown) => readRow(row, kind, goodsTables[dialect]));
  return () => {
    const results = upload(rows, { book: desk.book, account, dialect, operation: infno, now: desk.now() });
    // 3501 and 3502 have no output, 3503 to 3506 one verdict; of the A variants only 3501A has none.
    const output = isList ? uploadOutput(results, kind, dialect) : singleOutput(kind, results);
    const refused = output === undefined ? refusal(results) : undefined;
    return refused === undefined ? desk.replies.ok(region, output ?? {}) : desk.replies.failed(region, refused);
  };
}

function singleOutput(kind: GoodsKind, results: Parameters<typeof batchResult>[0]): Values | undefined {
  return kind === 'count' || kind === 'change' ? undefined : { result: batchResult(results) };
}

/** 湖南: an invoice file for each row. */
function invoiceComplaint(input: Values, rows: number): string | undefined {
  const files = input[invoiceNode];
  if (!Array.isArray(files) || files.length !== rows) return `节点[${invoiceNode}]不能为空且应与明细一一对应`;
  return files
    .map((file: unknown) => complaint(objectOf(file) ?? {}, invoiceTable))
    .find((found) => found !== undefined);
}

function deleteGoods(desk: Desk, input: Values, account: Account, region: string, infno: string): Work {
  const rows = deletedRows(infno, input);
  if (rows === undefined || rows.length === 0 || Object.keys(input).length !== 1) return '节点[goodDetail]应为非空数组';
  return () =>
    desk.replies.ok(
      region,
      deleteOutput(infno, deleteRows(rows, account.code, infno, desk.book), desk.settings.dialect),
    );
}

function queryGoods(desk: Desk, input: Values, account: Account, region: string, infno: string): Work {
  const data = objectOf(input.data) ?? {};
  const found = nodeComplaint(input, 'data') ?? goodsQueryComplaint(infno, data, account.code);
  return found ?? (() => desk.replies.ok(region, { output: goodsQueryRows(infno, data, account.code, desk.book) }));
}

function giveVirtualCode(desk: Desk, input: Values, account: Account, region: string): Work {
  if (desk.settings.dialect !== 'hunan') return '交易编号[3592B]不存在';
  const found = nodeComplaint(input, 'data', virtualCodeTable);
  return found ?? (() => desk.replies.ok(region, { result: { drug_trac_codg: desk.virtualCodes.next(account.code) } }));
}

function nodeComplaint(input: Values, name: string, table?: readonly Field[]): string | undefined {
  const node = objectOf(input[name]);
  if (node === undefined || Object.keys(input).length !== 1) return `节点[${name}]应为对象且不能有其他节点`;
  return table === undefined ? undefined : complaint(node, table);
}
