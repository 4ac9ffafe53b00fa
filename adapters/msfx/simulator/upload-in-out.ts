import { type Answer, failed, succeeded } from './answer.ts';
import type { BillBook } from './bill-book.ts';
import type { Params } from './params.ts';
import type { MsfxSettings } from './settings.ts';
import { uploadObjection } from './upload-checks.ts';

/** uploadinoutbill 出入库单据上传: accepts the bill; its fate is asked with billstatus. */
export function uploadInOut(params: Params, book: BillBook, settings: MsfxSettings, now: number): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const codes = take('trace_codes').split(',');
  const objection = partiesObjection(params, settings) ?? uploadObjection(params, codes, book, settings, now);
  if (objection !== undefined) return objection;
  const bill = book.accept(
    {
      method: 'uploadinoutbill',
      enterprise: take('ref_user_id'),
      billCode: take('bill_code'),
      billType: take('bill_type'),
      billTime: take('bill_time'),
      icCode: take('oper_ic_code'),
      from: take('from_user_id'),
      to: take('to_user_id'),
      codes,
    },
    now,
  );
  return { model: bill.seqNo, ...succeeded };
}

/**
 * The platform itself books a bill whose ids or direction are wrong to whomever they name. This one refuses what a caller must
 * never send: an id that is no ent_id, and a bill that does not come to (1xx) or leave from (2xx) its owner.
 */
function partiesObjection(params: Params, { parties }: MsfxSettings): Answer | undefined {
  const take = (name: string) => params.get(name) ?? '';
  const entIds = parties.map((party) => party.entId);
  if (!entIds.includes(take('from_user_id'))) return failed('发货企业不存在');
  if (!entIds.includes(take('to_user_id'))) return failed('收货企业不存在');
  const isDirect = take('bill_type') === '207' || take('bill_type') === '237';
  if (isDirect && !entIds.includes(take('dest_user_id'))) return failed('直调企业不存在');
  if (!isDirect && take('dest_user_id') !== '') return failed('非直调单据不应填写直调企业');
  const own = parties.find((party) => party.refEntId === take('ref_user_id'))?.entId;
  const ownSide = take('bill_type').startsWith('1') ? 'to_user_id' : 'from_user_id';
  return own === undefined || take(ownSide) === own ? undefined : failed('单据类型与收发货企业不符');
}
