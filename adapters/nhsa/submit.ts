import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  type Profile,
  RequestError,
} from '../contract/index.ts';
import { batchNumbers } from './batch-number.ts';
import { batchOutcome } from './batch-result.ts';
import { buildMessage } from './message.ts';
import { rowsOutcome } from './row-results.ts';
import { openRows } from './rows.ts';
import { readReply } from './transports.ts';

/** What tells the two goods transactions apart. `result` is the prefix of the profile's constants for the shape of the reply. */
interface GoodsTransaction {
  readonly kind: 'retail-sale' | 'retail-return';
  readonly native: string;
  readonly result: 'sale' | 'return';
  readonly title: Operation['title'];
}

/** Rows per call: Beijing's published limit, the only one there is (北京 V1.28); profiles say less where `input` is short. */
const MAX_ROWS = 100;

/** 商品销售 / 商品销售退货: every line of the event is one row under its own fixmedins_bchno. */
export function goodsSubmission({ kind, native, result, title }: GoodsTransaction): Operation {
  const id = `${kind}.submit`;
  return {
    id,
    effect: 'write',
    // What becomes of a repeated fixmedins_bchno (refused, overwritten, doubled) is documented nowhere: V1.1.83 §4.3.
    resend: 'unsafe',
    kind,
    title,
    native,
    maxItems: MAX_ROWS,
    enquiry: `${kind}.enquiry`,
    checkHint: {
      zh: '在平台商品销售查询(3513/3511)中按各行 fixmedins_bchno 核对是否已入账;确认未入账后再重新提交',
      en: "Look each row's fixmedins_bchno up in the platform's goods enquiry (3513/3511); retry only when it is not there",
    },
    businessIds: batchNumbers,
    buildRequest: (input, context) => {
      const { event, itemIds } = openRows(required(input));
      return buildMessage({ infno: native, operation: id, event, itemIds }, context);
    },
    parseResponse: (response, context, input) => parse(response, context, required(input), result),
  };
}

function parse(
  response: NativeResponse,
  context: CallContext,
  input: DeliveryInput,
  result: 'sale' | 'return',
): Outcome {
  const at = { effect: 'write', context, input } as const;
  const reply = readReply(response, at);
  if (reply.type === 'fault') return reply;
  const { rows } = openRows(input);
  const { shape, node } = resultShape(context.profile, result);
  if (shape === 'rows') return rowsOutcome(reply, node, rows, at);
  return batchOutcome(
    reply,
    node,
    rows.map(({ key }) => key),
    at,
  );
}

function resultShape(
  { constants, id }: Profile,
  result: 'sale' | 'return',
): { readonly shape: 'batch' | 'rows'; readonly node: string } {
  const shape = constants[`${result}Result`];
  const node = constants[`${result}ResultNode`];
  if ((shape !== 'batch' && shape !== 'rows') || node === undefined) {
    throw new TypeError(`profile ${id}: constants ${result}Result (batch or rows) and ${result}ResultNode are needed`);
  }
  return { shape, node };
}

/** A submission without its delivery is a mistake of the caller. */
export function required(input: DeliveryInput | undefined): DeliveryInput {
  if (input === undefined) throw new RequestError('NHSA_NO_DELIVERY', 'this operation needs a delivery');
  return input;
}
