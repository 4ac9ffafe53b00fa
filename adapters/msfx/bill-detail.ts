import type { CallContext, DeliveryInput, IdContext, NativeResponse, Operation, Outcome } from '../contract/index.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import { readAnswer } from './answer.ts';
import { storedBillCode } from './bill-code.ts';
import { differences, packRows } from './bill-contents.ts';
import { alien, businessFault } from './classify.ts';
import { refEntIdOf } from './enterprise.ts';
import { apiRequest, offeredMethod } from './families.ts';
import { asked } from './lookup.ts';
import { QUERY_PACE } from './pace.ts';
import { oneBill } from './questions.ts';
import { readSettings } from './settings.ts';
import { type Told, told } from './told.ts';

/** How long to wait for the processing status of a bill that the platform holds but does not list, milliseconds. */
const UNLISTED_POLL_MS = 60_000;

/**
 * What the platform holds under our bill number. 信息不存在 is its only reliable word for a bill that never arrived (a production
 * user's finding). Progress `purpose` says what is asked: `absence` ends a status enquiry that found nothing, `contents` one that
 * found a bill after 该单据号已存在 (decision 0072); without it, the rows of the bill are the answer.
 */
export const billDetail: Operation = {
  id: 'bill-detail',
  effect: 'read',
  resend: 'safe',
  title: { zh: '单据明细查询', en: 'Contents of a bill' },
  native: 'query.upbilldetail, searchbill.detail',
  pace: QUERY_PACE,
  lookup: {
    params: oneBill,
    cacheMs: 60_000,
    answers: {
      zh: '本企业单据的抬头与 products:药品、批号、最小包装数量',
      en: 'header of an own bill and products: product, lot, smallest packs',
    },
    example: { billCode: 'CK20261101001' },
    offeredBy: (profile) => offeredMethod('billDetail', profile) !== undefined,
  },
  buildRequest: (input, context) => {
    const business = { ref_ent_id: refEntIdOf(context.institution), bill_code: billCodeOf(input, context) };
    // wes lists the codes of a bill when asked to; the other families return none.
    const showCode: Readonly<Record<string, string>> =
      context.profile.constants.showCode === undefined ? {} : { show_code: context.profile.constants.showCode };
    return apiRequest('billDetail', { ...business, ...showCode }, context);
  },
  parseResponse: parseDetail,
};

/** @returns whether the contents of bills are to be asked for on this link. */
export function asksDetail({ profile, settings }: Pick<IdContext, 'profile' | 'settings'>): boolean {
  const isOffered = offeredMethod('billDetail', profile) !== undefined;
  return isOffered && readSettings(settings).billDetail === 'ask';
}

function parseDetail(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const answer = readAnswer(response, 'billDetail', context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  const purpose = context.progress?.purpose;
  // A number that the status list shows and the detail does not: nothing to compare, so the status stands.
  if ('absent' in answer) return purpose === 'contents' ? repeated(context) : { type: 'not-found' };
  const bill = answer.model;
  if (!isObject(bill) || packRows(bill) === undefined || textOf(bill.bill_code) !== billCodeOf(input, context))
    return { type: 'fault', fault: alien('bill detail not recognised') };
  if (purpose === 'absence') {
    const reason = 'the platform holds the bill, but does not list its processing yet';
    return { type: 'accepted-pending', reason, pollAfterMs: UNLISTED_POLL_MS };
  }
  if (purpose !== 'contents' || input === undefined)
    return { type: 'ok', items: itemsOf(bill), answer: billTold(bill) };
  const found = differences(bill, input, context);
  return found.length === 0 ? repeated(context) : taken(found, answer.requestId, context);
}

/** Our own bill, sent again: what the status enquiry learned about it is the outcome. */
function repeated({ progress }: CallContext): Outcome {
  const receipt = String(progress?.receipt ?? '');
  const partial = progress?.partial === true ? { partial: true } : {};
  return { type: 'ok', duplicate: true, ...partial, ...(receipt && { receipt }) };
}

function taken(found: readonly string[], requestId: string, context: CallContext): Outcome {
  const otherwise = { category: 'rejected', code: 'MSFX_BILL_CODE_TAKEN' } as const;
  const message = `bill number used by a bill with other contents: ${found.join(', ')}`;
  return {
    type: 'fault',
    fault: businessFault('BILL_CODE_TAKEN', message, requestId, context, otherwise),
    ofRecord: true,
  };
}

function itemsOf(bill: JsonObject) {
  return (packRows(bill) ?? []).map((row, index) => ({
    key: textOf(row.drug_ent_base_info_id) || `row-${index}`,
    ok: true,
    message: [row.physic_name, row.product_batch_no, row.min_pkg_count].map((value) => textOf(value) ?? '').join(' '),
  }));
}

/** The bill of the delivery, else the one that progress `billCode` names. */
function billCodeOf(input: DeliveryInput | undefined, context: CallContext): string {
  return input === undefined ? asked('billCode', context) : storedBillCode(input);
}

function billTold(bill: JsonObject): Told {
  return {
    ...told(bill, {
      billCode: 'bill_code',
      billType: 'bill_type',
      billTime: 'bill_time',
      processedAt: 'process_date',
      from: 'from_ent_name',
      fromEntId: 'from_user_id',
      to: 'to_ent_name',
      toEntId: 'to_user_id',
    }),
    products: (packRows(bill) ?? []).map((row) =>
      told(row, {
        id: 'drug_ent_base_info_id',
        name: 'physic_name',
        approvalNo: 'approve_no',
        subTypeNo: 'prod_code',
        spec: 'temp_pkg_spec',
        lot: 'product_batch_no',
        producedOn: 'produce_date',
        expiresOn: 'expired_date',
        packs: 'min_pkg_count',
        units: 'min_preparations_count',
      }),
    ),
  };
}
