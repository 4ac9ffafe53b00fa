import { readFile } from 'node:fs/promises';
import { saleText } from '../bench/sale.ts';
import { disagreements, type HubDelivery } from '../demo/agree.ts';
import { importDirectory, type Lab, openLab, type StoreKind } from './lab.ts';

export interface KillReport {
  readonly store: StoreKind;
  readonly kills: number;
  readonly acknowledged: number;
  readonly deliveries: number;
  readonly states: Readonly<Record<string, number>>;
  /** Of the start on an empty store, the floor; then the median and the slowest of the starts after a kill. */
  readonly ready: { readonly emptyMs: number; readonly medianMs: number; readonly slowestMs: number };
  readonly problems: readonly string[];
}

/** A start after a kill has a log to replay and work to take up; it may take this many times as long as one on an empty store. */
const mostEmptyStarts = 2;
/** Lease (attempt + 30 s) plus enquiry and settling, with room for a slow machine. */
const quietLimitMs = 150_000;
const posters = 8;
const unfinished = new Set(['queued', 'sending', 'pending', 'held', 'unknown']);
/** Every so many sales, one whose platform applies it and never says so. */
const troubles = [
  'SIM-nhsa-apply-reset',
  'SIM-msfx-apply-reset',
  'SIM-mah-apply-reset',
  'SIM-nhsa-reset',
  'SIM-nhsa-truncated',
];
const troubleEvery = 40;

/**
 * Kills the gateway with SIGKILL at random moments under load, restarts it each time, waits until all is quiet, and compares:
 * every acknowledged event is there, every delivery ended, the platforms booked each exactly once.
 */
export async function killRepeatedly(
  store: StoreKind,
  kills: number,
  progress: (text: string) => void,
): Promise<KillReport> {
  const lab = await openLab(store);
  try {
    const acknowledged = new Map<string, string>();
    const readyMs: number[] = [];
    const till: Till = { next: 0, unanswered: [] };
    for (let kill = 0; kill < kills; kill += 1) {
      const tookMs = await lab.gateway.start();
      readyMs.push(tookMs);
      if (kill === 0) await importDirectory(lab.client);
      await postUntilKilled(lab, till, acknowledged);
      progress(
        `${store}: kill ${kill + 1}/${kills}, ready in ${Math.round(tookMs)} ms, ${acknowledged.size} acknowledged`,
      );
    }
    readyMs.push(await lab.gateway.start());
    const ready = readiness(readyMs);
    const deliveries = await settled(lab, progress, store);
    const problems = await compare(lab, acknowledged, deliveries);
    if (ready.medianMs > mostEmptyStarts * ready.emptyMs) {
      problems.push(`ready again after ${ready.medianMs} ms (median), with an empty store after ${ready.emptyMs} ms`);
    }
    if (problems.length > 0) progress((await readFile(lab.logFile, 'utf8')).slice(-4000));
    const states: Record<string, number> = {};
    for (const delivery of deliveries) states[delivery.state] = (states[delivery.state] ?? 0) + 1;
    return {
      store,
      kills,
      acknowledged: acknowledged.size,
      deliveries: deliveries.length,
      states,
      ready,
      problems,
    };
  } finally {
    await lab.close();
  }
}

function readiness([emptyMs = 0, ...again]: readonly number[]): KillReport['ready'] {
  const sorted = again.map(Math.round).sort((a, b) => a - b);
  return {
    emptyMs: Math.round(emptyMs),
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    slowestMs: sorted.at(-1) ?? 0,
  };
}

/** What the shop has rung up so far; a sale without an answer is posted again, as a till would. */
interface Till {
  next: number;
  unanswered: string[];
}

/** Posts until the kill breaks the connections. */
async function postUntilKilled(lab: Lab, till: Till, acknowledged: Map<string, string>): Promise<void> {
  let alive = true;
  const killAfterMs = 200 + Math.random() * 1300;
  const killed = new Promise<void>((resolve) => {
    setTimeout(() => {
      alive = false;
      resolve(lab.gateway.kill());
    }, killAfterMs);
  });
  const poster = async (): Promise<void> => {
    while (alive) {
      const body = till.unanswered.pop() ?? nextSale(till);
      const reply = await lab.client.send('POST', '/v1/events', body).catch(() => undefined);
      if (reply?.status === 202 || reply?.status === 200) {
        acknowledged.set(String(reply.body.id), String(reply.body.documentNo));
      } else if (reply === undefined || reply.status === 503) {
        till.unanswered.push(body);
      } else {
        throw new Error(`POST /v1/events answered ${reply.status}: ${JSON.stringify(reply.body)}`);
      }
    }
  };
  await Promise.all([killed, ...Array.from({ length: posters }, poster)]);
}

function nextSale(till: Till): string {
  const n = till.next++;
  const trouble = n % troubleEvery === 0 ? troubles[(n / troubleEvery) % troubles.length] : undefined;
  return saleText(n, trouble === undefined ? 'CH' : `CH-${trouble}-`);
}

async function settled(lab: Lab, progress: (text: string) => void, store: StoreKind): Promise<HubDelivery[]> {
  const startedAt = performance.now();
  let said = '';
  while (true) {
    const deliveries = await lab.client.deliveries();
    const open = deliveries.filter((delivery) => unfinished.has(delivery.state));
    if (open.length === 0 || performance.now() - startedAt > quietLimitMs) return deliveries;
    const kinds = [...new Set(open.map(({ link, state }) => `${link} ${state}`))].sort();
    const parts = kinds.map(
      (kind) => `${open.filter(({ link, state }) => `${link} ${state}` === kind).length} ${kind}`,
    );
    const now = `${store}: ${open.length} of ${deliveries.length} deliveries on their way (${parts.join(', ')})`;
    if (now !== said) progress(now);
    said = now;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

async function compare(
  lab: Lab,
  acknowledged: ReadonlyMap<string, string>,
  deliveries: readonly HubDelivery[],
): Promise<string[]> {
  const problems: string[] = [];
  for (const id of acknowledged.keys()) {
    const { status, body } = await lab.client.send('GET', `/v1/events/${id}`);
    if (status !== 200) problems.push(`acknowledged event ${id} is gone (${status})`);
    else if ((body.deliveries as unknown[]).length !== lab.platforms.size)
      problems.push(`event ${id} has not one delivery per platform`);
  }
  for (const delivery of deliveries) {
    if (unfinished.has(delivery.state))
      problems.push(
        `${delivery.link} ${delivery.documentNo} is still ${delivery.state} (${delivery.reason ?? 'no reason'})`,
      );
  }
  for (const [link, { adapter, simulator }] of lab.platforms) {
    const own = deliveries.filter((delivery) => delivery.link === link);
    problems.push(...disagreements(adapter, own, simulator.ledger()));
  }
  return problems;
}
