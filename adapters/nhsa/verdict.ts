import type { JsonObject } from '../kit/json.ts';
import { textOf } from '../kit/json.ts';

/** 结果 of a batch or row (V1.1.83 §3.3): 1 booked, 0 refused; anything else proves nothing. */
export type Verdict = 'booked' | 'refused' | 'unreadable';

/** @returns undefined when the node has no retRslt at all. */
export function verdictOf(node: JsonObject): Verdict | undefined {
  if (node.retRslt === undefined) return undefined;
  const text = textOf(node.retRslt)?.trim();
  if (text === '1') return 'booked';
  return text === '0' ? 'refused' : 'unreadable';
}

export function messageOf(node: JsonObject): string {
  return textOf(node.msgRslt) ?? '';
}
