import {
  type CallContext,
  type DeliveryInput,
  type NativeRequest,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { batchNumbers } from './batch-number.ts';
import { type Goods, nativeOf } from './goods.ts';
import { buildMessage, type Transaction } from './message.ts';
import { resultOf } from './result.ts';
import type { GoodsRow } from './rows.ts';
import { afterStep, nextStep } from './steps.ts';
import { readReply } from './transports.ts';

/** Rows per call: Beijing's published limit, the only one there is (北京 V1.28); profiles say less where `input` is short. */
const MAX_ROWS = 100;

/** 3501 to 3506: every line of the event is one row under its own fixmedins_bchno. */
export function goodsSubmission(goods: Goods): Operation {
  const { kind, title } = goods;
  return {
    id: `${kind}.submit`,
    effect: 'write',
    // What becomes of a repeated fixmedins_bchno (refused, overwritten, doubled) is documented nowhere: V1.1.83 §4.3.
    resend: 'unsafe',
    kind,
    title,
    native: nativeOf(goods),
    maxItems: MAX_ROWS,
    enquiry: `${kind}.enquiry`,
    checkHint: {
      zh: '在平台商品信息查询(3508–3513)中按各行 fixmedins_bchno 核对是否已入账;确认未入账后再重新提交',
      en: "Look each row's fixmedins_bchno up in the platform's goods enquiries (3508 to 3513); retry only when it is not there",
    },
    businessIds: (input, context) => batchNumbers(goods, input, context),
    buildRequest: (input, context) => build(goods, required(input), context),
    parseResponse: (response, context, input) => parse(goods, response, context, required(input)),
  };
}

function build(goods: Goods, input: DeliveryInput, context: CallContext): NativeRequest {
  const { rows, later } = nextStep(goods, input, context);
  // What a later step could not say must be known before the first one is booked.
  if (context.progress === undefined) for (const row of later) buildMessage(transactionOf([row], input), context);
  return buildMessage(transactionOf(rows, input), context);
}

function transactionOf(rows: readonly GoodsRow[], { event }: DeliveryInput): Transaction {
  const { native, mapping } = transactionFor(rows);
  return {
    infno: native,
    operation: mapping,
    event: { ...event, lines: rows.map(({ line }) => line) },
    itemIds: rows.map(({ ids }) => ids),
  };
}

function parse(goods: Goods, response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  const at = { effect: 'write', context, input } as const;
  const step = nextStep(goods, input, context);
  const reply = readReply(response, at);
  const outcome = reply.type === 'fault' ? reply : resultOf(reply, transactionFor(step.rows).result, step.rows, at);
  return afterStep(outcome, step, input, context);
}

function transactionFor([row]: readonly GoodsRow[]): GoodsRow['transaction'] {
  if (row === undefined) throw new TypeError('a step has rows');
  return row.transaction;
}

/** A submission without its delivery is a mistake of the caller. */
export function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('NHSA_NO_DELIVERY', 'this operation needs a delivery');
  return input;
}
