import type { DeliveryState, LinkCounts } from './contract.ts';
import { asState } from './delivery-row.ts';

export interface CountRow {
  readonly link: string;
  readonly state: string;
  readonly count: number;
}

/** Groups counts by link, links in alphabetical order. @param oldestDue earliest due time by link, epoch ms. */
export function toLinkCounts(rows: readonly CountRow[], oldestDue: Readonly<Record<string, number>>): LinkCounts[] {
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
      return oldestDueAt === undefined ? { link, states } : { link, states, oldestDueAt };
    });
}
