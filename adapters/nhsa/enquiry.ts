import type {
  CallContext,
  DeliveryInput,
  ItemResult,
  NativeResponse,
  Operation,
  Outcome,
  Progress,
} from '../contract/index.ts';
import { choiceSetting } from '../kit/settings.ts';
import { readListing } from './listing.ts';
import { buildMessage } from './message.ts';
import { faultOf, type ReplyContext, unrecognised } from './reply.ts';
import type { SentRow } from './row-results.ts';
import { openRows } from './rows.ts';
import { required } from './submit.ts';
import { readReply } from './transports.ts';

const native = '3513';

/** Rows asked for so far, by key, and those the platform holds, as `key=receipt` (no receipt: `key=`). */
interface Found {
  readonly asked: readonly string[];
  readonly held: readonly string[];
}

/**
 * 销售药品追溯信息查询 as enquiry: one request per row not yet settled, by its fixmedins_bchno (the platform takes one at a time).
 * All rows held is `ok`; none is `not-found`; some is `not-found` with the ones it holds.
 */
export function goodsEnquiry(kind: 'retail-sale' | 'retail-return'): Operation {
  return {
    id: `${kind}.enquiry`,
    effect: 'read',
    resend: 'safe',
    title: { zh: '销售药品追溯信息查询', en: 'Ask what became of a submission' },
    native,
    buildRequest: (input, context) => {
      const { batchNumber } = nextRow(required(input), foundSoFar(context.progress));
      const call = { fixmedins_bchno: batchNumber };
      return buildMessage({ infno: native, operation: 'sale-enquiry', call }, context);
    },
    parseResponse: (response, context, input) => parse(response, context, required(input), kind),
  };
}

function parse(
  response: NativeResponse,
  context: CallContext,
  input: DeliveryInput,
  kind: 'retail-sale' | 'retail-return',
): Outcome {
  const at: ReplyContext = { effect: 'read', context, input };
  const reply = readReply(response, at);
  if (reply.type === 'fault') return reply;
  const before = foundSoFar(context.progress);
  const row = nextRow(input, before);
  const listing = readListing(reply.output, row.batchNumber, context.profile);
  if (listing.type === 'unreadable') return unrecognised(listing.reason, at);
  const after: Found = {
    asked: [...before.asked, row.key],
    held: listing.type === 'held' ? [...before.held, `${row.key}=${listing.receipt}`] : before.held,
  };
  if (openRows(input).rows.length > after.asked.length) return { type: 'continue', progress: { ...after } };
  return conclude(after, kind, at);
}

function conclude({ asked, held }: Found, kind: 'retail-sale' | 'retail-return', at: ReplyContext): Outcome {
  const items = held.map(heldItem);
  if (held.length === asked.length) return { type: 'ok', items };
  const meaning = choiceSetting(at.context.settings, 'returnEnquiry', ['conclusive', 'inconclusive'], 'inconclusive');
  if (kind === 'retail-return' && meaning === 'inconclusive') {
    return { ...faultOf({ code: 'reply:inconclusive', message: '' }, at), items };
  }
  return { type: 'not-found', items };
}

function heldItem(entry: string): ItemResult {
  const [key = '', ...rest] = entry.split('=');
  const receipt = rest.join('=');
  return { key, ok: true, ...(receipt && { receipt }) };
}

function nextRow(input: DeliveryInput, { asked }: Found): SentRow {
  const { rows } = openRows(input);
  const next = rows.find(({ key }) => !asked.includes(key)) ?? rows[0];
  if (next === undefined) throw new TypeError('a delivery without rows cannot be asked for');
  return next;
}

function foundSoFar(progress: Progress | undefined): Found {
  return { asked: texts(progress?.asked), held: texts(progress?.held) };
}

function texts(value: Progress[string] | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}
