import type { Outcome, Profile } from '../contract/index.ts';
import { bareOutcome, batchOutcome } from './batch-result.ts';
import type { Reply, ReplyContext } from './reply.ts';
import { rowsOutcome, type SentRow } from './row-results.ts';

/**
 * The second level of success, in the shape that the profile's constants name: `<result>Result` is batch, rows or none, and
 * `<result>ResultNode` the node of the first two.
 * @param result sale, return, purchase, delete …
 * @param sent the rows that this request carried
 */
export function resultOf(
  reply: Extract<Reply, { type: 'success' }>,
  result: string,
  sent: readonly SentRow[],
  at: ReplyContext,
): Outcome {
  const { shape, node } = resultShape(at.context.profile, result);
  if (shape === 'rows') return rowsOutcome(reply, node, sent, at);
  const keys = sent.map(({ key }) => key);
  return shape === 'none' ? bareOutcome(reply, keys, at) : batchOutcome(reply, node, keys, at);
}

function resultShape(
  { constants, id }: Profile,
  result: string,
): { readonly shape: 'batch' | 'rows' | 'none'; readonly node: string } {
  const shape = constants[`${result}Result`];
  const node = constants[`${result}ResultNode`];
  if (shape === 'none') return { shape, node: '' };
  if ((shape !== 'batch' && shape !== 'rows') || node === undefined) {
    throw new TypeError(
      `profile ${id}: constants ${result}Result (batch, rows or none) and ${result}ResultNode are needed`,
    );
  }
  return { shape, node };
}
