import { cpus } from 'node:os';
import type { BacklogFigures } from './backlog.ts';
import type { CodesFigures } from './codes.ts';
import type { DeliveryFigures } from './delivery.ts';
import type { IntakeFigures } from './intake.ts';
import type { JobFigures } from './job.ts';
import type { MappingFigures } from './mapping.ts';
import type { NeighbourFigures } from './neighbours.ts';
import type { VerifyFigures } from './verify.ts';

export interface Figures {
  readonly runs: number;
  readonly mapping: MappingFigures;
  readonly codes: readonly CodesFigures[];
  readonly intake: readonly IntakeFigures[];
  readonly delivery: DeliveryFigures;
  readonly jobs: readonly JobFigures[];
  readonly neighbours: NeighbourFigures;
  readonly backlog: BacklogFigures;
  readonly verify: VerifyFigures;
}

/** @returns the page docs/benchmarks.md: method, figures as ratios to their floor, and whether each reach was met. */
export function report({ runs, mapping, codes, intake, delivery, jobs, neighbours, backlog, verify }: Figures): string {
  const rows: string[][] = [];
  for (const figures of intake) {
    const own = `${whole(figures.perSecond)} events/s, p99 ${whole(figures.p99Ms)} ms`;
    const floors = [
      { what: 'one row per event', perSecond: figures.floorPerSecond, p99Ms: figures.floorP99Ms },
      { what: 'the same rows', perSecond: figures.sameRowsPerSecond, p99Ms: figures.sameRowsP99Ms },
    ];
    for (const { what, perSecond, p99Ms } of floors) {
      const ratio = figures.perSecond / perSecond;
      rows.push([
        `intake, ${figures.store}`,
        own,
        `${what}: ${whole(perSecond)} events/s, p99 ${whole(p99Ms)} ms`,
        times(ratio),
        '≥ 0.70 ×',
        met(ratio >= 0.7),
      ]);
    }
  }
  rows.push([
    `mapping a row of ${mapping.fields} fields`,
    `${mapping.cpuMicrosPerRow.toFixed(1)} µs`,
    `${mapping.floorCpuMicrosPerRow.toFixed(1)} µs, by hand and unchecked`,
    times(mapping.cpuMicrosPerRow / mapping.floorCpuMicrosPerRow),
    '≤ 5 µs',
    met(mapping.cpuMicrosPerRow <= 5),
  ]);
  for (const { kind, perSecond, floorPerSecond, wanted } of codes) {
    rows.push([
      `recognising ${kind}`,
      `${whole(perSecond)}/s and core`,
      `${whole(floorPerSecond)}/s, one regular expression`,
      times(perSecond / floorPerSecond),
      `≥ ${whole(wanted)}/s`,
      met(perSecond >= wanted),
    ]);
  }
  const perDelivery = delivery.cpuMicros / delivery.floorCpuMicros;
  rows.push([
    'CPU per delivery',
    `${whole(delivery.cpuMicros)} µs`,
    `${whole(delivery.floorCpuMicros)} µs`,
    times(perDelivery),
    '≤ 3.00 ×',
    met(perDelivery <= 3),
  ]);
  for (const { store, perSecond, floorPerSecond, cpuSecondsPerThousand, floorCpuSecondsPerThousand } of jobs) {
    const ratio = perSecond / floorPerSecond;
    rows.push([
      `whole job, ${store}`,
      `${whole(perSecond)} events/s, ${cpuSecondsPerThousand.toFixed(2)} CPU s per 1,000`,
      `${whole(floorPerSecond)} events/s, ${floorCpuSecondsPerThousand.toFixed(2)} CPU s per 1,000`,
      times(ratio),
      '≥ 0.50 ×',
      met(ratio >= 0.5),
    ]);
  }
  const slower = neighbours.besideDeadP99Ms / neighbours.baselineP99Ms;
  rows.push([
    'healthy p99 beside three dead links',
    `${whole(neighbours.besideDeadP99Ms)} ms`,
    `${whole(neighbours.baselineP99Ms)} ms alone`,
    times(slower),
    '≤ 1.20 ×',
    met(slower <= 1.2),
  ]);
  rows.push([
    'sockets to a dead link',
    String(neighbours.deadPeakSockets),
    '–',
    '–',
    '≤ 16 (its limit)',
    met(neighbours.deadPeakSockets <= 16),
  ]);
  rows.push([
    `memory with ${backlog.queued.toLocaleString('en')} queued`,
    `${whole(backlog.rssMiB)} MiB`,
    '–',
    '–',
    '≤ 400 MB',
    met(backlog.rssMiB <= 381),
  ]);
  const claim = backlog.claimLargeMs / backlog.claimSmallMs;
  rows.push([
    'claim of 64',
    `${backlog.claimLargeMs.toFixed(2)} ms`,
    `${backlog.claimSmallMs.toFixed(2)} ms with 1,000 queued`,
    times(claim),
    '≤ 1.50 ×',
    met(claim <= 1.5),
  ]);
  for (const { what, p50Ms, p99Ms, floor } of [
    { what: 'a basket of 5', ...verify.basket, floor: '–' },
    { what: '200 codes', ...verify.full, floor: `p99 ${verify.floorFullP99Ms.toFixed(1)} ms, bare selects` },
  ]) {
    rows.push([
      `verifying ${what}, ${verify.packs.toLocaleString('en')} packs known`,
      `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
      floor,
      '–',
      'p99 ≤ 10 ms',
      met(p99Ms <= 10),
    ]);
  }
  const table = [
    ['what', 'TraceHub', 'floor, same run', 'ratio', 'reach', ''],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
  ];
  return `# Benchmarks

Written by \`npm run bench\` on ${cpus()[0]?.model.trim() ?? 'an unknown processor'} (${cpus().length} cores), Node ${process.version}.
Load generator, sinks, store and gateway share these cores; medians of ${runs} interleaved runs. Absolute figures vary by a third between runs and
machines: read the ratios.

${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}

## Method

- **Intake**: 64 connections post sales of about 1.4 KB with two lines and their codes as fast as they are answered; 202 after the commit. Floors: bare Express and
  \`express.json()\`, nothing checked, storing the body as one row, or the same rows as the gateway (event, codes, three deliveries); group commit with the same durability (SQLite \`synchronous=FULL\` in a worker thread; PostgreSQL \`synchronous_commit=on\`).
- **Mapping**: CPU of one row of 25 fields out of messages of 25 rows, each field looked up in the event, checked for presence and against its type (lengths,
  decimals, dates, tables); median of 5 runs. Floor: the same object as a literal in TypeScript, nothing checked.
- **Recognising**: different texts, each with kind, normal form, parts, checks and alternatives; GS1 strings of GTIN, expiry, lot and serial. Floor: one regular
  expression that finds the same fields and checks nothing.
- **CPU per delivery**: user and system time of all threads of a dispatch node that works off a backlog for one 医保 link (mapping of 39 fields, CSB signature,
  breaker, pacer, two durable state writes), after the first fifth. Floor: a bare undici POST of the event and one batched state write in SQLite.
- **Whole job**: the same sales, each delivered to three HTTP sinks that answer after 5 ms, until the last delivery is done. Floor: \`node:http\` in, three undici POSTs
  out, nothing validated, nothing stored. CPU is that of the gateway's own process; PostgreSQL's is not in it.
- **Healthy beside dead**: four tills post a sale every 20 ms to two healthy links, then to the same two and one that never answers, one that resets, one that drips.
- **Verifying**: one till over HTTP with a pause of 5 ms between customers, SQLite; random packs of a ledger in which all were received and half sold, no platform
  to ask. Floor: the same number of codes by a prepared select each, in the bench's own process.
- **Backlog**: deliveries queued in SQLite behind links that never answer; highest resident memory in 20 s; median of 21 claims.
`;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
const met = (reached: boolean): string => (reached ? 'reached' : '**not reached**');
