import { chinaDateTime, type Reply } from '../../sim-kit/index.ts';
import type { Envelope } from './envelope.ts';
import { complaint, type Field, objectOf, textOf, type Values } from './field.ts';
import type { GoodsBook } from './goods-book.ts';
import { type GoodsKind, readRow } from './goods-row.ts';
import { batchResult, upload, uploadOutput } from './goods-upload.ts';
import { queryComplaint, queryRows } from './query.ts';
import type { ReplyWriter } from './reply.ts';
import type { Account, NhsaSettings } from './settings.ts';
import type { SignIns } from './sign-in.ts';
import { goodsTables } from './tables.ts';

export interface Desk {
  readonly settings: NhsaSettings;
  readonly book: GoodsBook;
  readonly signIns: SignIns;
  readonly replies: ReplyWriter;
  now(): number;
}

/** A transaction that may go ahead, or the platform's words why not. */
export type Work = (() => Reply) | string;

export const uploads: Readonly<Record<string, GoodsKind>> = {
  '3505': 'sale',
  '3505A': 'sale',
  '3506': 'return',
  '3506A': 'return',
};

/** The rows of an upload: `selinfo` of 3505 and 3506 is one object, `selinfoDetail` of their A variants a list. */
export function uploadedRows(infno: string, input: Values): readonly unknown[] | undefined {
  if (infno.endsWith('A')) return Array.isArray(input.selinfoDetail) ? input.selinfoDetail : undefined;
  return objectOf(input.selinfo) === undefined ? undefined : [input.selinfo];
}

type Transaction = (desk: Desk, input: Values, account: Account, region: string, infno: string) => Work;

/** By 交易编号. Each looks at `input` alone and books nothing before the returned function is called. */
export const transactions: Readonly<Record<string, Transaction>> = {
  '9001': signIn,
  '9002': signOut,
  '3505': uploadGoods,
  '3505A': uploadGoods,
  '3506': uploadGoods,
  '3506A': uploadGoods,
  '3513': querySales,
};

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
  const node = uploadedRows(infno, input);
  if (Object.keys(input).length !== 1 || node === undefined) return '节点[selinfo]应为对象,节点[selinfoDetail]应为数组';
  if (node.length === 0) return '节点[selinfoDetail]不能为空';
  if (node.length > maxRows) return `单次上传不能超过${maxRows}条`;
  const rows = node.map((row: unknown) => readRow(row, uploads[infno] ?? 'sale', goodsTables[dialect]));
  return () => {
    const results = upload(rows, { book: desk.book, account, dialect, operation: infno, now: desk.now() });
    const output = infno.endsWith('A') ? uploadOutput(results, dialect) : { result: batchResult(results) };
    return desk.replies.ok(region, output);
  };
}

function nodeComplaint(input: Values, name: string, table?: readonly Field[]): string | undefined {
  const node = objectOf(input[name]);
  if (node === undefined || Object.keys(input).length !== 1) return `节点[${name}]应为对象且不能有其他节点`;
  return table === undefined ? undefined : complaint(node, table);
}
