import type { Fault, ItemResult, Outcome } from '../contract/index.ts';
import { isObject, type JsonObject, textOf } from '../kit/json.ts';
import { classify } from './classify.ts';
import { faultOf, objectsOf, type Reply, type ReplyContext, unrecognised } from './reply.ts';
import { messageOf, verdictOf } from './verdict.ts';

export interface SentRow {
  readonly key: string;
  readonly batchNumber: string;
}

interface RowResult {
  readonly item: ItemResult;
  readonly fault?: Fault;
}

/**
 * One verdict per row (湖南 V1.1.27 §3505A selinfoDetail; V1.1.83 §3506A selinfoErrDetail), found by fixmedins_bchno.
 * All booked is `ok`, some `ok` and partial, none a fault. A row of ours without a readable verdict leaves the whole unknown.
 */
export function rowsOutcome(
  reply: Extract<Reply, { type: 'success' }>,
  node: string,
  sent: readonly SentRow[],
  at: ReplyContext,
): Outcome {
  const { output, reference } = reply;
  const rows = isObject(output) ? objectsOf(output[node]) : undefined;
  if (rows === undefined || !isObject(output)) return unrecognised(`no node ${node}`, at);
  if (refusedOutside(output, reply.root)) return unrecognised('retRslt beside the rows is not 1', at);
  const results = sent.flatMap((row) => rowResult(row, rowsOf(row, rows), at) ?? []);
  const items = results.map(({ item }) => item);
  if (results.length < sent.length) {
    const missing = `${sent.length - results.length} of ${sent.length} rows without a readable result`;
    return { ...faultOf({ code: 'reply:rows-missing', message: missing }, at), items };
  }
  const held = results.filter(({ item }) => item.ok);
  const [refusal] = results.flatMap(({ fault, item }) => (item.ok || fault === undefined ? [] : [fault]));
  if (held.length === 0 && refusal !== undefined) return { type: 'fault', fault: refusal, items };
  return {
    type: 'ok',
    items,
    ...(held.length < results.length && { partial: true }),
    ...(held.every(({ fault }) => fault !== undefined) && { duplicate: true }),
    ...(reference && { receipt: reference }),
  };
}

function rowsOf({ batchNumber }: SentRow, rows: readonly JsonObject[]): JsonObject[] {
  return rows.filter((row) => textOf(row.fixmedins_bchno) === batchNumber);
}

/** @returns undefined when the rows under this number say nothing readable, or contradict each other. */
function rowResult({ key }: SentRow, rows: readonly JsonObject[], at: ReplyContext): RowResult | undefined {
  const [row, ...others] = rows;
  if (row === undefined) return undefined;
  const verdict = verdictOf(row);
  if (others.some((other) => verdictOf(other) !== verdict)) return undefined;
  const receipt = receiptOf(row);
  if (verdict === 'booked') return { item: { key, ok: true, ...(receipt && { receipt }) } };
  if (verdict !== 'refused') return undefined;
  const fault = classify({ code: 'retRslt=0', message: messageOf(row) }, at.effect, at.context, at.input);
  const ok = fault.category === 'already-accepted';
  const { nativeCode, nativeMessage: message } = fault;
  return {
    fault,
    item: {
      key,
      ok,
      ...(ok && receipt && { receipt }),
      ...(nativeCode && { nativeCode }),
      ...(message && { message }),
    },
  };
}

/** A batch verdict beside the rows must not deny what they say. */
function refusedOutside(...holders: readonly JsonObject[]): boolean {
  return holders.some((holder) => (verdictOf(holder) ?? 'booked') !== 'booked');
}

/** The platform's own number of the row: 商品销售流水号, or that of a purchase. */
function receiptOf(row: JsonObject): string | undefined {
  return textOf(row.medins_prod_sel_no) ?? textOf(row.medins_prod_purc_no);
}
