import {
  type CallContext,
  type DeliveryInput,
  type NativeResponse,
  type Operation,
  type Outcome,
  type Progress,
  RequestError,
} from '../contract/index.ts';
import type { Goods } from './goods.ts';
import { readListing } from './listing.ts';
import { buildMessage } from './message.ts';
import { questionOf } from './question.ts';
import { type ReplyContext, unrecognised } from './reply.ts';
import { type GoodsRow, openRows } from './rows.ts';
import { required } from './submit.ts';
import { readReply } from './transports.ts';

/** Rows asked for so far, by key, and those the platform holds, as `key=receipt` (no receipt: `key=`). */
export interface Found {
  readonly asked: readonly string[];
  readonly held: readonly string[];
}

interface Survey extends Pick<Operation, 'id' | 'title' | 'native'> {
  readonly goods: Goods;
  /** @param found of every open row */
  conclude(found: Found, at: ReplyContext): Outcome;
}

/**
 * Asks for every row that is not settled, one request per row by its fixmedins_bchno (the platform takes one at a time), each by the
 * enquiry that lists its transaction.
 */
export function surveyOperation({ goods, conclude, ...names }: Survey): Operation {
  return {
    ...names,
    effect: 'read',
    resend: 'safe',
    buildRequest: (input, context) => {
      const delivery = required(input);
      return buildMessage(questionOf(nextRow(goods, delivery, context), delivery, context), context);
    },
    parseResponse: (response, context, input) => parse(goods, conclude, response, context, required(input)),
  };
}

function parse(
  goods: Goods,
  conclude: Survey['conclude'],
  response: NativeResponse,
  context: CallContext,
  input: DeliveryInput,
): Outcome {
  const at: ReplyContext = { effect: 'read', context, input };
  const reply = readReply(response, at);
  if (reply.type === 'fault') return reply;
  const before = foundSoFar(context.progress);
  const row = nextRow(goods, input, context);
  const listing = readListing(reply.output, row.batchNumber, context.profile);
  if (listing.type === 'unreadable') return unrecognised(listing.reason, at);
  const after: Found = {
    asked: [...before.asked, row.key],
    held: listing.type === 'held' ? [...before.held, `${row.key}=${listing.receipt}`] : before.held,
  };
  if (openRows(goods, input).length > after.asked.length) return { type: 'continue', progress: { ...after } };
  return conclude(after, at);
}

function nextRow(goods: Goods, input: DeliveryInput, { progress }: CallContext): GoodsRow {
  const { asked } = foundSoFar(progress);
  const next = openRows(goods, input).find(({ key }) => !asked.includes(key));
  if (next === undefined)
    throw new RequestError('NHSA_NOTHING_TO_ASK', 'every row of this delivery has been asked for');
  return next;
}

function foundSoFar(progress: Progress | undefined): Found {
  return { asked: texts(progress?.asked), held: texts(progress?.held) };
}

function texts(value: Progress[string] | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}
