import {
  type CallContext,
  type DeliveryInput,
  type ItemResult,
  type Outcome,
  type Progress,
  RequestError,
} from '../contract/index.ts';
import type { Goods } from './goods.ts';
import { type GoodsRow, openRows, rowBefore } from './rows.ts';

/** One request of a submission that may take several. */
export interface Step {
  readonly rows: readonly GoodsRow[];
  /** Rows that later requests of this run would carry, were they all booked. */
  readonly later: readonly GoodsRow[];
}

/**
 * The rows of the next request: those of one transaction that the platform does not hold and this run has not tried, one at a time
 * where the region knows single rows only (constant rowForm). Codes follow only rows that are booked.
 * @throws RequestError NHSA_NOTHING_TO_SEND
 */
export function nextStep(goods: Goods, input: DeliveryInput, { progress, profile }: CallContext): Step {
  const { tried, booked } = soFar(progress);
  const open = openRows(goods, input);
  const untried = tried.length === 0 ? open : open.filter(({ key }) => !tried.includes(key));
  const [first, ...others] = ready(untried, [...input.settledItems, ...booked]);
  if (first === undefined) throw new RequestError('NHSA_NOTHING_TO_SEND', 'every row of this delivery has been tried');
  if (profile.constants.rowForm === 'single') return { rows: [first], later: untried.filter((row) => row !== first) };
  const rows = [first, ...others.filter(({ transaction }) => transaction === first.transaction)];
  return { rows, later: rows.length === untried.length ? [] : untried.filter((row) => !rows.includes(row)) };
}

/**
 * @param outcome of this step alone
 * @returns what the run goes on with, or what it came to. A refused row does not stop the others; anything that leaves a row's fate
 * open, or the institution without access, does.
 */
export function afterStep(
  outcome: Outcome,
  { rows, later }: Step,
  input: DeliveryInput,
  { progress }: CallContext,
): Outcome {
  const before = soFar(progress);
  if (!isSettled(outcome) || (later.length === 0 && before.tried.length === 0)) return outcome;
  const told = withItems(outcome, rows);
  const items = told.items ?? [];
  const booked = [...before.booked, ...items.flatMap(({ key, ok }) => (ok ? [key] : []))];
  if (ready(later, [...input.settledItems, ...booked]).length > 0) {
    const tried = [...before.tried, ...rows.map(({ key }) => key)];
    return { type: 'continue', progress: { tried, booked }, ...(items.length > 0 && { items }) };
  }
  return concluded(told, rows, before.booked);
}

/** A refusal of the last single row does not refuse those of its kind that this run has booked. */
function concluded(outcome: Outcome, rows: readonly GoodsRow[], booked: readonly string[]): Outcome {
  if (outcome.type !== 'fault' || outcome.fault.category !== 'rejected') return outcome;
  const codes = rows.some(({ key }) => rowBefore(key) !== undefined);
  const alike = booked.some((key) => (rowBefore(key) !== undefined) === codes);
  return alike ? { type: 'ok', partial: true, items: outcome.items ?? [] } : outcome;
}

/** A request that was refused or known as a whole says so of each of its rows. */
function withItems(outcome: Outcome, rows: readonly GoodsRow[]): Outcome {
  if (outcome.type !== 'fault' || outcome.items !== undefined) return outcome;
  const { category, nativeCode, nativeMessage: message } = outcome.fault;
  const items: ItemResult[] = rows.map(({ key }) => ({
    key,
    ok: category === 'already-accepted',
    ...(nativeCode && { nativeCode }),
    ...(message && { message }),
  }));
  return { ...outcome, items };
}

function isSettled(outcome: Outcome): boolean {
  if (outcome.type === 'ok') return true;
  return outcome.type === 'fault' && ['rejected', 'already-accepted'].includes(outcome.fault.category);
}

function ready(rows: readonly GoodsRow[], settled: readonly string[]): readonly GoodsRow[] {
  return rows.filter(({ key }) => {
    const before = rowBefore(key);
    return before === undefined || settled.includes(before);
  });
}

/** Rows that this run has sent, and those of them that the platform took: what a run knows goes with it from step to step. */
function soFar(progress: Progress | undefined): {
  readonly tried: readonly string[];
  readonly booked: readonly string[];
} {
  return { tried: texts(progress?.tried), booked: texts(progress?.booked) };
}

function texts(value: Progress[string] | undefined): readonly string[] {
  return typeof value === 'object' ? value : [];
}
