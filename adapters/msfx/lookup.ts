import {
  type CallContext,
  type DeliveryInput,
  type ItemResult,
  type NativeResponse,
  type Operation,
  type Outcome,
  type Lookup as Question,
  RequestError,
} from '../contract/index.ts';
import { isObject, type JsonObject, type JsonValue, textOf } from '../kit/json.ts';
import { type Answer, readAnswer } from './answer.ts';
import { alien } from './classify.ts';
import { type Api, apiRequest, offeredMethod } from './families.ts';
import { QUERY_PACE } from './pace.ts';
import { countOf, rowsOf } from './reply.ts';
import type { Told } from './told.ts';

/** A read that answers a question about codes, bills or enterprises. Progress names what a delivery does not (`code`, `billCode` …). */
export interface Lookup extends Pick<Operation, 'id' | 'title' | 'native'> {
  readonly api: Api;
  /** What it needs to know when it is asked beside any delivery. */
  readonly question: Omit<Question, 'offeredBy'>;
  /** @throws RequestError when the question is incomplete. */
  ask(input: DeliveryInput | undefined, context: CallContext): Readonly<Record<string, string>>;
  /** @returns undefined for an answer of a shape that is not the documented one. */
  read(answer: Answer, context: CallContext, input: DeliveryInput | undefined): Outcome | undefined;
  /** What an answer that `read` took says, in our words. */
  tell(answer: Answer, context: CallContext): Told;
}

/** Rows per page; the platform publishes no maximum (UNCONFIRMED), 100 is the highest that its APIs name. */
export const PAGE_SIZE = 100;

/** @returns the operation of a lookup: a record that the platform does not hold is `not-found`, never an empty success. */
export function lookupOperation(lookup: Lookup): Operation {
  const { id, title, native, api, question } = lookup;
  return {
    id,
    title,
    native,
    effect: 'read',
    resend: 'safe',
    pace: QUERY_PACE,
    lookup: { ...question, offeredBy: (profile) => offeredMethod(api, profile) !== undefined },
    buildRequest: (input, context) => apiRequest(api, lookup.ask(input, context), context),
    parseResponse: (response, context, input) => parseLookup(lookup, response, context, input),
  };
}

/** @returns a value of the progress, or `otherwise`. @throws RequestError when there is neither. */
export function asked(name: string, context: CallContext, otherwise?: string): string {
  const value = context.progress?.[name] ?? otherwise;
  if (typeof value !== 'string' || value === '')
    throw new RequestError('QUESTION_INCOMPLETE', `the look-up needs ${name}`);
  return value;
}

/** Parameters of the page that the progress names. */
export function pageParams(context: CallContext): { readonly page: string; readonly page_size: string } {
  return { page: String(pageOf(context)), page_size: String(PAGE_SIZE) };
}

/**
 * Reads one page of a list and goes on with the next.
 * @param item makes the result of a row; undefined for a row of another shape, which condemns the page
 */
export function readPage(
  { model }: Answer,
  context: CallContext,
  item: (row: JsonObject) => ItemResult | undefined,
): Outcome | undefined {
  if (!isObject(model)) return undefined;
  const rows = rowsOf(model.result_list ?? model.result);
  const total = countOf(model.total_num);
  if (rows === undefined || (rows.length === 0 && total === undefined)) return undefined;
  const items = itemsOf(rows, item);
  if (items === undefined) return undefined;
  const page = pageOf(context);
  if (rows.length > 0 && total !== undefined && total > page * PAGE_SIZE)
    return { type: 'continue', progress: { ...context.progress, page: page + 1 }, items };
  return items.length === 0 && page === 1 ? { type: 'not-found' } : { type: 'ok', items };
}

/**
 * @returns the list of that name; TOP leaves empty lists out, so a missing one is empty where the answer says SUCCESS, and
 * otherwise undefined.
 */
export function listIn(result: JsonObject, name: string): JsonValue | undefined {
  return result[name] ?? (result.msg_code === 'SUCCESS' ? [] : undefined);
}

/** @returns the results of rows; undefined when one has another shape. */
export function itemsOf(
  rows: readonly JsonObject[],
  item: (row: JsonObject) => ItemResult | undefined,
): readonly ItemResult[] | undefined {
  const items = rows.flatMap((row) => item(row) ?? []);
  return items.length === rows.length ? items : undefined;
}

/** @returns the texts of a row's fields that it has, for people to read. */
export function described(row: JsonObject, ...names: readonly string[]): string {
  return names.flatMap((name) => textOf(row[name]) || []).join(' ');
}

function parseLookup(
  lookup: Lookup,
  response: NativeResponse,
  context: CallContext,
  input: DeliveryInput | undefined,
): Outcome {
  const answer = readAnswer(response, lookup.api, context);
  if ('fault' in answer) return { type: 'fault', fault: answer.fault };
  if ('absent' in answer) return { type: 'not-found' };
  const outcome = lookup.read(answer, context, input);
  if (outcome === undefined) return { type: 'fault', fault: alien(`${lookup.id}: answer not recognised`) };
  const isTold = outcome.type === 'ok' || outcome.type === 'continue';
  return isTold ? { ...outcome, answer: lookup.tell(answer, context) } : outcome;
}

/** @returns the page that the progress names, from 1. */
export function pageOf({ progress }: CallContext): number {
  return typeof progress?.page === 'number' ? progress.page : 1;
}
