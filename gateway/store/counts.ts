import type { DeliveryState, LinkCounts } from './contract.ts';
import { asState } from './delivery-row.ts';

export interface CountRow {
  readonly link: string;
  readonly state: string;
  readonly count: number;
}

/** Deliveries of a link that wait for a settlement. */
export interface AwaitingRow {
  readonly link: string;
  readonly count: number;
  /** epoch ms */
  readonly oldest: number;
}

/** Groups counts by link, links in alphabetical order. @param oldestDue earliest due time by link, epoch ms. */
export function toLinkCounts(
  rows: readonly CountRow[],
  oldestDue: Readonly<Record<string, number>>,
  awaiting: readonly AwaitingRow[],
): LinkCounts[] {
  const links = new Map<string, Partial<Record<DeliveryState, number>>>();
  for (const row of rows) {
    const states = links.get(row.link) ?? {};
    states[asState(row.state)] = row.count;
    links.set(row.link, states);
  }
  return [...links.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([link, states]) => {
      const oldestDueAt = oldestDue[link];
      const waiting = awaiting.find((row) => row.link === link);
      return {
        link,
        states,
        ...(oldestDueAt === undefined ? {} : { oldestDueAt }),
        ...(waiting === undefined ? {} : { awaitingSettlement: { count: waiting.count, oldestAt: waiting.oldest } }),
      };
    });
}
