import type { ItemResult, Outcome } from '../contract/index.ts';
import { isObject } from '../kit/json.ts';
import { faultOf, objectsOf, type Reply, type ReplyContext, unrecognised } from './reply.ts';
import { messageOf, verdictOf } from './verdict.ts';

/**
 * One verdict for all rows (V1.1.83 §3505A: node `result`). It is looked for in the node, in `output` and in the reply
 * itself; where several stand, they must agree.
 * @param sent keys of the rows this request carried
 */
export function batchOutcome(
  reply: Extract<Reply, { type: 'success' }>,
  node: string,
  sent: readonly string[],
  at: ReplyContext,
): Outcome {
  const { output, root, reference } = reply;
  const inner = isObject(output) && output[node] !== undefined ? objectsOf(output[node]) : [];
  if (inner === undefined || inner.length > 1) return unrecognised(`${node} is not one object`, at);
  const holders = [...inner, ...(isObject(output) ? [output] : []), root];
  const found = holders.flatMap((holder) => {
    const verdict = verdictOf(holder);
    return verdict === undefined ? [] : [{ verdict, message: messageOf(holder) }];
  });
  const [first] = found;
  if (first === undefined || found.some(({ verdict }) => verdict !== first.verdict)) {
    return unrecognised('no retRslt, or several that differ', at);
  }
  if (first.verdict === 'unreadable') return unrecognised('retRslt is neither 0 nor 1', at);
  if (first.verdict === 'refused') return faultOf({ code: 'retRslt=0', message: first.message }, at);
  const items: ItemResult[] = sent.map((key) => ({ key, ok: true }));
  return { type: 'ok', items, ...(reference && { receipt: reference }) };
}

/**
 * A transaction without output (V1.1.83 §3501A): infcode 0 is all the proof there is. A verdict that stands there all the same must
 * not deny it.
 */
export function bareOutcome(
  { output, root, reference }: Extract<Reply, { type: 'success' }>,
  sent: readonly string[],
  at: ReplyContext,
): Outcome {
  const denial = [root, output].filter(isObject).find((holder) => (verdictOf(holder) ?? 'booked') !== 'booked');
  if (denial !== undefined) return faultOf({ code: 'retRslt=0', message: messageOf(denial) }, at);
  const items: ItemResult[] = sent.map((key) => ({ key, ok: true }));
  return { type: 'ok', items, ...(reference && { receipt: reference }) };
}
