import {
  type CallContext,
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

/** The same question within this time is answered with the same code: a till that asks twice for one pack gets no second one. */
const CACHE_MS = 3_600_000;

const text = (maxLength: number, description: string) => ({ type: 'string', minLength: 1, maxLength, description });

/**
 * 获取虚拟药品追溯码 (湖南 V1.1.27): a one-off code for a pack that has none. The till or a person asks for it before the sale, which
 * then carries it as if it had been scanned. A read for us: it books nothing, and a code that is lost on the way is never used. The
 * till's own `reference` tells one pack from the next; it makes the fixmedins_bchno, so that a repeat is recognisable there too.
 */
export const virtualCode: Operation = {
  id: 'virtual-code',
  effect: 'read',
  resend: 'safe',
  title: { zh: '获取虚拟药品追溯码', en: 'Get a virtual trace code' },
  native,
  lookup: {
    cacheMs: CACHE_MS,
    answers: { zh: '一次性的虚拟药品追溯码(code)', en: 'A one-off virtual trace code (code)' },
    params: {
      type: 'object',
      additionalProperties: false,
      required: ['localCode', 'localName', 'reference'],
      properties: {
        localCode: text(30, "The institution's own item code (fixmedins_hilist_id)."),
        localName: text(200, 'fixmedins_hilist_name'),
        nhsaCode: text(50, '国家医保药品代码'),
        reference: text(
          100,
          "The till's own name of this pack, e.g. receipt and line. The same one gives the same code.",
        ),
        memo: text(500, '备注'),
      },
    },
    example: { localCode: 'SP00001', localName: '阿莫西林胶囊', reference: 'XS202607010001-1' },
    offeredBy: ({ operations }) => operations.includes('virtual-code'),
  },
  buildRequest: (_, context) => build(context),
  parseResponse: (response, context) => parse(response, context),
};

function build(context: CallContext): NativeRequest {
  const [localCode, localName, reference] = ['localCode', 'localName', 'reference'].map((name) => asked(name, context));
  if (localCode === undefined || localName === undefined || reference === undefined) {
    throw new RequestError('NHSA_QUESTION_INCOMPLETE', 'a virtual code needs localCode, localName and reference');
  }
  const [nhsaCode, memo] = ['nhsaCode', 'memo'].map((name) => asked(name, context));
  // No row of an upload has such a line.
  const number = batchNumber(institutionCode(context), context.now, localCode, `virtual ${reference}`);
  const call = {
    localCode,
    localName,
    fixmedins_bchno: number,
    ...(nhsaCode !== undefined && { nhsaCode }),
    ...(memo !== undefined && { memo }),
  };
  return buildMessage({ infno: native, operation: 'virtual-code', call }, context);
}

function asked(name: string, { progress }: CallContext): string | undefined {
  const value = progress?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parse(response: NativeResponse, context: CallContext): Outcome {
  const at = { effect: 'read', context, input: undefined } as const;
  const reply = readReply(response, at);
  if (reply.type === 'fault') return reply;
  const { output } = reply;
  const holders = isObject(output) ? [output, ...(objectsOf(output.result) ?? [])] : [];
  const code = holders.map((holder) => textOf(holder.drug_trac_codg)?.trim()).find((found) => found !== undefined);
  if (code === undefined || code === '') return unrecognised('no drug_trac_codg', at);
  return { type: 'ok', answer: { code } };
}
