/**
 * `npm run demo -- --all`: a mixed day of pharmacies, hospitals, wholesalers and a producer, in every region and to every platform
 * family. Exits 0 only if the hub's states and every platform's ledger agree exactly.
 */
import { readFile } from 'node:fs/promises';
import { allPairs, familyOf } from '../../contract/pairs.ts';
import { disagreements, type HubDelivery } from '../agree.ts';
import { createProgress, linkTable } from '../report.ts';
import { codeDisagreement } from './codes.ts';
import { openMixedHub } from './hub.ts';
import type { MixedPosting } from './make-mixed-day.ts';

const quietLimitMs = 240_000;
/** Institutions whose systems post at the same time. */
const desks = 8;
/** Part of each document number of the day, and of no sign-in. */
const everyDocument = '0701';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const startedAt = performance.now();
const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
const problems: string[] = [];

const day = (await readFile(new URL('./mixed-day.ndjson', import.meta.url), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((text) => JSON.parse(text) as MixedPosting);
const { client, links, close } = await openMixedHub();
say(`A mixed day: ${day.length} documents to ${links.length} platforms (all up after ${seconds()})\n`);

// A new family or profile is not left out by forgetting it here.
for (const { profile } of (await allPairs()).pairs) {
  if (!links.some((link) => link.profile.id === profile.id))
    problems.push(`${profile.id}: no link of the day goes there`);
}
// Every platform books one document and breaks off before it answers: what became of it must be found out.
for (const { simulator } of links) simulator.setFault({ fault: 'apply-reset', match: everyDocument });

const progress = createProgress(client, () => undefined);
const events = new Map<string, MixedPosting['event']>();
const mistaken: string[] = [];
await postAll();
say(`${day.length} documents posted after ${seconds()}; waiting until every outcome is known`);
const before = await ended();
say(`${before.length} deliveries ended after ${seconds()}`);
await withdrawAll(before);
const deliveries = await ended();
progress.stop();

const rows = await Promise.all(
  deliveries.map(async (delivery) => ({ delivery, attempts: await client.attempts(delivery.id) })),
);
const shown = (await client.send('GET', '/v1/links')).body.items as { id: string; openings: number }[];
say(linkTable(rows, shown));

for (const { id, adapter, profile, simulator } of links) {
  const own = deliveries.filter(({ link }) => link === id);
  const ledger = simulator.ledger();
  if (!own.some(({ state }) => state === 'delivered')) problems.push(`${id}: nothing was delivered`);
  problems.push(...disagreements(adapter, own, ledger));
  const { tellsCodes } = await familyOf(adapter);
  for (const delivery of own) {
    const { kind, documentNo, state, reason, eventId } = delivery;
    const event = events.get(eventId);
    if (state !== 'delivered' || event === undefined) {
      problems.push(`${id} ${kind} ${documentNo} ended ${state}: ${reason ?? 'no reason'}`);
      continue;
    }
    if (tellsCodes?.(`${kind}.submit`, profile) === false) continue;
    const problem = codeDisagreement(adapter, delivery, event, ledger);
    if (problem !== undefined) problems.push(problem);
  }
}
await close();

for (const problem of problems) say(`DISAGREEMENT ${problem}`);
say(
  problems.length === 0
    ? `\nThe hub's states and the ledgers of ${links.length} platforms agree exactly (${seconds()}).`
    : `\n${problems.length} disagreements`,
);
process.exit(problems.length === 0 ? 0 : 1);

/** What is still on its way when the time is up is shown with the rest. */
async function ended(): Promise<HubDelivery[]> {
  return progress.quiet(quietLimitMs).catch(() => client.deliveries());
}

/** Every institution posts its documents in order. */
async function postAll(): Promise<void> {
  const codes = [...new Set(day.map(({ event }) => event.institution.code))];
  const desk = async (): Promise<void> => {
    for (let code = codes.shift(); code !== undefined; code = codes.shift()) {
      for (const posting of day) if (posting.event.institution.code === code) await post(posting);
    }
  };
  await Promise.all(Array.from({ length: desks }, desk));
}

async function post({ note, event, settlement }: MixedPosting): Promise<void> {
  const { status, body } = await client.send('POST', '/v1/events', event);
  if (status !== 202) {
    problems.push(`${event.kind} ${event.documentNo} was answered ${status}: ${JSON.stringify(body).slice(0, 300)}`);
    return;
  }
  events.set(String(body.id), event);
  const path = `/v1/events/${String(body.id)}`;
  if (note === 'withdraw') mistaken.push(String(body.id));
  if (note === 'settle' && settlement !== undefined) await settle(path, event, settlement);
}

/** Asks for the nodes of the till's own settlement, where the region has documented them, and reports what the settlement gave. */
async function settle(
  path: string,
  { kind, documentNo, institution }: MixedPosting['event'],
  { id, visitNo, person }: NonNullable<MixedPosting['settlement']>,
): Promise<void> {
  const asked = await client.send('POST', `${path}/settlement-fragment`);
  const isKnown = links.some(
    ({ adapter, profile, holders }) =>
      adapter === 'nhsa' &&
      profile.operations.includes(`settlement-fragment.${kind === 'dispense' ? 'dispense' : 'retail'}`) &&
      holders.some(({ code }) => code === institution.code),
  );
  if (asked.status !== (isKnown ? 200 : 422))
    problems.push(
      `${documentNo}: nodes of the settlement were answered ${asked.status}: ${JSON.stringify(asked.body)}`,
    );
  const told = await client.send('POST', `${path}/settlement`, { id, visitNo, person });
  if (told.status !== 202) problems.push(`${documentNo}: the settlement was refused: ${JSON.stringify(told.body)}`);
}

/** Takes back at the insurance what was entered twice. */
async function withdrawAll(known: readonly HubDelivery[]): Promise<void> {
  const insurance = new Set(links.filter(({ adapter }) => adapter === 'nhsa').map(({ id }) => id));
  const wrong = known.filter(({ eventId, link }) => mistaken.includes(eventId) && insurance.has(link));
  if (wrong.length < mistaken.length)
    problems.push(`${mistaken.length - wrong.length} mistakes never reached the insurance`);
  for (const { id, documentNo } of wrong) {
    const { status, body } = await client.send('POST', `/v1/deliveries/${id}/withdraw`, { reason: '重复录入' });
    if (status !== 202) problems.push(`${documentNo} cannot be withdrawn: ${JSON.stringify(body)}`);
  }
}
