import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { readAnswer } from './answer.ts';
import { storedBillCode } from './bill-code.ts';
import { asksDetail } from './bill-detail.ts';
import { alien } from './classify.ts';
import { refEntIdOf } from './enterprise.ts';
import { apiRequest } from './families.ts';
import { QUERY_PACE } from './pace.ts';
import { countOf, rowsOf } from './reply.ts';
import { decisiveRow, isDuplicate, statusOf } from './status-row.ts';
import { type StatusWindow, statusWindow } from './window.ts';

/** The bill number filters, so one row is expected; the rest of the page catches a filter that matches loosely. */
const PAGE_SIZE = 20;

/** How long to wait for a bill that the platform says exists but does not list, milliseconds. */
const UNLISTED_POLL_MS = 60_000;

export const billStatus: Operation = {
  id: 'bill-status',
  effect: 'read',
  resend: 'safe',
  title: { zh: '单据处理状态查询', en: 'Processing status of a bill' },
  native: 'query.billstatus, searchstatus',
  pace: QUERY_PACE,
  buildRequest: (input, context) => {
    const delivery = required(input);
    return statusRequest(storedBillCode(delivery), statusWindow(delivery, context), context);
  },
  parseResponse: parseStatus,
};

/** The enquiry for one bill number; all types, so that a number taken by another type shows. */
export function statusRequest(code: string, window: StatusWindow, context: CallContext) {
  const business = {
    ref_ent_id: refEntIdOf(context.institution),
    begin_date: window.begin,
    end_date: window.end,
    bill_type: 'A',
    bill_code: code,
    page: String(pageOf(context)),
    page_size: String(PAGE_SIZE),
  };
  return apiRequest('billStatus', business, context);
}

function parseStatus(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const delivery = required(input);
  const answer = readAnswer(response, 'billStatus', context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  if ('absent' in answer) return missing(context);
  const list = listOf(answer.model);
  if (list === undefined) return { type: 'fault', fault: alien('status list not recognised') };
  const row = decisiveRow(list.rows, storedBillCode(delivery));
  if (row !== undefined) return statusOf(row, answer.requestId, context, delivery);
  const page = pageOf(context);
  if (list.rows.length > 0 && list.total > page * PAGE_SIZE)
    return { type: 'continue', progress: { ...context.progress, page: page + 1 } };
  return missing(context);
}

/** @returns undefined unless the model says positively what it lists: rows, or a total (TOP leaves empty lists out). */
function listOf(
  model: JsonValue | undefined,
): { readonly rows: readonly JsonObject[]; readonly total: number } | undefined {
  if (!isObject(model)) return undefined;
  const rows = rowsOf(model.result_list ?? model.result);
  const total = countOf(model.total_num);
  if (rows === undefined || rows.some((row) => textOf(row.bill_code) === undefined)) return undefined;
  if (rows.length === 0 && total !== 0) return undefined;
  return { rows, total: total ?? rows.length };
}

function missing(context: CallContext): Outcome {
  if (!isDuplicate(context)) return absent(context);
  const reason = 'the platform says the bill number exists, but does not list it yet';
  return { type: 'accepted-pending', reason, pollAfterMs: UNLISTED_POLL_MS, duplicate: true };
}

/** The list goes by creation date and may lag; the bill's detail settles whether the platform holds it. */
function absent(context: CallContext): Outcome {
  if (!asksDetail(context)) return { type: 'not-found' };
  return { type: 'continue', operation: 'bill-detail', progress: { purpose: 'absence' } };
}

function pageOf(context: CallContext): number {
  const page = context.progress?.page;
  return typeof page === 'number' ? page : 1;
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'a status enquiry needs a delivery');
  return input;
}
