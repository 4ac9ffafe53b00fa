import type { CallContext, DeliveryInput } from '../contract/index.ts';
import { chinaDate } from '../kit/china-time.ts';

/** Range of creation dates in which the platform looks for a bill; China dates. */
export interface StatusWindow {
  readonly begin: string;
  readonly end: string;
}

const DAY_MS = 86_400_000;

/**
 * Where to look for the bill of a delivery. begin_date and end_date mean the bill's creation on the platform, dates only
 * (TOP API page of query.billstatus): from the first send on, with a day on each side for the platform's own clock.
 * A number that existed before our first send may be as old as the document itself.
 */
export function statusWindow(input: DeliveryInput, context: CallContext): StatusWindow {
  const occurredAt = Date.parse(input.event.occurredAt);
  const searchesOlder = context.progress?.duplicate === true || input.firstSentAt === undefined;
  const from = searchesOlder ? Math.min(occurredAt, context.now) : input.firstSentAt;
  return { begin: chinaDate(from - DAY_MS), end: chinaDate(context.now + DAY_MS) };
}
