/**
 * `npm run demo`: a pharmacy's day against three simulated platforms, with one going dark and one applying without answering.
 * Exits 0 only if the hub's states and the platforms' ledgers agree exactly.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulators } from '../../adapters/index.ts';
import type { Simulator } from '../../adapters/sim-kit/contract.ts';
import { loadHub } from '../../config/load.ts';
import { newKey } from '../../gateway/http/keys.ts';
import { run } from '../../gateway/main.ts';
import { openStore } from '../../gateway/store/index.ts';
import { disagreements } from './agree.ts';
import { HubClient } from './client.ts';
import { findingDifferences } from './findings.ts';
import { expectedFindings, type Posting } from './make-day.ts';
import { createProgress, linkTable } from './report.ts';
import { packRelations } from './suspicious.ts';

const darkAfter = 100;
const darkMs = 8_000;
const quietLimitMs = 120_000;
const tills = 6;

const dir = await mkdtemp(join(tmpdir(), 'tracehub-demo-'));
const day = (await readFile(new URL('./day.ndjson', import.meta.url), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((text) => JSON.parse(text) as Posting);

const platforms = new Map<string, { readonly adapter: string; readonly simulator: Simulator }>();
for (const [link, adapter] of [
  ['nhsa-hunan', 'nhsa'],
  ['msfx', 'msfx'],
  ['mah-demo', 'mah-soap'],
] as const) {
  const start = await simulators[adapter]?.();
  if (start === undefined) throw new Error(`no simulator ${adapter}`);
  platforms.set(link, { adapter, simulator: await start({ port: 0, controlPort: 0 }) });
}
const platform = (link: string): Simulator => {
  const found = platforms.get(link)?.simulator;
  if (found === undefined) throw new Error(`no platform for ${link}`);
  return found;
};

const store = { driver: 'sqlite', path: join(dir, 'hub.db') } as const;
const hub = await loadHub(new URL('../../config/sandbox.yaml', import.meta.url).pathname, {
  server: { host: '127.0.0.1', port: 0, opsHost: '127.0.0.1', opsPort: 0 },
  log: { level: 'error' },
  store,
  secrets: { sealKey: `generate:${join(dir, 'seal.key')}` },
  links: Object.fromEntries(
    [...platforms].map(([link, { simulator }]) => [
      link,
      { endpoint: simulator.endpoint, timeouts: { attemptMs: 2000 } },
    ]),
  ),
});
const { key, record } = newKey('demo', 'operator', 'demo', Date.now());
const keys = await openStore(store);
await keys.putKey(record);
await keys.close();

const gateway = await run(hub, { role: 'all', simulators: false });
const client = new HubClient(gateway.port, key);
const csv = await readFile(new URL('../../config/sandbox-institutions.csv', import.meta.url), 'utf8');
await client.send('POST', '/v1/institutions/import', csv, { 'content-type': 'text/csv' });
await client.send('POST', '/v1/catalogue/imports/packs', packRelations(), { 'content-type': 'text/csv' });

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const startedAt = performance.now();
const replies: Record<string, number> = {};
const unexpected: string[] = [];
const expected: Readonly<Record<string, number>> = { duplicate: 200, invalid: 422 };
const progress = createProgress(client, say);

say(`A pharmacy's day: ${day.length} documents to three platforms\n`);
await postAll();
say(
  `\n${day.length} documents posted in ${((performance.now() - startedAt) / 1000).toFixed(1)} s; waiting until every outcome is known`,
);
const deliveries = await progress.quiet(quietLimitMs);
progress.stop();

const events = await Promise.all(
  deliveries.map(async (delivery) => ({ delivery, attempts: await client.attempts(delivery.id) })),
);
const links = (await client.send('GET', '/v1/links')).body.items as { id: string; openings: number }[];
say(linkTable(events, links));
const problems = [...unexpected];
for (const [link, { adapter, simulator }] of platforms) {
  const own = deliveries.filter((delivery) => delivery.link === link);
  problems.push(...disagreements(adapter, own, simulator.ledger()));
  for (const delivery of own) {
    if (delivery.state !== 'delivered' && delivery.state !== 'rejected')
      problems.push(`${link} ${delivery.documentNo} ended ${delivery.state}`);
  }
}

problems.push(...(await findingDifferences(client, expectedFindings(day), say)));

await client.close();
await gateway.stop();
await Promise.all([...platforms.values()].map(({ simulator }) => simulator.close()));
await rm(dir, { recursive: true, force: true });

say(
  `\nReplies to the till: ${Object.entries(replies)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')}`,
);
for (const problem of problems) say(`DISAGREEMENT ${problem}`);
say(
  problems.length === 0
    ? "The hub's states and the three platforms' ledgers agree exactly; every planted anomaly was found, and nothing else."
    : `${problems.length} disagreements`,
);
process.exit(problems.length === 0 ? 0 : 1);

/** The tills of the shop: documents leave in order, a few at a time; a duplicate only after its original is answered. */
async function postAll(): Promise<void> {
  let next = 0;
  const till = async (): Promise<void> => {
    while (next < day.length) {
      const at = next++;
      const posting = day[at] as Posting;
      if (at === darkAfter) {
        say('  … the 医保 platform goes dark');
        platform('nhsa-hunan').setFault({ fault: 'dark', ms: darkMs });
      }
      if (posting.note === 'applied-unanswered') {
        say('  … the 医保 platform applies one sale and never answers');
        platform('nhsa-hunan').setFault({ fault: 'apply-hang', match: posting.event.documentNo, times: 1 });
      }
      const { status, body } = await client.send('POST', '/v1/events', posting.event);
      replies[status] = (replies[status] ?? 0) + 1;
      const wanted = expected[posting.note] ?? 202;
      if (status !== wanted)
        unexpected.push(
          `${posting.event.documentNo} (${posting.note}) was answered ${status} instead of ${wanted}: ${JSON.stringify(body).slice(0, 300)}`,
        );
      // A till rings up a sale every moment, not all at once: the day must outlast the dark spell.
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  };
  await Promise.all(Array.from({ length: tills }, till));
}
