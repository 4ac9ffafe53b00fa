import type { CallContext, NativeResponse, Operation, Outcome } from '../contract/index.ts';
import { chinaDate } from '../kit/china-time.ts';
import { isObject, textOf } from '../kit/json.ts';
import { readAnswer } from './answer.ts';
import { statusRequest } from './bill-status.ts';
import { alien } from './classify.ts';
import { offeredMethod } from './families.ts';
import { asked } from './lookup.ts';
import { QUERY_PACE } from './pace.ts';
import { billSince } from './questions.ts';
import { rowsOf } from './reply.ts';
import { decisiveRow } from './status-row.ts';
import { told } from './told.ts';

const DAY_MS = 86_400_000;
/** How far back a bill is looked for when nobody says; the platform publishes no longest window. */
const WINDOW_DAYS = 90;
const MINUTE_MS = 60_000;
const STATES: Readonly<Record<string, string>> = { '0': 'processing', '1': 'queued', '3': 'processed', '4': 'failed' };

/**
 * 核对单据及其分单: a document above the code limit is split by its users into `<bill>_1`, `<bill>_2` … (the hub's own parts are named
 * so too), so reconciling looks for the base number and its suffixes. The number filter is exact: one question per number, until one
 * suffix is missing.
 */
export const billParts: Operation = {
  id: 'bill-parts',
  effect: 'read',
  resend: 'safe',
  title: { zh: '单据及其分单的处理状态', en: 'State of a bill and of its parts' },
  native: 'query.billstatus, searchstatus',
  pace: QUERY_PACE,
  lookup: {
    params: billSince,
    cacheMs: MINUTE_MS,
    answers: {
      zh: 'bills:单号、状态、类型、流水号、说明',
      en: 'bills: number, state, type, receipt, words of the platform',
    },
    example: { billCode: 'CK20261101001', beginDate: '2026-11-01' },
    offeredBy: (profile) => offeredMethod('billStatus', profile) !== undefined,
  },
  buildRequest: (_input, context) =>
    statusRequest(
      numberAsked(context),
      {
        begin: asked('beginDate', context, chinaDate(context.now - WINDOW_DAYS * DAY_MS)),
        end: asked('endDate', context, chinaDate(context.now)),
      },
      context,
    ),
  parseResponse: parseParts,
};

function parseParts(response: NativeResponse, context: CallContext): Outcome {
  const answer = readAnswer(response, 'billStatus', context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  const list = 'absent' in answer || !isObject(answer.model) ? undefined : rowsOf(answer.model.result_list);
  if (!('absent' in answer) && list === undefined) return { type: 'fault', fault: alien('status list not recognised') };
  const suffix = suffixOf(context);
  const row = decisiveRow(list ?? [], numberAsked(context));
  const found = context.progress?.found === true || row !== undefined;
  // A document that was split has no bill under its base number.
  if (row === undefined && suffix > 0) return found ? { type: 'ok', answer: { bills: [] } } : { type: 'not-found' };
  const bills = row === undefined ? [] : [rowTold(row)];
  return { type: 'continue', progress: { ...context.progress, suffix: suffix + 1, found }, answer: { bills } };
}

function rowTold(row: Parameters<typeof told>[0]) {
  const state = STATES[textOf(row.result_type) ?? ''] ?? 'unknown';
  const texts = { billCode: 'bill_code', billType: 'bill_type', receipt: 'store_inout_seq_no', words: 'process_info' };
  return { ...told(row, texts), state, partial: textOf(row.sub_process_flag) === '52' };
}

function numberAsked(context: CallContext): string {
  const suffix = suffixOf(context);
  return asked('billCode', context) + (suffix === 0 ? '' : `_${suffix}`);
}

function suffixOf({ progress }: CallContext): number {
  return typeof progress?.suffix === 'number' ? progress.suffix : 0;
}
