import {
  type CallContext,
  type DeliveryInput,
  type NativeRequest,
  type NativeResponse,
  type Operation,
  type Outcome,
  RequestError,
} from '../contract/index.ts';
import { isObject, textOf } from '../kit/json.ts';
import { batchNumber } from './batch-number.ts';
import { buildMessage } from './message.ts';
import { institutionCode } from './numbers.ts';
import { objectsOf, unrecognised } from './reply.ts';
import { readReply } from './transports.ts';

const native = '3592B';

/** Input the profile takes, from the progress or from the delivery's first line without codes. */
interface Question {
  readonly localCode: string;
  readonly localName: string;
  readonly nhsaCode?: string;
  readonly memo?: string;
}

/**
 * 获取虚拟药品追溯码 (湖南 V1.1.27): a one-off code for a pack that has none, asked for by a person or the till before the sale, which
 * then carries it as if it had been scanned. Asked about `localCode`, `localName`, `nhsaCode` and `memo` of the progress, else about
 * the delivery's first line without codes. Every call gives a new code; one that is never used harms nobody.
 */
export const virtualCode: Operation = {
  id: 'virtual-code',
  effect: 'write',
  resend: 'safe',
  title: { zh: '获取虚拟药品追溯码', en: 'Get a virtual trace code' },
  native,
  enquiry: {
    none: 'no enquiry lists virtual codes; one that was lost on the way is never used, and another can be asked for',
  },
  buildRequest: (input, context) => build(input, context),
  parseResponse: (response, context, input) => parse(response, context, input),
};

function build(input: DeliveryInput | undefined, context: CallContext): NativeRequest {
  const { progress } = context;
  const own = progress?.fixmedins_bchno;
  const number = typeof own === 'string' ? own : newNumber(context);
  const call = { ...questionOf(input, context), fixmedins_bchno: number };
  return buildMessage({ infno: native, operation: 'virtual-code', call }, context);
}

function questionOf(input: DeliveryInput | undefined, { progress }: CallContext): Question {
  const product = input?.event.lines.find(({ codes }) => codes.length === 0)?.product;
  const given = (name: 'localCode' | 'localName' | 'nhsaCode' | 'memo'): string | undefined => {
    const value = progress?.[name] ?? (name === 'memo' ? undefined : product?.[name]);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [localCode, localName, nhsaCode, memo] = [
    given('localCode'),
    given('localName'),
    given('nhsaCode'),
    given('memo'),
  ];
  if (localCode === undefined || localName === undefined) {
    throw new RequestError('NHSA_QUESTION_INCOMPLETE', 'a virtual code is asked for with localCode and localName');
  }
  return { localCode, localName, ...(nhsaCode && { nhsaCode }), ...(memo && { memo }) };
}

/** Belongs to no row of an upload. */
function newNumber(context: CallContext): string {
  return batchNumber(institutionCode(context), context.now, context.randomHex(16), 0);
}

function parse(response: NativeResponse, context: CallContext, input: DeliveryInput | undefined): Outcome {
  const at = { effect: 'write', context, input } as const;
  const reply = readReply(response, at);
  if (reply.type === 'fault') return reply;
  const { output } = reply;
  const holders = isObject(output) ? [output, ...(objectsOf(output.result) ?? [])] : [];
  const code = holders.map((holder) => textOf(holder.drug_trac_codg)?.trim()).find((text) => text !== undefined);
  if (code === undefined || code === '') return unrecognised('no drug_trac_codg', at);
  return { type: 'ok', answer: { code } };
}
