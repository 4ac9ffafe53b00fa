import { percentile } from '../bench/stats.ts';
import type { HubDelivery } from './agree.ts';
import type { Attempt, HubClient } from './client.ts';

const unfinished = new Set(['queued', 'sending', 'pending', 'held', 'unknown']);

/** Live progress: one line per second of how many deliveries each link has in which state. */
export function createProgress(client: HubClient, say: (text: string) => void) {
  let last = '';
  const look = async (): Promise<HubDelivery[]> => {
    const deliveries = await client.deliveries();
    const line = byLink(deliveries)
      .map(([link, own]) => `${link} ${count(own, 'delivered')}/${own.length}${openStates(own)}`)
      .join('   ');
    if (line !== last) say(`  ${line}`);
    last = line;
    return deliveries;
  };
  const timer = setInterval(() => void look().catch(() => undefined), 1000);
  return {
    stop: () => clearInterval(timer),
    /** Waits until no delivery is on its way. @throws when the time is up. */
    async quiet(limitMs: number): Promise<HubDelivery[]> {
      const until = performance.now() + limitMs;
      while (performance.now() < until) {
        const deliveries = await look();
        if (!deliveries.some((delivery) => unfinished.has(delivery.state))) return deliveries;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      throw new Error(`deliveries were still on their way after ${limitMs} ms`);
    },
  };
}

interface Row {
  readonly delivery: HubDelivery;
  readonly attempts: readonly Attempt[];
}

/** @returns the table of the day, one line per link. Latencies are the writes' own, in milliseconds. */
export function linkTable(rows: readonly Row[], links: ReadonlyArray<{ id: string; openings: number }>): string {
  const header = [
    'link',
    'delivered',
    'duplicate',
    'rejected',
    'unknown resolved',
    'attempts',
    'breaker openings',
    'p50 ms',
    'p99 ms',
  ];
  const lines = links.map(({ id, openings }) => {
    const own = rows.filter((row) => row.delivery.link === id);
    const writes = own.flatMap((row) =>
      row.attempts.filter((attempt) => attempt.effect === 'write' && attempt.outcome !== 'fault'),
    );
    const durations = writes.map((attempt) => attempt.durationMs);
    const resolved = own.filter(
      (row) =>
        row.delivery.state === 'delivered' && row.attempts.some((attempt) => attempt.category === 'unknown-outcome'),
    );
    return [
      id,
      own.filter((row) => row.delivery.state === 'delivered').length,
      own.filter((row) => row.delivery.duplicate).length,
      own.filter((row) => row.delivery.state === 'rejected').length,
      resolved.length,
      own.reduce((sum, row) => sum + row.attempts.length, 0),
      openings,
      percentile(durations, 50).toFixed(0),
      percentile(durations, 99).toFixed(0),
    ].map(String);
  });
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => (line[column] ?? '').length)),
  );
  const draw = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return `\n${[draw(header), draw(widths.map((width) => '-'.repeat(width))), ...lines.map(draw)].join('\n')}`;
}

function byLink(deliveries: readonly HubDelivery[]): [string, HubDelivery[]][] {
  const groups = new Map<string, HubDelivery[]>();
  for (const delivery of deliveries) groups.set(delivery.link, [...(groups.get(delivery.link) ?? []), delivery]);
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

function count(deliveries: readonly HubDelivery[], state: string): number {
  return deliveries.filter((delivery) => delivery.state === state).length;
}

function openStates(deliveries: readonly HubDelivery[]): string {
  const states = [...new Set(deliveries.map((delivery) => delivery.state))]
    .filter((state) => state !== 'delivered')
    .sort();
  return states.length === 0 ? '' : ` (${states.map((state) => `${count(deliveries, state)} ${state}`).join(', ')})`;
}
