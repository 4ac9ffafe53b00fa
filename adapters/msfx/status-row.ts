import type { CallContext, DeliveryInput, Fault, Outcome } from '../contract/index.ts';
import { type JsonObject, textOf } from '../kit/json.ts';
import { asksDetail } from './bill-detail.ts';
import { isRemnant, isTypeOf } from './bill-types.ts';
import { alien, businessFault } from './classify.ts';
import { offeredMethod } from './families.ts';
import { readSettings } from './settings.ts';

/** result_type by weight: 3 处理成功 before 0 处理中 and 1 上传成功 before 4 处理失败, should a number be listed twice. */
const WEIGHT = ['3', '0', '1', '4'];

/** @returns the row that decides about the bill number; undefined when none is listed for exactly this number. */
export function decisiveRow(rows: readonly JsonObject[], code: string): JsonObject | undefined {
  const ours = rows.filter((row) => textOf(row.bill_code) === code);
  return ours.toSorted((a, b) => weight(a) - weight(b))[0];
}

/** @returns whether the upload was answered with "number exists", so that success is a repeat. */
export function isDuplicate(context: CallContext): boolean {
  return context.progress?.duplicate === true;
}

/**
 * Reads one row of the status list: result_type as above; sub_process_flag 51 全部成功, 52 部分成功 (SDK of 2025-12).
 * A processed bill without that flag is checked for refused codes too: older answers do not carry it.
 */
export function statusOf(row: JsonObject, requestId: string, context: CallContext, input: DeliveryInput): Outcome {
  const receipt = textOf(row.store_inout_seq_no) ?? '';
  const results = receipt === '' ? {} : { receipt };
  const duplicate = isDuplicate(context) ? { duplicate: true } : {};
  if (isOtherBill(row, input)) return { type: 'fault', fault: taken(requestId, context), ofRecord: true };
  switch (textOf(row.result_type)) {
    case '0':
    case '1': {
      const { pollAfterMs } = readSettings(context.settings);
      return { type: 'accepted-pending', reason: 'being processed', pollAfterMs, ...duplicate, ...results };
    }
    case '3':
      return processed(row, receipt, context, input);
    case '4':
      return { type: 'fault', fault: failed(row, requestId, context), ofRecord: true, ...results };
    default:
      return { type: 'fault', fault: alien('result_type not recognised') };
  }
}

/** A family without a list of refused codes (kyt) says no more than the flag, and a bill without codes (零头) has none to refuse. */
function processed(row: JsonObject, receipt: string, context: CallContext, { event }: DeliveryInput): Outcome {
  const flag = textOf(row.sub_process_flag);
  const duplicate = isDuplicate(context);
  const partial = flag === '52';
  const isListed = !isRemnant(event) && offeredMethod('partialResults', context.profile) !== undefined;
  if (flag !== '51' && isListed) {
    const progress = { page: 1, partial, duplicate, receipt, refused: [] };
    return { type: 'continue', operation: 'partial-results', progress };
  }
  if (duplicate && asksDetail(context)) {
    const progress = { purpose: 'contents', partial, receipt, refused: [] };
    return { type: 'continue', operation: 'bill-detail', progress };
  }
  return { type: 'ok', ...(partial && { partial }), ...(duplicate && { duplicate }), ...(receipt && { receipt }) };
}

/** 处理失败 is final: the number is used up, whatever the reason given. */
function failed(row: JsonObject, requestId: string, context: CallContext): Fault {
  const final = { category: 'rejected', code: 'MSFX_REFUSED' } as const;
  const fault = businessFault('PROCESS_FAILED', textOf(row.process_info) ?? '', requestId, context, final);
  return fault.category === 'rejected' ? fault : { ...fault, ...final };
}

/** Another document stands under our number when the platform books it as another bill type. */
function isOtherBill(row: JsonObject, input: DeliveryInput): boolean {
  const type = textOf(row.bill_type) ?? '';
  return /^\d+$/.test(type) && !isTypeOf(type, input);
}

function taken(requestId: string, context: CallContext): Fault {
  const otherwise = { category: 'rejected', code: 'MSFX_BILL_CODE_TAKEN' } as const;
  return businessFault('BILL_CODE_TAKEN', 'bill number used by another bill type', requestId, context, otherwise);
}

function weight(row: JsonObject): number {
  const index = WEIGHT.indexOf(textOf(row.result_type) ?? '');
  return index === -1 ? WEIGHT.length : index;
}
