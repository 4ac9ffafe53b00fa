import type { RecognisedEvent } from '../../mappings/model/index.ts';
import type {
  CallContext,
  DeliveryInput,
  NativeRequest,
  NativeResponse,
  Operation,
  Outcome,
  Profile,
} from '../contract/index.ts';
import { rowGone, unrelatedFaults } from './faults.ts';
import type { Goods } from './goods.ts';
import { buildMessage } from './message.ts';
import { resultOf } from './result.ts';
import { afterStep, nextStep } from './steps.ts';
import { required } from './submit.ts';
import { readReply } from './transports.ts';

const native = '3507A';

/** A refusal of the whole, or of one row. */
const REFUSALS = ['-1', 'retRslt=0'];

/**
 * How 3507A refuses a row that it does not hold is published nowhere (UNCONFIRMED). The words must be about the record: an institution,
 * a transaction or a sign-in that 不存在 leaves the row where it is, and calling that deleted would hide it for good.
 */
const GONE =
  /(记录|批次|明细|数据)[^,，。;；]{0,40}(不存在|未找到|未查询到|已删除|已作废)|(未找到|未查询到|查询不到)[^,，。;；]{0,20}(记录|批次|明细|数据)/u;

/**
 * 商品信息删除: takes the rows of a delivery back by fixmedins_bchno and data type, (V1.1.83 §3507A), those of a
 * purchase before those of its codes. The only way to delete; our numbers are used once, so no other row can be meant.
 */
export function goodsWithdrawal(goods: Goods): Operation {
  const { kind, title } = goods;
  return {
    id: `${kind}.withdraw`,
    effect: 'write',
    // The same numbers can be deleted once only: a repeat finds nothing left to delete.
    resend: 'keyed',
    withdraws: `${kind}.submit`,
    title: { zh: `删除:${title.zh}`, en: `Take back: ${title.en.charAt(0).toLowerCase()}${title.en.slice(1)}` },
    native,
    enquiry: `${kind}.withdrawal-enquiry`,
    checkHint: {
      zh: '在平台商品信息查询(3508–3513)中按各行 fixmedins_bchno 核对是否已删除',
      en: "Look each row's fixmedins_bchno up in the platform's goods enquiries (3508 to 3513): is it gone?",
    },
    buildRequest: (input, context) => build(goods, required(input), context),
    parseResponse: (response, context, input) => parse(goods, response, context, required(input)),
  };
}

function build(goods: Goods, input: DeliveryInput, context: CallContext): NativeRequest {
  const { rows } = nextStep(goods, input, context);
  return buildMessage(
    {
      infno: native,
      operation: `${goods.kind}.withdraw`,
      event: { ...unsettled(input.event), lines: rows.map(({ line }) => line) },
      itemIds: rows.map(({ ids, transaction }) => ({ ...ids, inv_data_type: transaction.dataType })),
    },
    context,
  );
}

/**
 * `input` of 3507A has no psn_no, so the head needs no insuplc_admdvs (§1.1 row 4): a sale stored without it can still be taken back.
 * Of the person and of where it was settled stays only a region that was told.
 */
function unsettled({ settlement, extensions, ...event }: RecognisedEvent): RecognisedEvent {
  const region = settlement?.person?.region ?? extensions?.nhsa?.insuplc_admdvs;
  return { ...event, ...(region !== undefined && { extensions: { nhsa: { insuplc_admdvs: region } } }) };
}

function parse(goods: Goods, response: NativeResponse, context: CallContext, input: DeliveryInput): Outcome {
  const at = { effect: 'write', context: { ...context, profile: knowingGone(context.profile) }, input } as const;
  const step = nextStep(goods, input, context);
  const reply = readReply(response, at);
  const outcome = reply.type === 'fault' ? reply : resultOf(reply, 'delete', step.rows, at);
  return afterStep(outcome, step, input, context);
}

/**
 * Words that mean "never there" would mean something else of a submission: they count here alone, after the region's own and after
 * those that speak of sign-in, institution, keys or the platform itself.
 */
function knowingGone(profile: Profile): Profile {
  const rows = [...unrelatedFaults, { ...rowGone, pattern: GONE }];
  return { ...profile, faults: [...profile.faults, ...rows.map((row) => ({ ...row, native: REFUSALS }))] };
}
