import type { EventKind } from '../../mappings/model/index.ts';
import {
  type Bilingual,
  type CallContext,
  type DeliveryInput,
  type Fault,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, textOf } from '../kit/json.ts';
import { isBillAbsence, readAnswer } from './answer.ts';
import { storedBillCode } from './bill-code.ts';
import { asksDetail, billDetail } from './bill-detail.ts';
import { alien, readBody } from './classify.ts';
import { refEntIdOf } from './enterprise.ts';
import { apiRequest } from './families.ts';
import { UPLOAD_PACE } from './pace.ts';
import { mappedMessage, textsOf } from './params.ts';
import { isAccepted, isRefused, refusalOf } from './upload.ts';

/**
 * 根据单据号删除单据 (delbillinfo, TOP API 64390 and its like of wes): takes an in/out bill back by its number. Only wholesalers of the
 * second generation and producers have it. A number is used once for ever, so a repeat finds nothing to delete.
 */
export function withdrawOperation({ kind, title }: { readonly kind: EventKind; readonly title: Bilingual }): Operation {
  const id = `${kind}.withdraw`;
  return {
    id,
    effect: 'write',
    resend: 'keyed',
    withdraws: `${kind}.submit`,
    // bill_code alone: two institutions of one ref_ent_id, or the ERP's own upload, may have used it.
    sharesNumbers: true,
    title: { zh: `删除单据:${title.zh}`, en: `Take back: ${title.en.charAt(0).toLowerCase()}${title.en.slice(1)}` },
    native: 'delbillinfo',
    enquiry: withdrawalStatus.id,
    asksFate: asksDetail,
    pace: UPLOAD_PACE,
    checkHint: {
      zh: '在码上放心后台按单据号(bill_code)核对该单据是否已删除',
      en: 'Look the bill up by its number (bill_code) in the 码上放心 console: is it gone?',
    },
    buildRequest: (input, context) => build(id, required(input), context),
    parseResponse: parseDeletion,
  };
}

const { lookup: _, ...detail } = billDetail;

/** What became of a deletion: 信息不存在 is the platform's only reliable word for a bill that is not there (2.5). */
export const withdrawalStatus: Operation = {
  ...detail,
  id: 'withdrawal-status',
  title: { zh: '单据明细查询(删除结果)', en: 'Ask what became of a withdrawal' },
  buildRequest: (input, context) => detail.buildRequest(required(input), context),
  parseResponse: parseStatus,
};

/** The next step after a deletion that found no such bill: is it really not there? */
const CONFIRMING: Outcome = { type: 'continue', operation: withdrawalStatus.id, progress: { purpose: 'deletion' } };

function parseStatus(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const confirms = context.progress?.purpose === 'deletion';
  const answer = readAnswer(response, 'billDetail', context);
  if ('fault' in answer) {
    const fault = ownFault(answer.fault);
    // A refusal to tell is none of the deletion, which this step belongs to.
    const isUntold = confirms && fault.category === 'rejected';
    return { type: 'fault', fault: isUntold ? { ...fault, category: 'unknown-outcome' } : fault };
  }
  if ('absent' in answer) return { type: 'ok', ...(confirms && { duplicate: true }) };
  const code = isObject(answer.model) ? textOf(answer.model.bill_code) : undefined;
  if (code !== storedBillCode(required(input))) return { type: 'fault', fault: alien('bill detail not recognised') };
  if (confirms) return { type: 'fault', fault: alien('the bill stands there, yet its deletion did not find it') };
  return { type: 'not-found' };
}

function build(operation: string, { event, ids }: DeliveryInput, context: CallContext) {
  const { institution, profile } = context;
  const phone = institution.credentials.withdraw_phone;
  if (phone === undefined) {
    const message = "withdraw_phone is missing in the institution's credentials: the platform asks who deletes a bill";
    throw new RequestError('WITHDRAW_PHONE_MISSING', message);
  }
  const call = { ref_user_id: refEntIdOf(institution), mobile_phone: phone };
  const record = { bill_code: storedBillCode({ ids }) };
  return apiRequest(
    'deleteBill',
    textsOf(mappedMessage(operation, { event, institution, ids: record, call }, profile)),
    context,
  );
}

/** The platform deletes at once, or says no. */
function parseDeletion(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const read = readBody(response, 'deleteBill', 'write', context);
  if ('fault' in read) return { type: 'fault', fault: ownFault(read.fault) };
  const result = isObject(read.body.result) ? read.body.result : read.body;
  if (isAccepted(result)) return { type: 'ok' };
  if (!isRefused(result)) return { type: 'fault', fault: alien('neither a deletion nor a refusal') };
  if (isBillAbsence(result)) return notThere(context, input);
  const fault = ownFault(refusalOf(result, read.requestId, context));
  // "Exists already" answers an upload; of a deletion it says nothing that we know.
  return { type: 'fault', fault: fault.category === 'already-accepted' ? alien('not an answer to a deletion') : fault };
}

/**
 * We delete what was delivered: that it is not there is confirmed by its detail. Where the link asks for none, only the absence after
 * an earlier try of ours is believed.
 */
function notThere(context: CallContext, input: DeliveryInput | undefined): Outcome {
  if (asksDetail(context)) return CONFIRMING;
  if (input?.firstSentAt !== undefined) return { type: 'ok', duplicate: true };
  return { type: 'fault', fault: alien('a delivered bill was not there to be deleted') };
}

/**
 * Deletions and bill details are permissions of their own: without them the withdrawal is refused, or its fate stays unknown. Uploads
 * of the institution need neither and go on, so this is no fault that holds it.
 */
function ownFault(fault: Fault): Fault {
  return fault.code === 'MSFX_PERMISSION_MISSING' ? { ...fault, category: 'rejected' } : fault;
}

function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined)
    throw new RequestError('DELIVERY_MISSING', 'a withdrawal needs the delivery that it takes back');
  return input;
}
