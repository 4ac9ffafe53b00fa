import {
  type CallContext,
  type CodeVerdict,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, type JsonValue, textOf } from '../kit/json.ts';
import { readAnswer } from './answer.ts';
import { sentCodes } from './bill.ts';
import { storedBillCode } from './bill-code.ts';
import { asksDetail } from './bill-detail.ts';
import { ALREADY_SOLD } from './business-faults.ts';
import { alien, businessFault } from './classify.ts';
import { refEntIdOf } from './enterprise.ts';
import { apiRequest } from './families.ts';
import { QUERY_PACE } from './pace.ts';
import { packed, packedSoFar, unpacked } from './refused-codes.ts';
import { countOf, rowsOf } from './reply.ts';
import { isDuplicate } from './status-row.ts';

/** The platform publishes no maximum (UNCONFIRMED); 100 is the highest that its other paged APIs name. */
const PAGE_SIZE = 100;

/** How long to wait for the list of a bill that was declared partly successful but lists nothing yet, milliseconds. */
const UNLISTED_POLL_MS = 60_000;

/** Which codes of a processed bill the platform refused, page by page; ends the status enquiry of a partly successful bill. */
export const partialResults: Operation = {
  id: 'partial-results',
  effect: 'read',
  resend: 'safe',
  title: { zh: '部分成功单据的失败码明细', en: 'Refused codes of a partly successful bill' },
  native: 'listbillprocesspartsuccess',
  pace: QUERY_PACE,
  buildRequest: (input, context) => {
    const business = {
      ref_ent_id: refEntIdOf(context.institution),
      bill_code: storedBillCode(required(input)),
      page: String(pageOf(context)),
      page_size: String(PAGE_SIZE),
    };
    return apiRequest('partialResults', business, context);
  },
  parseResponse: parsePartial,
};

function parsePartial(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const answer = readAnswer(response, 'partialResults', context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  const page = 'absent' in answer ? { rows: [], hasMore: false } : pageFrom(answer.model, pageOf(context));
  if (page === undefined) return { type: 'fault', fault: alien('list of refused codes not recognised') };
  const refused = [...packedSoFar(context), ...page.rows.map(packed)];
  if (page.hasMore) return { type: 'continue', progress: { ...context.progress, page: pageOf(context) + 1, refused } };
  return conclude(refused, context, required(input));
}

/** @returns the rows and whether pages follow; undefined when the model says neither rows nor a total of 0. */
function pageFrom(model: JsonValue | undefined, page: number) {
  if (!isObject(model)) return undefined;
  const rows = rowsOf(model.result ?? model.result_list);
  const total = countOf(model.total_num);
  if (rows === undefined || rows.some((row) => textOf(row.code) === undefined)) return undefined;
  if (rows.length === 0 && total === undefined) return undefined;
  const hasMore = rows.length > 0 && (total === undefined ? rows.length === PAGE_SIZE : total > page * PAGE_SIZE);
  return { rows, hasMore };
}

function conclude(listed: readonly string[], context: CallContext, input: DeliveryInput): Outcome {
  const sent = sentCodes(input, context.profile);
  const refused = new Map(listed.map(unpacked).map((verdict) => [verdict.code, verdict]));
  const codes = sent.map((code): CodeVerdict => refused.get(code) ?? { code, verdict: 'accepted' });
  const count = codes.filter((code) => code.verdict === 'refused').length;
  const receipt = String(context.progress?.receipt ?? '');
  const results = { codes, ...(receipt && { receipt }) };
  if (count > 0 && count === sent.length)
    return { type: 'fault', fault: allRefused(codes, context), ofRecord: true, ...results };
  const partial = count > 0;
  const duplicate = isDuplicate(context) ? { duplicate: true } : {};
  if (partial || context.progress?.partial !== true) {
    if (isDuplicate(context) && asksDetail(context)) {
      const progress = { purpose: 'contents', partial, receipt, refused: listed };
      return { type: 'continue', operation: 'bill-detail', progress, ...results };
    }
    return { type: 'ok', ...(partial && { partial }), ...duplicate, ...results };
  }
  const reason = 'processed in part; the platform does not list the refused codes yet';
  return { type: 'accepted-pending', reason, pollAfterMs: UNLISTED_POLL_MS, ...duplicate, ...(receipt && { receipt }) };
}

function allRefused(codes: readonly CodeVerdict[], context: CallContext) {
  const otherwise = { category: 'rejected', code: 'MSFX_ALL_CODES_REFUSED' } as const;
  const told = codes.find(({ message = '' }) => ALREADY_SOLD.test(message)) ?? codes[0];
  return businessFault('ALL_CODES_REFUSED', told?.message ?? '', '', context, otherwise);
}

function pageOf(context: CallContext): number {
  const page = context.progress?.page;
  return typeof page === 'number' ? page : 1;
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('DELIVERY_MISSING', 'the refused codes are those of a delivery');
  return input;
}
