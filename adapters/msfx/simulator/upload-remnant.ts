import { isDate } from '../../sim-kit/index.ts';
import { type Answer, failed } from './answer.ts';
import type { BillBook } from './bill-book.ts';
import type { Params } from './params.ts';
import type { MsfxSettings } from './settings.ts';
import { uploadObjection } from './upload-checks.ts';

/** remnantbill.upload 零头出入库单据上传: an amount of one product and batch, without codes. Its flag is `response_status`. */
export function uploadRemnant(params: Params, book: BillBook, settings: MsfxSettings, now: number): Answer {
  const { response_success: _, ...answer } = accept(params, book, settings, now);
  return { ...answer, response_status: answer.msg_code === 'SUCCESS' };
}

function accept(params: Params, book: BillBook, settings: MsfxSettings, now: number): Answer {
  const take = (name: string) => params.get(name) ?? '';
  const objection = contentObjection(params, settings) ?? uploadObjection(params, [], book, settings, now);
  if (objection !== undefined) return objection;
  const bill = book.accept(
    {
      method: 'remnantbill',
      enterprise: take('ref_ent_id'),
      billCode: take('bill_code'),
      billType: take('bill_type'),
      billTime: take('bill_time'),
      icCode: '',
      from: entIdOf(take('from_ref_user_id'), settings) ?? '',
      to: entIdOf(take('to_ref_user_id'), settings) ?? '',
      codes: [],
    },
    now,
  );
  return { model: bill.seqNo, msg_code: 'SUCCESS', msg_info: '调用成功' };
}

function contentObjection(params: Params, settings: MsfxSettings): Answer | undefined {
  const take = (name: string) => params.get(name) ?? '';
  if (entIdOf(take('from_ref_user_id'), settings) === undefined) return failed('发货企业不存在');
  if (entIdOf(take('to_ref_user_id'), settings) === undefined) return failed('收货企业不存在');
  const ownSide = take('bill_type') === '106' ? 'to_ref_user_id' : 'from_ref_user_id';
  if (take(ownSide) !== take('ref_ent_id')) return failed('单据类型与收发货企业不符');
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(take('expire_date')) ?? [];
  if (!isDate(`${year}-${month}-${day}`)) return failed('有效期格式应为yyyyMMdd');
  return /^\d+(\.\d+)?$/.test(take('input_amount')) ? undefined : failed('药品数量不正确');
}

/** Only a ref_ent_id counts here. */
function entIdOf(refEntId: string, { parties }: MsfxSettings): string | undefined {
  return parties.find((party) => party.refEntId === refEntId)?.entId;
}
